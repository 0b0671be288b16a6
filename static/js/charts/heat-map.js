// @ts-check
/**
 * A map: a colour for every cell, axes around it, and over it the cross, the chosen cell and a line.
 *
 * The cells are one picture, a pixel a cell, that the browser enlarges: 40,000 cells are painted in a few milliseconds.
 * Cells without a value are left open, and the hatching behind them is seen. It is all one SVG, so that it can be
 * taken away as a picture (picture-file.js), and needs no library: the map is there before the charts.
 */

import { fractionOf } from "../map/axis.js";
import { placeOf } from "../map/colour-scale.js";
import { rasterOf } from "../map/raster.js";
import { axesOf, ticksAlong, widthOf } from "./map-axes.js";
import { hatch, paletteOf } from "./map-colours.js";
import { svg } from "./svg.js";
import { chartMargin, MARGIN } from "./theme.js";

/**
 * @typedef {import("../map/axis.js").Axis} Axis
 * @typedef {import("../map/grid.js").Grid} Grid
 * @typedef {{across: number, up: number}} Place values of the two quantities
 * @typedef {{grid: Grid | null, across: Axis, up: Axis, titles: {across: string, up: string}, scale: import("../map/colour-scale.js").ColourScale | null}} Content
 */

/** Room above the map for the name of the axis that goes up, in pixels at the usual size of type. */
const TOP = 26;
/** About the room beside a map, and the fraction of its edge from which a number may reach beyond its end. */
const [ASIDE, LAST] = [60, 0.95];
/** How far a place may lie outside the map and still be drawn at all, as a part of it. */
const FAR = 50;

export class HeatMap {
  /**
   * @param {HTMLElement} element to be filled
   * @param {string} id unique on the page
   */
  constructor(element, id) {
    this._element = element;
    this._id = id;
    this._field = svg("g", { "clip-path": `url(#${id}-clip)` });
    this._clip = svg("rect");
    this._open = svg("rect", { class: "map-open", fill: `url(#${id}-hatch)` });
    this._edge = svg("rect", { class: "map-edge" });
    this._ticks = svg("g", { class: "map-ticks" });
    this._line = svg("path", { class: "map-line" });
    this._lineBack = svg("path", { class: "map-line-back" });
    this._chosen = svg("g", { class: "map-chosen" });
    this._chosen.append(svg("circle", { class: "map-chosen-back", r: 7 }), svg("circle", { class: "map-chosen-ring", r: 7 }));
    this._cross = svg("g", { class: "map-cross" });
    this._label = svg("text", { class: "map-label" });
    this._rubber = svg("rect", { class: "map-rubber", visibility: "hidden" });
    this._root = this._makeRoot();
    this._canvas = document.createElement("canvas");
    /** What the picture was made of: to paint it again costs more than to move everything else. @type {unknown[]} */
    this._painted = [];
    /** @type {Content | null} */
    this._content = null;
    this._box = { left: 0, top: 0, width: 1, height: 1 };
    /** What lies over the map, to be put in its place again when that changes. @type {{cross: (Place & {text: string}) | null, chosen: Place | null, line: Place[] | null}} */
    this._over = { cross: null, chosen: null, line: null };
    this._resizes = new ResizeObserver(() => this._content !== null && this.draw());
    this._resizes.observe(element);
  }

  /** What to show from the next `draw` on. @param {Content} content */
  update(content) {
    this._content = content;
  }

  draw() {
    if (this._content === null) return;
    const { across, up, titles, grid, scale } = this._content;
    const size = chartMargin(this._element).l / MARGIN.l;
    const heights = ticksAlong(up, this._element.clientHeight / size);
    const widths = ticksAlong(across, this._element.clientWidth / size - ASIDE);
    const last = widths.filter(({ fraction }) => fraction > LAST);
    this._layOut(widthOf(heights, this._root), widthOf(last, this._root));
    this._ticks.replaceChildren(...axesOf(this._box, { widths, heights, titles, size }));
    const isThere = grid !== null && scale !== null;
    this._field.setAttribute("visibility", isThere ? "visible" : "hidden");
    if (isThere) this._paint(grid, scale, across, up);
    else this._painted = [];
    this._place();
  }

