// @ts-check
/**
 * What a network with two inputs answers all over the plane, with the examples on it. One output goes from one colour
 * through paper to another; several mix the colours of the classes, each by its output. The cells are one small
 * picture that the browser enlarges, smoothly: between cells the answer is smooth too.
 */

import { niceStep } from "../axes.js";
import { svg } from "./svg.js";
import { chartMargin, MARGIN } from "./theme.js";
import { ticksOf } from "./ticks.js";

/**
 * @typedef {{x: [number, number], y: [number, number], size: number, outputs: ArrayLike<number>[]}} Surface rows from below, columns from the left
 * @typedef {{x: number, y: number, label: number}} Point
 */

const CLASSES = 5;

export class DecisionSurface {
  /** @param {HTMLElement} element to be filled @param {{onChoose: (index: number) => void}} handlers `onChoose`: an example was pressed */
  constructor(element, { onChoose }) {
    this._element = element;
    this._canvas = document.createElement("canvas");
    this._image = svg("image", { preserveAspectRatio: "none" });
    this._frame = svg("g", {});
    this._points = svg("g", { class: "net-points" });
    this._ring = svg("circle", { class: "net-ring", r: 9 });
    this._border = svg("path", { class: "net-border" });
    this._root = svg("svg", { class: "net-surface", role: "img", "aria-label": "" });
    this._root.append(this._image, this._border, this._frame, this._points, this._ring);
    element.append(this._root);
    /** @type {Surface | null} */
    this._surface = null;
    /** @type {Point[]} */
    this._examples = [];
    this._chosen = 0;
    this._box = { left: 0, top: 0, side: 1 };
    this._root.addEventListener("click", (event) => {
      const index = this._nearest(/** @type {MouseEvent} */ (event));
      if (index !== -1) onChoose(index);
    });
    this._resizes = new ResizeObserver(() => this.draw());
    this._resizes.observe(element);
  }

  /** @param {Surface | null} surface @param {Point[]} examples @param {number} chosen index of one */
  update(surface, examples, chosen) {
    this._surface = surface;
    this._examples = examples;
    this._chosen = chosen;
  }

  /** @param {string} label */
  describe(label) {
    this._root.setAttribute("aria-label", label);
  }

  draw() {
    const width = this._element.clientWidth;
    if (width === 0) return;
    const { l, b } = chartMargin(this._element);
    const side = Math.min(width - l - 12, this._element.clientHeight - b - 4);
    this._box = { left: l, top: 4, side };
    for (const [name, value] of Object.entries({ width: l + side + 12, height: side + b + 4, viewBox: `0 0 ${l + side + 12} ${side + b + 4}` }))
      this._root.setAttribute(name, String(value));
    this._drawFrame(l / MARGIN.l);
    this._paint();
    this._drawPoints();
  }

  destroy() {
    this._resizes.disconnect();
    this._root.remove();
  }

  get _ranges() {
    if (this._surface !== null) return { x: this._surface.x, y: this._surface.y };
    return { x: rangeOf(this._examples.map(({ x }) => x)), y: rangeOf(this._examples.map(({ y }) => y)) };
  }

  /** @param {number} x @param {number} y @returns {[number, number]} */
  _place(x, y) {
    const { left, top, side } = this._box;
    const ranges = this._ranges;
    return [left + ((x - ranges.x[0]) / (ranges.x[1] - ranges.x[0])) * side, top + (1 - (y - ranges.y[0]) / (ranges.y[1] - ranges.y[0])) * side];
  }

  /** @param {MouseEvent} event */
  _nearest({ clientX, clientY }) {
    const box = this._root.getBoundingClientRect();
    let [best, least] = [-1, Infinity];
    this._examples.forEach(({ x, y }, index) => {
      const [left, top] = this._place(x, y);
      const far = Math.hypot(left - (clientX - box.left), top - (clientY - box.top));
      if (far < least) [best, least] = [index, far];
    });
    return best;
  }

