// @ts-check
/** Where a chart over epochs puts things: one definition for the chart and for all that is laid over it. */

import { chartMargin, MARGIN } from "./theme.js";

/** @typedef {{epochs: number, low: number, high: number, isLog?: boolean}} Axes `isLog`: values and ends are powers of ten */

/** The axes as drawn: a little room at the top, because Plotly draws no tick on the very edge. @param {Axes} axes @returns {Axes} */
export function withHeadroom(axes) {
  return { ...axes, high: axes.high + (axes.high - axes.low) * 0.04 };
}

/**
 * The size of a whole chart, in pixels, and its margins: asking the page for it makes it lay itself out.
 * @param {HTMLElement} frame
 */
export function sizeOf(frame) {
  return { width: frame.clientWidth, height: frame.clientHeight, margin: chartMargin(frame) };
}

/**
 * The plot area of a chart of a size, in pixels, and the ways between it and the numbers.
 * @param {Axes} axes as drawn
 * @param {{width: number, height: number, margin?: {l: number, r: number, t: number, b: number}}} size of the whole chart
 */
export function geometry({ epochs, low, high }, { margin = MARGIN, ...size }) {
  const width = Math.max(size.width - margin.l - margin.r, 1);
  const height = Math.max(size.height - margin.t - margin.b, 1);
  return {
    left: margin.l,
    top: margin.t,
    width,
    height,
    /** @param {number} epoch */
    x: (epoch) => margin.l + (epoch / epochs) * width,
    /** @param {number} value */
    y: (value) => margin.t + height * (1 - (value - low) / (high - low)),
    /** @param {number} x */
    epochAt: (x) => ((x - margin.l) / width) * epochs,
    /** @param {number} y */
    valueAt: (y) => low + (1 - (y - margin.t) / height) * (high - low),
  };
}
