// @ts-check
/**
 * Both maps as one: what is pointed at, chosen or zoomed on the one is so on the other (templates/_partials/map_pair.html).
 *
 * The cross moves from cell to cell of the finest grid that has been asked for. A pointer moves it while it is there, the
 * arrow keys while a map has the focus; then its numbers are also spoken.
 */

import { HeatMap } from "../../charts/heat-map.js";
import { ColourLegend } from "../../charts/colour-legend.js";
import { indexAt, stretchOf } from "../../map/axis.js";
import { valueIn } from "../../map/grid.js";
import { afterMove, afterStep, isOnMap, MOVES, nearestCell, STEPS } from "../../map/moves.js";
import { plain } from "../../words/format.js";
import { bareText, noneText, readout, valueText } from "../../words/map-words.js";
import { messages } from "../../words/messages.js";

/** A drag of fewer pixels is a press. */
const DRAG = 6;
/** How far Shift moves the cross, in cells. */
const LEAP = 10;
/** Milliseconds after the last key before the numbers are spoken: a held key would be a stammer. */
const QUIET = 350;

/**
 * @typedef {import("../../map/axis.js").Axis} Axis
 * @typedef {import("../../map/axis.js").Quantity} Quantity
 * @typedef {{across: number, up: number}} Place
 * @typedef {object} View
 * @property {{across: Axis, up: Axis}} axes
 * @property {{across: Quantity, up: Quantity}} quantities
 * @property {{across: number[], up: number[]}} values of the cells
 * @property {{label: string, grid: import("../../map/grid.js").Grid | null}[]} sides
 * @property {import("../../map/colour-scale.js").ColourScale | null} scale
 * @property {import("../../words/map-words.js").Measure} measure
 * @property {number | null} epochs of every run, null where they differ
 * @property {Place} chosen
 * @property {Place[] | null} line
 * @typedef {object} Handlers
 * @property {(place: Place) => void} onChoose
 * @property {(axes: {across: Axis, up: Axis} | null) => void} onZoom null: the whole map
 * @property {(place: Place) => void} onCross
 */

export class MapPair {
  /**
   * @param {Element} root of the page's maps
   * @param {{frames: import("../../frames.js").FrameQueue} & Handlers} options
   */
  constructor(root, { frames, onChoose, onZoom, onCross }) {
    /** @param {string} selector @returns {any} */
    const find = (selector) => root.querySelector(selector);
    this._frames = frames;
    this._onChoose = onChoose;
    this._onZoom = onZoom;
    this._onCross = onCross;
    this._title = find('[data-part="title"]');
    this._readout = find('[data-part="readout"]');
    this._spoken = find('[data-part="spoken"]');
    this._legend = new ColourLegend(find('[data-part="legend"]'));
    /** @type {HTMLElement[]} */
    this._places = [...root.querySelectorAll(/** @type {any} */ (".map-plot"))];
    this._names = [...root.querySelectorAll('[data-part="cost"]')];
    this._maps = this._places.map((place, index) => new HeatMap(place, `map-${index}`));
    /** @type {HTMLButtonElement[]} */
    this._tools = [...root.querySelectorAll(/** @type {any} */ ("[data-move]"))];
    for (const tool of this._tools) tool.addEventListener("click", () => this._move(/** @type {string} */ (tool.dataset.move)));
    this._places.forEach((place, index) => this._listen(place, this._maps[index]));
    /** @type {View | null} */
    this._view = null;
    /** @type {Place | null} */
    this._cross = null;
    /** @type {{map: HeatMap, pointer: number, x: number, y: number, from: Place, to: Place, isDrag: boolean} | null} */
    this._drag = null;
    this._timer = 0;
    this._isSpoken = false;
  }

  /** Where the cross is, else the chosen cell. */
  get place() {
    return this._cross ?? this._view?.chosen ?? null;
  }