  /** @param {number} scale of the type */
  _drawFrame(scale) {
    const { left, top, side } = this._box;
    const { x, y } = this._ranges;
    const parts = [svg("rect", { class: "map-edge", x: left, y: top, width: side, height: side })];
    for (const [range, isAcross] of /** @type {[[number, number], boolean][]} */ ([[x, true], [y, false]])) {
      const { values, texts } = ticksOf(range[0], range[1], niceStep((range[1] - range[0]) / 3));
      values.forEach((value, index) => {
        const [px, py] = this._place(isAcross ? value : x[0], isAcross ? y[0] : value);
        parts.push(isAcross ? svg("text", { x: px, y: top + side + 17 * scale, "text-anchor": "middle" }, texts[index]) : svg("text", { x: left - 7, y: py, dy: "0.35em", "text-anchor": "end" }, texts[index]));
      });
    }
    const name = (/** @type {string} */ digit, /** @type {Record<string, string | number>} */ place) => {
      const text = svg("text", { class: "net-axis", ...place });
      text.append(svg("tspan", { class: "symbol" }, "x"), svg("tspan", { "font-size": "75%", dy: 3 }, digit));
      return text;
    };
    parts.push(name("1", { x: left + side / 2, y: top + side + 34 * scale, "text-anchor": "middle" }), name("2", { x: 4, y: top + side / 2 - 20 * scale }));
    this._frame.replaceChildren(...parts);
  }

  _paint() {
    const surface = this._surface;
    this._image.setAttribute("visibility", surface === null ? "hidden" : "visible");
    this._border.setAttribute("d", "");
    if (surface === null) return;
    const { size, outputs } = surface;
    const canvas = this._canvas;
    canvas.width = canvas.height = size;
    const context = canvas.getContext("2d");
    if (context === null) return;
    const picture = context.createImageData(size, size);
    const paint = outputs.length === 1 ? this._ofOne(outputs[0]) : this._ofSeveral(outputs);
    for (let row = 0; row < size; row += 1)
      for (let column = 0; column < size; column += 1) {
        const at = 4 * ((size - 1 - row) * size + column);
        picture.data.set(paint(row * size + column), at);
      }
    context.putImageData(picture, 0, 0);
    // A cell's colour is that of its middle, and the first and the last middle lie on the edges of the plane.
    const { left, top, side } = this._box;
    const half = side / (size - 1) / 2;
    for (const [name, value] of Object.entries({ x: left - half, y: top - half, width: side + 2 * half, height: side + 2 * half }))
      this._image.setAttribute(name, value.toFixed(2));
    this._image.setAttribute("clip-path", `inset(${half.toFixed(2)}px)`);
    this._image.setAttribute("href", canvas.toDataURL());
    this._border.setAttribute("d", borderOf(surface, (column, row) => [left + (column / (size - 1)) * side, top + (1 - row / (size - 1)) * side]));
  }

  /** @param {ArrayLike<number>} values @returns {(cell: number) => number[]} */
  _ofOne(values) {
    const [below, above] = [colourOf(this._element, "--class-0"), colourOf(this._element, "--class-1")];
    return (cell) => {
      const far = Math.max(-1, Math.min(1, 2 * values[cell] - 1));
      return [...(far < 0 ? below : above), Math.round(255 * 0.72 * Math.abs(far))];
    };
  }

  /** @param {ArrayLike<number>[]} outputs @returns {(cell: number) => number[]} */
  _ofSeveral(outputs) {
    const colours = outputs.map((_, index) => colourOf(this._element, `--class-${index % CLASSES}`));
    return (cell) => {
      let [first, second, winner] = [-Infinity, -Infinity, 0];
      outputs.forEach((values, index) => {
        const a = values[cell];
        if (a > first) [second, first, winner] = [first, a, index];
        else if (a > second) second = a;
      });
      // The nearer the second comes, the paler.
      return [...colours[winner], Math.round(255 * 0.72 * Math.max(0, Math.min(1, first - second)))];
    };
  }

