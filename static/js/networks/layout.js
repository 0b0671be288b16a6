// @ts-check
/** Where the neurons of a diagram stand. A layer of many shows its first and its last ones, with a gap between. Pure. */

/**
 * @typedef {{layer: number, neuron: number, x: number, y: number}} Place
 * @typedef {{places: Place[][], gaps: {layer: number, x: number, y: number, count: number}[], radius: number}} Layout
 */

/** So many neurons of a layer are shown at the most. */
export const MOST = 12;

/** Which neurons of a layer are shown. @param {number} size @param {number} [most] @returns {number[]} */
export function shownOf(size, most = MOST) {
  if (size <= most) return Array.from({ length: size }, (_, index) => index);
  const first = Math.ceil((most - 1) / 2);
  const last = most - 1 - first;
  return [...Array.from({ length: first }, (_, index) => index), ...Array.from({ length: last }, (_, index) => size - last + index)];
}

/**
 * @param {number[]} sizes of all layers, inputs first
 * @param {{left: number, right: number, top: number, bottom: number}} box in pixels
 * @returns {Layout}
 */
export function layoutOf(sizes, { left, right, top, bottom }) {
  const tallest = Math.max(...sizes.map((size) => Math.min(size, MOST)));
  const step = Math.min((bottom - top) / Math.max(tallest, 2), 44);
  const radius = Math.min(Math.max(step * 0.38, 3.5), 13);
  const middle = (top + bottom) / 2;
  /** @type {Layout["gaps"]} */
  const gaps = [];
  const places = sizes.map((size, layer) => {
    const x = left + ((right - left) * layer) / Math.max(sizes.length - 1, 1);
    const shown = shownOf(size);
    const isCut = shown.length < size;
    const slots = shown.length + (isCut ? 1 : 0);
    const first = middle - ((slots - 1) * step) / 2;
    const before = isCut ? Math.ceil((MOST - 1) / 2) : shown.length;
    if (isCut) gaps.push({ layer, x, y: first + before * step, count: size - shown.length });
    return shown.map((neuron, index) => ({ layer, neuron, x, y: first + (index < before ? index : index + 1) * step }));
  });
  return { places, gaps, radius };
}