  /** @param {View} view */
  update(view) {
    this._view = view;
    const { axes, quantities, sides, scale, measure, epochs } = view;
    this._title.textContent = messages.map.title(measure.label, quantities.up.symbol, quantities.across.symbol);
    const titles = { across: quantities.across.title, up: quantities.up.title };
    sides.forEach(({ label, grid }, index) => {
      this._names[index].textContent = label;
      this._places[index].setAttribute("aria-label", messages.map.label(label, measure.label, titles.across, titles.up));
      const map = this._maps[index];
      map.update({ grid, across: axes.across, up: axes.up, titles, scale });
      map.showChosen(view.chosen);
      map.showLine(view.line);
      this._frames.add(map, () => map.draw());
    });
    this._legend.update(scale && { scale, title: measure.label, none: noneText(measure, epochs), far: messages.map.far, write: (value) => legendText(value, measure) });
    for (const tool of this._tools) tool.disabled = false;
    this._showCross();
  }

  redraw() {
    for (const map of this._maps) this._frames.add(map, () => map.draw());
    this._legend.draw();
  }

  /** @param {HTMLElement} place @param {HeatMap} map */
  _listen(place, map) {
    place.addEventListener("pointerdown", (event) => this._press(event, place, map));
    place.addEventListener("pointermove", (event) => this._point(event, map));
    place.addEventListener("pointerup", (event) => this._release(event));
    place.addEventListener("pointercancel", () => this._endDrag());
    place.addEventListener("pointerleave", () => this._drag === null && this._rest());
    place.addEventListener("focus", () => this._onFocus(place));
    place.addEventListener("blur", () => this._rest());
    place.addEventListener("keydown", (event) => this._onKey(event));
  }

  /** @param {HTMLElement} place */
  _onFocus(place) {
    if (!place.matches(":focus-visible") || this._view === null) return;
    this._setCross(nearestCell(this.place ?? this._view.chosen, this._view.values), true);
  }

  /** Nobody points any more: the chosen cell is told again. */
  _rest() {
    if (this._places.some((place) => place.matches(":focus-visible"))) return;
    this._cross = null;
    this._showCross();
  }

  /** @param {PointerEvent} event @param {HTMLElement} place @param {HeatMap} map */
  _press(event, place, map) {
    if (event.button !== 0 || this._view === null) return;
    const from = map.fractionsAt(event);
    if (!isInside(from)) return;
    if (event.pointerType === "mouse") place.setPointerCapture(event.pointerId);
    this._drag = { map, pointer: event.pointerId, x: event.clientX, y: event.clientY, from, to: from, isDrag: false };
  }

  /** @param {PointerEvent} event @param {HeatMap} map */
  _point(event, map) {
    if (this._view === null) return;
    const at = map.fractionsAt(event);
    const drag = this._drag;
    if (drag !== null && event.pointerType === "mouse") {
      drag.to = { across: within(at.across), up: within(at.up) };
      drag.isDrag ||= Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > DRAG;
      if (drag.isDrag) for (const each of this._maps) each.showRubber({ across: [drag.from.across, drag.to.across], up: [drag.from.up, drag.to.up] });
    }
    if (isInside(at) && event.pointerType === "mouse") this._setCross(this._cellAt(at), false);
    else if (drag === null) this._rest();
  }

  /** @param {PointerEvent} event */
  _release(event) {
    const drag = this._drag;
    this._endDrag();
    if (drag === null || this._view === null) return;
    if (!drag.isDrag) {
      if (Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > DRAG) return;
      const cell = this._cellAt(drag.from);
      this._setCross(cell, false);
      this._onChoose(cell);
      return;
    }
    const { axes, quantities } = this._view;
    const across = stretchOf(axes.across, drag.from.across, drag.to.across, quantities.across);
    const up = stretchOf(axes.up, drag.from.up, drag.to.up, quantities.up);
    if (across !== null && up !== null) this._onZoom({ across, up });
  }

