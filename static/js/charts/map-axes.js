// @ts-check
/** The two axes of a map: ticks, numbers and names around its box. */

import { niceStep } from "../axes.js";
import { fractionOf } from "../map/axis.js";
import { ticksOf } from "../map/colour-scale.js";
import { grouped } from "../words/format.js";
import { svg } from "./svg.js";
import { ticksOf as linearTicks } from "./ticks.js";

/** @typedef {import("../map/axis.js").Axis} Axis */
/** @typedef {{fraction: number, text: string}} Tick */

/** Room for one number along an edge and the height of a line, in pixels at the usual size of type. */
const [ROOM, LINE] = [75, 17];

/** @param {Axis} axis @param {number} length in pixels, divided by the size of the type @returns {Tick[]} */
export function ticksAlong(axis, length) {
  const most = Math.max(2, Math.round(length / ROOM));
  const { start, stop, scale } = axis;
  if (scale === "log") {
    const values = ticksOf({ low: start, high: stop, isLog: true, isCut: false, isFar: false, hasNone: false }, most);
    return values.map((value) => ({ fraction: fractionOf(axis, value), text: grouped(value) }));
  }
  const { values, texts } = linearTicks(start, stop, niceStep((stop - start) / most));
  return values.map((value, index) => ({ fraction: fractionOf(axis, value), text: texts[index] }));
}

/** The width of the widest number. @param {Tick[]} ticks @param {Element} place whose type they have */
export function widthOf(ticks, place) {
  const context = document.createElement("canvas").getContext("2d");
  if (context === null) return 0;
  // The whole `font` of a style with figures of its own kind is empty.
  const { fontWeight, fontSize, fontFamily } = getComputedStyle(place);
  context.font = `${fontWeight} ${fontSize} ${fontFamily}`;
  return Math.max(0, ...ticks.map(({ text }) => context.measureText(text).width));
}

/**
 * @param {{left: number, top: number, width: number, height: number}} box of the map
 * @param {{widths: Tick[], heights: Tick[], titles: {across: string, up: string}, size: number}} options the ticks below and beside it, `size` of the type, 1 is usual
 */
export function axesOf({ left, top, width, height }, { widths, heights, titles, size }) {
  const [bottom, line] = [top + height, LINE * size];
  const below = widths.flatMap(({ fraction, text }) => {
    const x = (left + width * fraction).toFixed(1);
    return [svg("path", { class: "map-tick", d: `M${x} ${bottom}v4` }), svg("text", { x, y: bottom + line, "text-anchor": "middle" }, text)];
  });
  const beside = heights.flatMap(({ fraction, text }) => {
    const y = (top + height * (1 - fraction)).toFixed(1);
    return [svg("path", { class: "map-tick", d: `M${left} ${y}h-4` }), svg("text", { x: left - 8, y, dy: "0.35em", "text-anchor": "end" }, text)];
  });
  return [
    ...below,
    ...beside,
    svg("text", { class: "map-axis-title", x: left + width / 2, y: bottom + 2.1 * line, "text-anchor": "middle" }, titles.across),
    svg("text", { class: "map-axis-title", x: 0, y: line - 4 }, titles.up),
  ];
}
