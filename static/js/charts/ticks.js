// @ts-check
/**
 * The ticks of an axis and what stands beside them. A label that is cut off at the edge of a chart says a wrong number
 * (of 2.5e152 only 5e152 is left), so they are short, and their type gives way where they are still too wide.
 */

import { grouped } from "../words/format.js";

const LARGE = 1e6;
const SMALL = 1e-3;
/** The least of the room at an axis's side, in pixels, that no letter stands in. */
const GAP = 4;
const SUPERSCRIPTS = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹";

/**
 * @param {number} low @param {number} high @param {number} step greater than 0
 * @returns {{values: number[], texts: string[]}}
 */
export function ticksOf(low, high, step) {
  const values = [];
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  // Twelve digits: 3 · 0.1 is to be 0.3.
  for (let index = first; index <= last; index += 1) values.push(index === 0 ? 0 : Number((index * step).toPrecision(12)));
  const size = Math.max(...values.map(Math.abs));
  const isPlain = size < LARGE && (size >= SMALL || size === 0);
  return { values, texts: values.map((value) => (isPlain || value === 0 ? grouped(value) : withExponent(value))) };
}

/**
 * The ticks of an axis of powers of ten: whole powers, so few that they can be read.
 * @param {number} low exponent @param {number} high exponent @returns {{values: number[], texts: string[]}}
 */
export function powerTicks(low, high) {
  const step = Math.max(1, Math.ceil((high - low) / 5));
  const values = [];
  for (let power = Math.ceil(low / step) * step; power <= high; power += step) values.push(power + 0);
  return { values, texts: values.map(powerOfTen) };
}

/** 0.001 is 10⁻³; what is near 1 is written out. @param {number} exponent */
function powerOfTen(exponent) {
  if (exponent >= -1 && exponent <= 3) return grouped(10 ** exponent);
  return `10${[...String(exponent)].map((sign) => SUPERSCRIPTS["-0123456789".indexOf(sign)]).join("")}`;
}

/**
 * The size of type in which all texts fit beside the axis.
 * @param {string[]} texts @param {{family: string, size: number}} font @param {number} room in pixels
 */
export function sizeThatFits(texts, { family, size }, room) {
  const context = document.createElement("canvas").getContext("2d");
  if (context === null) return size;
  context.font = `${size}px ${family}`;
  const width = Math.max(1, ...texts.map((text) => context.measureText(text).width));
  return Math.min(size, (size * (room - GAP)) / width);
}

/** 2.5e152 @param {number} value */
function withExponent(value) {
  return Number(value.toPrecision(3)).toExponential().replace("e+", "e").replaceAll("-", "\u2212");
}