  _endDrag() {
    this._drag = null;
    for (const map of this._maps) map.showRubber(null);
  }

  /** @param {KeyboardEvent} event */
  _onKey(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || this._view === null) return;
    const step = STEPS[event.key];
    const move = MOVES[event.key];
    if (step === undefined && move === undefined && event.key !== "Enter" && event.key !== " " && event.key !== "Escape") return;
    if (event.key === "Escape") return this._endDrag();
    event.preventDefault();
    const cell = nearestCell(this.place ?? this._view.chosen, this._view.values);
    if (step !== undefined) this._step(cell, step, event.shiftKey);
    else if (move !== undefined) this._move(move);
    else this._onChoose(cell);
  }

  /** @param {Place} cell @param {[number, number]} step @param {boolean} isLeap */
  _step(cell, [right, higher], isLeap) {
    const { values } = /** @type {View} */ (this._view);
    const by = isLeap ? LEAP : 1;
    const next = afterStep(cell, [right * by, higher * by], values);
    // At the edge the map moves along under the cross.
    if (next.beyond !== null && !isLeap) this._move(next.beyond);
    this._setCross(next.cell, true);
  }

  /** @param {string} what one of the tools */
  _move(what) {
    if (this._view === null) return;
    if (what === "whole") return this._onZoom(null);
    const axes = afterMove(/** @type {import("../../map/moves.js").Move} */ (what), this._view, this.place);
    if (axes !== null) this._onZoom(axes);
  }

  /** @param {Place} fractions */
  _cellAt(fractions) {
    const { axes, values } = /** @type {View} */ (this._view);
    return {
      across: values.across[indexAt(axes.across, values.across, fractions.across)],
      up: values.up[indexAt(axes.up, values.up, fractions.up)],
    };
  }

  /** @param {Place} cell @param {boolean} isSpoken */
  _setCross(cell, isSpoken) {
    this._cross = cell;
    this._isSpoken = isSpoken;
    this._showCross();
    this._onCross(cell);
  }

  _showCross() {
    if (this._view === null) return;
    const { quantities, sides, measure, chosen, values } = this._view;
    if (this._cross !== null) this._cross = nearestCell(this._cross, values);
    const cell = this._cross ?? (isOnMap(chosen, values) ? nearestCell(chosen, values) : null);
    if (cell === null) {
      this._readout.textContent = "";
      for (const map of this._maps) map.showCross(null);
      return;
    }
    const found = sides.map(({ label, grid }) => ({ cost: label, value: valueIn(grid, cell.across, cell.up) }));
    this._maps.forEach((map, index) => {
      const text = found[index].value === undefined ? "" : valueText(found[index].value, measure);
      map.showCross(this._cross === null ? null : { ...cell, text });
    });
    const coordinates = [
      { symbol: quantities.across.symbol, value: cell.across },
      { symbol: quantities.up.symbol, value: cell.up },
    ];
    const text = readout(coordinates, found, measure);
    this._readout.textContent = text;
    clearTimeout(this._timer);
    if (this._isSpoken && this._cross !== null) this._timer = window.setTimeout(() => (this._spoken.textContent = text), QUIET);
  }
}

/** @param {Place} fractions */
function isInside({ across, up }) {
  return across >= 0 && across <= 1 && up >= 0 && up <= 1;
}

/** @param {number} fraction */
function within(fraction) {
  return Math.max(0, Math.min(1, fraction));
}

/** Round numbers stand at the ticks: 0.1 is not to be 0.1000, and a millionth is to be 1e−6. @param {number} value @param {import("../../words/map-words.js").Measure} measure */
function legendText(value, measure) {
  if (measure.unit !== "") return bareText(value, measure);
  const size = Math.abs(value);
  const isPlain = size === 0 || (size >= 1e-3 && size < 1e5);
  return isPlain ? plain(value) : Number(value.toPrecision(3)).toExponential().replace("e+", "e").replaceAll("-", "\u2212");
}
