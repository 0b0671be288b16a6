// @ts-check
/** What the softmax page says of its pictures, in sentences. Numbers arrive as numbers and are written here. */

import { decimals, plain, roughly } from "./format.js";
import { messages } from "./messages.js";

const words = messages.softmax;
/** An output that is told from 1 or 0 by less is called that. */
const NEARLY = 5e-5;
/** A cost that clipping changes by less looks the same. */
const VISIBLE = 5e-5;

/** @param {number[]} z @param {number | "max"} c @param {any} answer */
export function layerWords(z, c, { a, sum }) {
  const most = Math.max(...z);
  const winners = z.flatMap((value, index) => (value === most ? [index + 1] : []));
  const share = decimals(a[z.indexOf(most)]);
  if (winners.length === z.length) return words.layer.equal(share);
  if (winners.length > 1) return words.layer.shared(winners, share);
  if (c === "max") return words.layer.max(winners[0]);
  return words.layer.largest(winners[0], share, decimals(sum));
}

/** @param {number | "max"} c */
export function sharpnessWords(c) {
  if (c === "max") return words.sharpness.max;
  if (c === 1) return words.sharpness.one;
  return c > 1 ? words.sharpness.sharper(plain(c)) : words.sharpness.softer(plain(c));
}

/** @param {any} truth @param {number[]} a @param {number | "max"} c */
export function truthWords({ label, cost, delta, quadratic }, a, c) {
  const [own, share] = [label + 1, decimals(a[label])];
  if (cost === null) return words.truth.infinite(own);
  if (c === "max") return words.truth.max(own, share);
  const [pull, other] = [Math.abs(delta[label]), Math.abs(quadratic.delta[label])];
  if (pull < NEARLY) return words.truth.right(own, share);
  const ratio = pull / other;
  const sharpened = c === 1 ? "" : words.truth.sharpened(plain(c));
  return sharpened + words.truth.pull(own, share, decimals(delta[label]), decimals(quadratic.delta[label]), other > 0 && Number.isFinite(ratio) ? timesOf(ratio) : "");
}

/** @param {number} ratio */
function timesOf(ratio) {
  return ratio >= 1e5 ? roughly(ratio) : ratio >= 10 ? String(Math.round(ratio)) : ratio.toFixed(1);
}

/** @param {any} raised @param {number[]} before */
export function raisedWords({ index, by, a, change }, before) {
  const own = index + 1;
  const isUp = by > 0;
  if (by === 0) return words.raised.nothing;
  if (change.every((/** @type {number} */ each) => Math.abs(each) < NEARLY)) return words.raised.still(own, plain(Math.abs(by)), isUp);
  // All the others keep their proportions, so one factor says what becomes of them.
  const others = (1 - a[index]) / (1 - before[index]);
  const factor = Number.isFinite(others) ? decimals(others) : "";
  const hit = change.reduce((/** @type {number} */ best, /** @type {number} */ each, /** @type {number} */ at) => (at !== index && (best === -1 || Math.abs(each) > Math.abs(change[best])) ? at : best), -1);
  return words.raised.moves({ own, isUp, by: plain(Math.abs(by)), from: decimals(before[index]), to: decimals(a[index]), most: hit + 1, factor });
}

/** @param {{z: (number | null)[], a: number[]}} answer @param {number} constant */
export function inversionWords({ z, a }, constant) {
  const endless = z.flatMap((value, index) => (value === null ? [index + 1] : []));
  if (endless.length > 0) return words.inversion.endless(endless);
  return words.inversion.same(a.map(decimals).join(", "), plain(constant));
}

/** @param {any} answer */
export function sigmoidWords({ sigmoids }) {
  return words.sigmoids(decimals(sigmoids.sum));
}

/** @param {any} answer of the cross-entropy @param {number} classes */
export function entropyWords({ forms, least }, classes) {
  const { categorical } = forms;
  const said = [];
  if (categorical.infinite.length > 0) said.push(words.entropy.infinite(categorical.infinite.map((/** @type {number} */ index) => index + 1)));
  else said.push(words.entropy.means(threeDecimals(categorical.mean_per_example), threeDecimals(categorical.mean_over_elements), classes));
  const floor = least.categorical.reduce((/** @type {number} */ sum, /** @type {number} */ each) => sum + each, 0) / least.categorical.length;
  if (floor > 0) said.push(words.entropy.floor(threeDecimals(floor)));
  return said.join(" ");
}

/** @param {any} answer */
export function clipWords({ clipped, forms }) {
  if (clipped === null) return "";
  const [flat, ceiling] = [clipped.elements.length, roughly(-Math.log(clipped.at))];
  if (flat === 0) return words.clip.untouched(ceiling);
  const examples = forms.categorical.values.flatMap((/** @type {number | null} */ value, /** @type {number} */ index) => (Math.abs((value ?? Infinity) - clipped.forms.categorical.values[index]) < VISIBLE ? [] : [index]));
  if (examples.length === 0) return words.clip.harmless(flat, ceiling);
  const worst = examples.reduce((/** @type {number} */ best, /** @type {number} */ each) => (costOf(forms, each) > costOf(forms, best) ? each : best));
  const cost = forms.categorical.values[worst];
  return words.clip.hides(worst + 1, cost === null ? words.clip.infinite : decimals(cost), decimals(clipped.forms.categorical.values[worst]));
}

/** @param {any} forms @param {number} example */
function costOf(forms, example) {
  return forms.categorical.values[example] ?? Infinity;
}

/** @param {number[]} p @param {any} answer @param {number} example */
export function classesWords(p, answer, example) {
  const cost = answer.forms.categorical.values[example];
  const wanted = p.flatMap((each, index) => (each > 0 ? [index] : []));
  const q = answer.q[example];
  if (cost === null) return words.classes.infinite(wanted.filter((index) => q[index] === 0).map((index) => index + 1));
  if (wanted.length === 1) return words.classes.one(wanted[0] + 1, threeDecimals(cost), threeDecimals(answer.forms.per_output.values[example] - cost));
  return words.classes.several(threeDecimals(cost), threeDecimals(answer.least.categorical[example]));
}

/** Three digits, as the text writes them. @param {number} value */
function threeDecimals(value) {
  return Math.abs(value) >= 1000 || (value !== 0 && Math.abs(value) < 0.001) ? decimals(value) : value.toFixed(3).replaceAll("-", "\u2212");
}
