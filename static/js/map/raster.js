// @ts-check
/** From cells to the pixels of a picture along one edge of a map. Pure. */

import { fractionOf, indexAt } from "./axis.js";

/** @typedef {import("./axis.js").Axis} Axis */

/** Pixels along an edge whose cells are of several widths. */
const FINE = 600;

/**
 * Which cell each pixel of the picture shows along an edge, and from where to where the picture reaches, as fractions.
 * Cells that are equally wide get a pixel each.
 * @param {Axis} axis @param {number[]} values
 */
export function rasterOf(axis, values) {
  const [first, last] = [fractionOf(axis, values[0]), fractionOf(axis, values[values.length - 1])];
  const step = (last - first) / (values.length - 1);
  const isEven = values.length > 1 && values.every((value, index) => Math.abs(fractionOf(axis, value) - first - index * step) < 0.1 * step);
  if (isEven) return { indexes: values.map((_, index) => index), from: first - step / 2, to: last + step / 2 };
  const indexes = Array.from({ length: FINE }, (_, pixel) => indexAt(axis, values, (pixel + 0.5) / FINE));
  return { indexes, from: 0, to: 1 };
}
