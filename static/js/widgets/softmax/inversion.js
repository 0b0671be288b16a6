// @ts-check
/**
 * From outputs back to weighted inputs, up to a constant. A slider that is moved lets the others make room, so that the
 * sum stays 1; numbers that are typed are left alone until they sum to 1, and a button can make them.
 */

import { isDistribution, sumOf } from "../../link/softmax-state.js";
import { plain } from "../../words/format.js";
import { messages } from "../../words/messages.js";
import { inversionWords } from "../../words/softmax-words.js";
import { NumberField } from "../form/number-field.js";
import { showSigned } from "./bar.js";
import { find, outputsOf, showNumber } from "./number.js";

/** What may fill one half of a bar: the first that is enough for all. */
const SCALES = [5, 10, 20, 50, 200];

export class Inversion {
  /**
   * @param {HTMLElement} root
   * @param {{onChange: (change: any, isStep: boolean) => void, onPut: (z: number[]) => void, onTake: () => void}} options
   */
  constructor(root, { onChange, onPut, onTake }) {
    /** The outputs that the fields show. @type {number[] | null} */
    this._a = null;
    this._rows = outputsOf(root);
    this._fields = this._rows.map((row) => new NumberField(find(row, "[data-field]")));
    this._constant = new NumberField(find(root, '[data-field="constant"]'));
    this._sum = find(root, '[data-part="a-sum"]');
    this._words = find(root, '[data-part="inversion-words"]');
    this._problem = find(root, '[data-part="inversion-problem"]');
    this._scale = find(root, '[data-use="scale"]');
    this._put = find(root, '[data-use="put"]');
    /** @type {number[] | null} */
    this._z = null;
    const form = find(root, "form");
    form.addEventListener("submit", (/** @type {Event} */ event) => event.preventDefault());
    for (const [type, isStep] of /** @type {const} */ ([["input", false], ["change", true]]))
      form.addEventListener(type, (/** @type {Event} */ event) => {
        const read = this._read(/** @type {HTMLInputElement} */ (event.target));
        if (read !== null) onChange(read, isStep);
      });
    this._scale.addEventListener("click", () => this._onScale(onChange));
    this._put.addEventListener("click", () => this._z !== null && onPut(this._z));
    const take = find(root, '[data-use="take"]');
    take.disabled = false;
    take.addEventListener("click", onTake);
  }

  /** @param {import("../../link/softmax-state.js").SoftmaxState} state */
  choose({ a, constant }) {
    this._constant.value = constant;
    // What is half typed stays as long as nobody has chosen other outputs.
    if (a === this._a) return;
    this._a = a;
    this._fields.forEach((field, index) => (field.value = a[index]));
    this._judge(a);
  }

  /** @param {{z: (number | null)[], a: number[]}} answer @param {import("../../link/softmax-state.js").SoftmaxState} state */
  show(answer, { constant }) {
    const scale = SCALES.find((most) => answer.z.every((value) => Math.abs(value ?? 0) <= most)) ?? SCALES[SCALES.length - 1];
    answer.z.forEach((value, index) => {
      const row = this._rows[index];
      row.classList.toggle("is-endless", value === null);
      showSigned(find(row, ".signed-bar"), value ?? -scale, scale);
      showNumber(find(row, ".output data"), value, { none: messages.softmax.minusInfinite });
    });
    this._z = answer.z.includes(null) ? null : /** @type {number[]} */ (answer.z);
    this._put.disabled = this._z === null;
    this._words.textContent = inversionWords(answer, constant);
  }

  /** @param {HTMLInputElement} target */
  _read(target) {
    if (this._constant.element.contains(target)) return this._constant.check() ? { constant: this._constant.value } : null;
    const moved = this._fields.findIndex((field) => field.element.contains(target));
    if (moved === -1 || !this._fields[moved].check()) return null;
    const a = this._fields.map((field) => field.value);
    if (a.some(Number.isNaN)) return null;
    const shared = target.type === "range" ? withRoom(a, moved) : a;
    this._judge(shared);
    return isDistribution(shared) ? { a: shared } : null;
  }

  /** @param {number[]} a */
  _judge(a) {
    const isRight = isDistribution(a);
    const sum = Number(sumOf(a).toPrecision(12));
    this._sum.textContent = plain(Math.abs(sum - 1) < 1e-9 ? 1 : sum);
    this._problem.textContent = isRight ? "" : messages.softmax.inversion.sum(plain(sum));
    this._scale.hidden = isRight;
  }

  /** @param {(change: any, isStep: boolean) => void} onChange */
  _onScale(onChange) {
    const a = this._fields.map((field) => field.value);
    const sum = sumOf(a);
    if (sum > 0) {
      onChange({ a: a.map((share) => Number((share / sum).toPrecision(12))) }, true);
      this._fields[0].focus();
    } else this._problem.textContent = messages.softmax.inversion.nothing;
  }
}

/** The same with all but one scaled so that they sum to 1, to six decimals as long as that is exact. @param {number[]} a @param {number} kept */
function withRoom(a, kept) {
  const others = sumOf(a) - a[kept];
  const room = 1 - a[kept];
  const scaled = a.map((share, index) => {
    if (index === kept) return share;
    return Number((others > 0 ? (share * room) / others : room / (a.length - 1)).toFixed(6));
  });
  const last = scaled.findLastIndex((share, index) => index !== kept && share > 0);
  if (last !== -1) scaled[last] = Math.max(0, Number((scaled[last] + 1 - sumOf(scaled)).toFixed(9)));
  return scaled;
}
