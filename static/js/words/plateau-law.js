// @ts-check
/** The plateau law in words: what two steps farther out along z cost each cost function, out of the law's own numbers. */

import { plain } from "./format.js";
import { messages } from "./messages.js";

/**
 * @typedef {{theory: (number | null)[], simulated: {z: number[], epochs: number[]}}} CostLaw
 * @typedef {{applies: boolean, reason: string | null, start: number | null, z: number[], costs: Record<string, CostLaw>}} Law
 */

/** How much farther out the other start is. */
const STEP = 2;

/**
 * @param {Law} law
 * @param {Record<string, {label: string}>} costs
 * @returns {string}
 */
export function describeLaw(law, costs) {
  const words = messages.why.plateau;
  if (!law.applies) return words.reasons[law.reason ?? ""] ?? words.noLaw;
  const from = baseOf(law);
  if (from === null) return "";
  const to = from + Math.sign(from) * STEP;
  const kinds = new Set();
  const parts = [];
  for (const [name, { theory }] of Object.entries(law.costs)) {
    const growth = growthOf(law.z, theory, from);
    if (growth === null) continue;
    kinds.add(growth.kind);
    const label = (costs[name]?.label ?? name).toLowerCase();
    parts.push(growth.kind === "times" ? words.times(label, oneDecimal(growth.ratio)) : words.plus(label, oneDecimal(growth.difference)));
  }
  if (parts.length === 0) return "";
  return words.growth(short(from), short(to), parts) + (kinds.size > 1 ? words.kinds : "");
}

/** Where to compare from: the start, where the law reaches far enough beyond it; else as far out as it does. @param {Law} law */
function baseOf({ start, z, costs }) {
  const curves = Object.values(costs).map(({ theory }) => theory);
  /** @param {number} from */
  const reaches = (from) => curves.some((theory) => growthOf(z, theory, from) !== null);
  const side = (start ?? 0) < 0 ? -1 : 1;
  return [start ?? 0, 4 * side, 2 * side, -4 * side, -2 * side].find((from) => from !== 0 && reaches(from)) ?? null;
}

/**
 * How the epochs grow with two such steps outwards: by a factor or by a sum, whichever stays nearer to the same.
 * @param {number[]} z @param {(number | null)[]} theory @param {number} from
 */
function growthOf(z, theory, from) {
  const step = Math.sign(from) * STEP;
  const [here, there, beyond] = [0, 1, 2].map((count) => epochsAt(z, theory, from + count * step));
  if (here === null || there === null || here <= 0 || there <= here) return null;
  const [ratio, difference] = [there / here, there - here];
  const isFactor = beyond === null ? ratio > 3 : Math.abs(beyond / there / ratio - 1) < Math.abs((beyond - there) / difference - 1);
  return { kind: isFactor ? "times" : "plus", ratio, difference };
}

/** A curve between its points: its logarithm is nearly straight. @param {number[]} z @param {(number | null)[]} epochs @param {number} at */
export function epochsAt(z, epochs, at) {
  const index = z.findIndex((value, place) => place > 0 && z[place - 1] <= at && at <= value);
  const [one, other] = [epochs[index - 1] ?? null, epochs[index] ?? null];
  if (index < 1 || one === null || other === null || one <= 0 || other <= 0) return null;
  return one * (other / one) ** ((at - z[index - 1]) / (z[index] - z[index - 1]));
}

/** @param {number} value */
function oneDecimal(value) {
  return plain(value < 100 ? Math.round(10 * value) / 10 : Math.round(value));
}

/** @param {number} value */
function short(value) {
  return plain(Math.round(100 * value) / 100);
}
