// @ts-check
/**
 * The plateau law in words, out of its own numbers: how long each cost takes from the start, and what two steps farther
 * out along z cost it. The law is one of small steps: where runs do not keep to it, nothing is said of that cost.
 */

import { plain } from "./format.js";
import { messages } from "./messages.js";

/**
 * @typedef {{theory: (number | null)[], simulated: {z: number[], epochs: number[]}}} CostLaw
 * @typedef {{applies: boolean, reason: string | null, start: number | null, start_epochs: number | null, z: number[], costs: Record<string, CostLaw>}} Law
 */

/** How much farther out the other start is. */
const STEP = 2;
/** More epochs than these are not simulated: there is only the theory. */
const MOST_SIMULATED = 20_000;
/** A run may take so many epochs more or less than the theory says, or such a part of them. */
const [ROOM, PART] = [4, 0.3];

/**
 * @param {Law} law
 * @param {Record<string, {label: string, followsGradient: boolean}>} costs
 * @param {string} own the cost of the lane whose law it is
 * @returns {string}
 */
export function describeLaw(law, costs, own) {
  const words = messages.why.plateau;
  if (!law.applies) return words.reasons[law.reason ?? ""] ?? words.noLaw;
  const label = (/** @type {string} */ name) => (costs[name]?.label ?? name).toLowerCase();
  const kept = Object.entries(law.costs).filter(([, cost]) => keepsToIt(law.z, cost));
  const tooLong = Object.keys(law.costs).filter((name) => !kept.some(([other]) => other === name));
  return [
    startWords(law, kept, label),
    growthWords(law.z, kept, baseOf(law, kept), label),
    ...tooLong.map((name) => words.tooLong(label(name))),
    costs[own]?.followsGradient === false ? words.noLawOf(costs[own].label) : "",
  ].join("").trim();
}

/** How long it takes from the lane's own start. @param {Law} law @param {[string, CostLaw][]} kept @param {(name: string) => string} label */
function startWords({ start, start_epochs, z }, kept, label) {
  const words = messages.why.plateau;
  if (start === null) return "";
  if (start_epochs === 0) return words.isRight(short(start));
  if (kept.length === 0 || start < z[0] || start > z[z.length - 1]) return "";
  const parts = kept.map(([name, { theory }]) => {
    const epochs = epochsAt(z, theory, start);
    return epochs === null ? words.never(label(name)) : words.about(label(name), wholeOf(epochs));
  });
  return words.fromStart(short(start), parts);
}

/** @param {number[]} z @param {[string, CostLaw][]} kept @param {number | null} from @param {(name: string) => string} label */
function growthWords(z, kept, from, label) {
  const words = messages.why.plateau;
  if (from === null) return "";
  const kinds = new Set();
  const parts = kept.flatMap(([name, { theory }]) => {
    const growth = growthOf(z, theory, from);
    if (growth === null) return [];
    kinds.add(growth.kind);
    return [growth.kind === "times" ? words.times(label(name), oneDecimal(growth.ratio)) : words.plus(label(name), oneDecimal(growth.difference))];
  });
  return words.growth(short(from), short(from + Math.sign(from) * STEP), parts) + (kinds.size > 1 ? words.kinds : "");
}

/**
 * Where to compare from: the start, or two before it, where the law of every cost reaches beyond; else as far out as it does.
 * @param {Law} law @param {[string, CostLaw][]} kept
 */
function baseOf({ start, z }, kept) {
  if (kept.length === 0) return null;
  /** @param {number} from */
  const reaches = (from) => from !== 0 && kept.every(([, { theory }]) => growthOf(z, theory, from) !== null);
  const side = (start ?? 0) < 0 ? -1 : 1;
  const before = Math.abs(start ?? 0) > STEP ? (start ?? 0) - side * STEP : 0;
  return [start ?? 0, before, 4 * side, 2 * side, -4 * side, -2 * side].find(reaches) ?? null;
}

/**
 * Whether the simulated runs take about as long as the theory of small steps says. With none, only an end that is too
 * far off to be simulated is believed.
 * @param {number[]} z @param {CostLaw} cost
 */
function keepsToIt(z, { theory, simulated }) {
  if (simulated.z.length === 0) return theory.some((epochs) => (epochs ?? 0) > MOST_SIMULATED);
  const misses = simulated.z.filter((at, index) => {
    const epochs = epochsAt(z, theory, at);
    return epochs !== null && Math.abs(simulated.epochs[index] - epochs) > Math.max(ROOM, PART * epochs);
  });
  const longest = simulated.epochs.reduce((most, epochs) => Math.max(most, epochs), 0);
  return longest > ROOM && misses.length <= simulated.z.length / 4;
}

/**
 * How the epochs grow with two such steps outwards: by a factor or by a sum, whichever stays nearer to the same.
 * @param {number[]} z @param {(number | null)[]} theory @param {number} from
 */
function growthOf(z, theory, from) {
  const step = Math.sign(from) * STEP;
  const [here, there, beyond] = [0, 1, 2].map((count) => epochsAt(z, theory, from + count * step));
  if (here === null || there === null || here <= 0 || there - here < 0.05) return null;
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

/** A number of epochs: whole, and one that nobody counts as a power of ten. @param {number} epochs */
function wholeOf(epochs) {
  if (epochs < 1e6) return Math.round(epochs).toLocaleString("en-US");
  const [digit, power] = epochs.toExponential(0).split("e+");
  return `${digit} × 10${power.replace(/\d/g, (figure) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(figure)])}`;
}

/** @param {number} value */
function oneDecimal(value) {
  return plain(value < 100 ? Math.round(10 * value) / 10 : Math.round(value));
}

/** @param {number} value */
function short(value) {
  return plain(Math.round(100 * value) / 100);
}