  _drawPoints() {
    this._points.replaceChildren(
      ...this._examples.map(({ x, y, label }) => {
        const [left, top] = this._place(x, y);
        const size = this._examples.length > 60 ? 3.2 : 5.5;
        return svg("path", { class: `net-point class-${label % CLASSES}`, d: markerOf(label, size), transform: `translate(${left.toFixed(1)} ${top.toFixed(1)})` });
      }),
    );
    const chosen = this._examples[this._chosen];
    this._ring.setAttribute("visibility", chosen === undefined ? "hidden" : "visible");
    if (chosen === undefined) return;
    const [left, top] = this._place(chosen.x, chosen.y);
    this._ring.setAttribute("cx", left.toFixed(1));
    this._ring.setAttribute("cy", top.toFixed(1));
  }
}

/** The outline of a class's marker around 0: circle, square, triangle, diamond, cross. @param {number} label @param {number} r */
export function markerOf(label, r) {
  const shapes = [
    `M${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`,
    `M${-0.9 * r} ${-0.9 * r}h${1.8 * r}v${1.8 * r}h${-1.8 * r}Z`,
    `M0 ${-1.15 * r}L${1.1 * r} ${0.85 * r}H${-1.1 * r}Z`,
    `M0 ${-1.3 * r}L${1.3 * r} 0L0 ${1.3 * r}L${-1.3 * r} 0Z`,
    `M${-r} ${-r / 3}h${(2 * r) / 3}v${(-2 * r) / 3}h${(2 * r) / 3}v${(2 * r) / 3}h${(2 * r) / 3}v${(2 * r) / 3}h${(-2 * r) / 3}v${(2 * r) / 3}h${(-2 * r) / 3}v${(-2 * r) / 3}h${(-2 * r) / 3}Z`,
  ];
  return shapes[label % shapes.length];
}

/** Where the answer changes from one class to another, as the path of short lines through cells. @param {Surface} surface @param {(column: number, row: number) => [number, number]} place */
function borderOf({ size, outputs }, place) {
  /** How far the answer is on the side of the class `k`. @param {number} k @param {number} cell */
  const side = (k, cell) => {
    if (outputs.length === 1) return outputs[0][cell] - 0.5;
    let rest = -Infinity;
    outputs.forEach((values, index) => index !== k && (rest = Math.max(rest, values[cell])));
    return outputs[k][cell] - rest;
  };
  const parts = [];
  for (let k = 0; k < outputs.length; k += 1)
    for (let row = 0; row + 1 < size; row += 1)
      for (let column = 0; column + 1 < size; column += 1) {
        const corners = [[0, 0], [1, 0], [1, 1], [0, 1]].map(([dx, dy]) => ({ x: column + dx, y: row + dy, value: side(k, (row + dy) * size + column + dx) }));
        const cuts = corners.flatMap((one, index) => {
          const other = corners[(index + 1) % 4];
          if (one.value >= 0 === other.value >= 0) return [];
          const t = one.value / (one.value - other.value);
          return [place(one.x + t * (other.x - one.x), one.y + t * (other.y - one.y))];
        });
        for (let cut = 0; cut + 1 < cuts.length; cut += 2) parts.push(`M${cuts[cut].map((at) => at.toFixed(1)).join(" ")}L${cuts[cut + 1].map((at) => at.toFixed(1)).join(" ")}`);
      }
  return parts.join("");
}

/** A little more than the numbers. @param {number[]} values @returns {[number, number]} */
function rangeOf(values) {
  if (values.length === 0) return [0, 1];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = (high - low || 1) * 0.25;
  return [low - room, high + room];
}

/** @param {Element} element @param {string} property @returns {[number, number, number]} */
function colourOf(element, property) {
  const probe = document.createElement("canvas").getContext("2d");
  if (probe === null) return [0, 0, 0];
  probe.fillStyle = getComputedStyle(element).getPropertyValue(property).trim() || "#000000";
  const hex = /** @type {string} */ (probe.fillStyle);
  return /** @type {[number, number, number]} */ ([1, 3, 5].map((start) => parseInt(hex.slice(start, start + 2), 16)));
}