  /** Where a pointer is, as fractions of the two edges; they leave 0 to 1 outside the map. @param {{clientX: number, clientY: number}} event */
  fractionsAt({ clientX, clientY }) {
    const { left, top } = this._element.getBoundingClientRect();
    const box = this._box;
    return { across: (clientX - left - box.left) / box.width, up: 1 - (clientY - top - box.top) / box.height };
  }

  /** @param {(Place & {text: string}) | null} cross */
  showCross(cross) {
    this._over.cross = cross;
    this._place();
  }

  /** @param {Place | null} chosen */
  showChosen(chosen) {
    this._over.chosen = chosen;
    this._place();
  }

  /** @param {Place[] | null} line */
  showLine(line) {
    this._over.line = line;
    this._place();
  }

  /** A part of the map that is being chosen. @param {{across: [number, number], up: [number, number]} | null} part as fractions */
  showRubber(part) {
    this._rubber.setAttribute("visibility", part === null ? "hidden" : "visible");
    if (part === null) return;
    const [left, right] = [Math.min(...part.across), Math.max(...part.across)].map((at) => this._x(at));
    const [bottom, top] = [Math.min(...part.up), Math.max(...part.up)].map((at) => this._y(at));
    set(this._rubber, { x: left, y: top, width: right - left, height: bottom - top });
  }

  destroy() {
    this._resizes.disconnect();
    this._root.remove();
  }

  _makeRoot() {
    const root = svg("svg", { class: "map-drawing", "aria-hidden": "true" });
    const clip = svg("clipPath", { id: `${this._id}-clip`, clipPathUnits: "userSpaceOnUse" });
    clip.append(this._clip);
    const defs = svg("defs");
    defs.append(clip, hatch(`${this._id}-hatch`));
    const over = svg("g", { "clip-path": `url(#${this._id}-clip)` });
    over.append(this._lineBack, this._line, this._cross, this._rubber);
    this._field.append(this._open);
    root.append(defs, this._field, this._edge, this._ticks, over, this._chosen, this._label);
    this._element.append(root);
    return root;
  }

  /** @param {number} widest the width of the widest number beside the axis that goes up: 10,000 cut off would be 0,000 @param {number} last that of the number at the right end */
  _layOut(widest, last) {
    const { clientWidth: width, clientHeight: height } = this._element;
    const margin = chartMargin(this._element);
    const top = (TOP * margin.l) / MARGIN.l;
    const left = Math.max(margin.l, Math.ceil(widest) + 14);
    const right = Math.max(margin.r, Math.ceil(last / 2) + 1);
    this._box = { left, top, width: Math.max(width - left - right, 1), height: Math.max(height - top - margin.b, 1) };
    set(this._root, { width, height, viewBox: `0 0 ${width} ${height}` });
    for (const rect of [this._clip, this._open, this._edge]) set(rect, { x: left, y: top, width: this._box.width, height: this._box.height });
  }

  /** @param {number} fraction */
  _x(fraction) {
    return this._box.left + this._box.width * fraction;
  }

  /** @param {number} fraction */
  _y(fraction) {
    return this._box.top + this._box.height * (1 - fraction);
  }

