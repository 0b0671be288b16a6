// @ts-check
/**
 * Both maps as one, with their legend and tools: what is pointed at, chosen or zoomed on the one is so on the other
 * (templates/_partials/map_pair.html). A pointer moves the cross while it is there (map-hand.js), the arrow keys while a
 * map has the focus; then its numbers are also spoken.
 */

import { HeatMap } from "../../charts/heat-map.js";
import { ColourLegend } from "../../charts/colour-legend.js";
import { indexAt, stretchOf } from "../../map/axis.js";
import { afterMove, afterStep, MOVES, nearestCell, STEPS } from "../../map/moves.js";
import { noneText, tickText } from "../../words/map-words.js";
import { messages } from "../../words/messages.js";
import { MapCross } from "./map-cross.js";
import { MapHand } from "./map-hand.js";

/** How far Shift moves the cross, in cells. */
const LEAP = 10;

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
 * @property {string} common what all runs have in common, in words
 * @property {boolean} isToCome whether what is not there yet is being computed
 * @property {Place} chosen
 * @property {Place[] | null} line
 * @typedef {object} Handlers
 * @property {(place: Place) => void} onChoose
 * @property {(axes: {across: Axis, up: Axis} | null) => void} onZoom null: the whole map
 * @property {() => void} onCross it has moved
 */

export class MapPair {
  /**
   * @param {Element} root of the page's maps
   * @param {{frames: import("../../frames.js").FrameQueue} & Handlers} options
   */
  constructor(root, { frames, onChoose, onZoom, onCross }) {
    /** @param {string} name @returns {any} */
    const part = (name) => root.querySelector(`[data-part="${name}"]`);
    this._frames = frames;
    this._onChoose = onChoose;
    this._onZoom = onZoom;
    this._title = part("title");
    this._common = part("common");
    this._legend = new ColourLegend(part("legend"));
    /** @type {HTMLElement[]} */
    this._places = [...root.querySelectorAll(/** @type {any} */ (".map-plot"))];
    this._names = [...root.querySelectorAll('[data-part="cost"]')];
    this._maps = this._places.map((place, index) => new HeatMap(place, `map-${index}`));
    this._cross = new MapCross(root, { maps: this._maps, onMove: onCross });
    /** @type {HTMLButtonElement[]} */
    this._tools = [...root.querySelectorAll(/** @type {any} */ ("[data-move]"))];
    for (const tool of this._tools) tool.addEventListener("click", () => this._move(/** @type {string} */ (tool.dataset.move)));
    this._hands = this._places.map((place, index) => this._listen(place, this._maps[index]));
    /** @type {View | null} */
    this._view = null;
  }

  /** Where the cross is, else the chosen cell. */
  get place() {
    return this._cross.place;
  }

  /** @param {View} view */
  update(view) {
    this._view = view;
    const { axes, quantities, sides, scale, measure, epochs } = view;
    this._title.textContent = messages.map.title(measure.label, quantities.up.symbol, quantities.across.symbol);
    this._common.textContent = view.common;
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
    this._legend.update(scale && { scale, title: measure.label, none: noneText(measure, epochs), far: messages.map.far, write: (value) => tickText(value, measure) });
    for (const tool of this._tools) tool.disabled = false;
    this._cross.update(view);
  }

  redraw() {
    for (const map of this._maps) this._frames.add(map, () => map.draw());
    this._legend.draw();
  }

  /** @param {HTMLElement} place @param {HeatMap} map */
  _listen(place, map) {
    place.addEventListener("focus", () => this._onFocus(place));
    place.addEventListener("blur", () => this._rest());
    place.addEventListener("keydown", (event) => this._onKey(event));
    return new MapHand(place, map, {
      isReady: () => this._view !== null,
      onPoint: (at) => this._cross.set(this._cellAt(at), false),
      onRest: () => this._rest(),
      onPress: (at) => {
        this._cross.set(this._cellAt(at), false);
        this._onChoose(this._cellAt(at));
      },
      onStretch: (part) => this._maps.forEach((each) => each.showRubber(part)),
      onDrag: (part) => this._zoomTo(part),
    });
  }

  /** @param {import("./map-hand.js").Part} part */
  _zoomTo(part) {
    const { axes, quantities } = /** @type {View} */ (this._view);
    const across = stretchOf(axes.across, ...part.across, quantities.across);
    const up = stretchOf(axes.up, ...part.up, quantities.up);
    if (across !== null && up !== null) this._onZoom({ across, up });
  }

  /** @param {HTMLElement} place */
  _onFocus(place) {
    if (!place.matches(":focus-visible") || this._view === null) return;
    this._cross.set(nearestCell(this.place ?? this._view.chosen, this._view.values), true);
  }

  _rest() {
    if (!this._places.some((place) => place.matches(":focus-visible"))) this._cross.clear();
  }

  /** @param {KeyboardEvent} event */
  _onKey(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || this._view === null) return;
    const step = STEPS[event.key];
    const move = MOVES[event.key];
    if (event.key === "Escape") return this._hands.forEach((hand) => hand.letGo());
    if (step === undefined && move === undefined && event.key !== "Enter" && event.key !== " ") return;
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
    this._cross.set(next.cell, true);
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
}