  /** @param {Grid} grid @param {import("../map/colour-scale.js").ColourScale} scale @param {Axis} across @param {Axis} up */
  _paint(grid, scale, across, up) {
    const palette = paletteOf(this._element);
    const { left, top, width, height } = this._box;
    const made = [grid, scale, palette.join(), left, top, width, height, ...Object.values(across), ...Object.values(up)];
    if (made.every((part, index) => part === this._painted[index])) return;
    this._painted = made;
    const [columns, rows] = [rasterOf(across, grid.across), rasterOf(up, grid.up)];
    const canvas = this._canvas;
    canvas.width = columns.indexes.length;
    canvas.height = rows.indexes.length;
    const context = canvas.getContext("2d");
    if (context === null) return;
    const picture = context.createImageData(canvas.width, canvas.height);
    const pixels = new Uint32Array(picture.data.buffer);
    const count = grid.across.length;
    let pixel = 0;
    for (let row = rows.indexes.length - 1; row >= 0; row -= 1)
      for (const column of columns.indexes) {
        const value = grid.values[rows.indexes[row] * count + column];
        pixels[pixel++] = Number.isNaN(value) ? 0 : palette[Math.round(placeOf(scale, value) * (palette.length - 1))];
      }
    context.putImageData(picture, 0, 0);
    const [from, to] = [this._x(columns.from), this._x(columns.to)];
    const [bottom, upper] = [this._y(rows.from), this._y(rows.to)];
    this._hang({ x: from, y: upper, width: to - from, height: bottom - upper });
  }

  /** The new picture takes the place of the old one when it is there, so that nothing flickers. @param {Record<string, number>} place */
  _hang(place) {
    const old = [...this._field.querySelectorAll("image")];
    const image = svg("image", { preserveAspectRatio: "none", "image-rendering": "pixelated" });
    set(image, place);
    image.addEventListener("load", () => old.forEach((each) => each.remove()), { once: true });
    image.setAttribute("href", this._canvas.toDataURL());
    this._field.append(image);
  }

  /** Puts what lies over the map where it belongs. */
  _place() {
    if (this._content === null) return;
    const { across, up } = this._content;
    const point = (/** @type {Place} */ place) => {
      const fractions = [fractionOf(across, place.across), fractionOf(up, place.up)].map((at) => Math.max(-FAR, Math.min(FAR, at)));
      return { x: this._x(fractions[0]), y: this._y(fractions[1]), isInside: fractions.every((at) => at >= -1e-9 && at <= 1 + 1e-9) };
    };
    const { cross, chosen, line } = this._over;
    // A logarithmic axis has no place for 0 and less.
    const points = (line ?? []).map(point).filter(({ x, y }) => Number.isFinite(x + y));
    const d = points.length < 2 ? "" : `M${points.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}`;
    for (const path of [this._line, this._lineBack]) path.setAttribute("d", d);
    const ring = chosen === null ? null : point(chosen);
    this._chosen.setAttribute("visibility", ring?.isInside ? "visible" : "hidden");
    if (ring !== null) this._chosen.setAttribute("transform", `translate(${ring.x.toFixed(1)} ${ring.y.toFixed(1)})`);
    this._drawCross(cross === null ? null : { ...point(cross), text: cross.text });
  }

  /** @param {{x: number, y: number, text: string} | null} cross */
  _drawCross(cross) {
    const { left, top, width, height } = this._box;
    this._cross.setAttribute("visibility", cross === null ? "hidden" : "visible");
    this._label.setAttribute("visibility", cross === null ? "hidden" : "visible");
    if (cross === null) return;
    const d = `M${left} ${cross.y.toFixed(1)}h${width}M${cross.x.toFixed(1)} ${top}v${height}`;
    this._cross.replaceChildren(svg("path", { class: "map-cross-back", d }), svg("path", { class: "map-cross-line", d }));
    const isRight = cross.x > left + width / 2;
    const isHigh = cross.y < top + 30;
    this._label.textContent = cross.text;
    set(this._label, { x: cross.x + (isRight ? -12 : 12), y: cross.y + (isHigh ? 22 : -12) });
    this._label.setAttribute("text-anchor", isRight ? "end" : "start");
  }
}

/** @param {Element} element @param {Record<string, string | number>} attributes */
function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes))
    element.setAttribute(name, typeof value === "number" ? String(Math.round(value * 100) / 100) : value);
}
