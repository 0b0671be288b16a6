// @ts-check
/** What is wanted and what is answered, typed as rows of numbers, with batches to begin with. */

import { judgeRows, scaledRows } from "../../entry/distributions.js";
import { readRows, writeRows } from "../../entry/number-rows.js";
import { find } from "./number.js";

/** Whose e^z is 0 in a double: what stands for ln 0 where a person goes over to logits. */
const LOWEST = -1000;

export class EntropyForm {
  /**
   * @param {HTMLElement} root
   * @param {{batches: Record<string, any>, limits: any, onChange: (change: any, isStep: boolean) => void}} options
   */
  constructor(root, { batches, limits, onChange }) {
    this._limits = limits;
    this._onChange = onChange;
    this._p = find(root, '[name="p"]');
    this._q = find(root, '[name="q"]');
    this._given = find(root, '[name="given"]');
    this._problem = find(root, '[data-part="entropy-problem"]');
    this._scales = { p: find(root, '[data-use="scale-p"]'), q: find(root, '[data-use="scale-q"]') };
    this._errors = { p: find(root, "#entropy-p-error"), q: find(root, "#entropy-q-error") };
    this._state = { p: [[0]], q: [[0]] };
    /** The answered distributions, whatever they were typed as. @type {number[][] | null} */
    this._answered = null;
    root.addEventListener("submit", (event) => event.preventDefault());
    for (const field of [this._p, this._q]) {
      field.addEventListener("input", () => this._read(false));
      field.addEventListener("change", () => this._read(true));
    }
    this._given.addEventListener("change", () => this._convert());
    for (const name of /** @type {const} */ (["p", "q"])) this._scales[name].addEventListener("click", () => this._scale(name));
    for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (root.querySelectorAll("[data-batch]"))) {
      button.disabled = false;
      const { p, q, given } = batches[/** @type {string} */ (button.dataset.batch)];
      button.addEventListener("click", () => onChange({ p: [...p], q: [...q], given, example: 0 }, true));
    }
  }

  /** @param {import("../../link/softmax-state.js").SoftmaxState} state */
  choose({ p, q, given }) {
    this._given.value = given;
    for (const [field, rows, before] of /** @type {const} */ ([[this._p, p, this._state.p], [this._q, q, this._state.q]])) {
      if (rows === before) continue;
      const read = readRows(field.value);
      // Who types is not interrupted as long as it means the same.
      if (!("rows" in read) || JSON.stringify(read.rows) !== JSON.stringify(rows)) field.value = writeRows(rows);
    }
    this._state = { p, q };
    this._judge();
  }

  /** @param {any} answer */
  show({ q }) {
    this._answered = q;
    this.complain("");
  }

  /** @param {string} complaint */
  complain(complaint) {
    this._problem.textContent = complaint;
  }

  _judge() {
    const areLogits = this._given.value === "z";
    const p = judgeRows(this._p.value, this._limits, false);
    const q = judgeRows(this._q.value, this._limits, areLogits, p.rows ?? this._state.p);
    this._say("p", this._p, p);
    this._say("q", this._q, q);
    return { p: p.rows, q: q.rows };
  }

  /** @param {"p" | "q"} name @param {HTMLElement} field @param {import("../../entry/distributions.js").Judged} judged */
  _say(name, field, { complaint, canScale }) {
    this._errors[name].textContent = complaint;
    this._scales[name].hidden = !canScale;
    if (complaint === "") field.removeAttribute("aria-invalid");
    else field.setAttribute("aria-invalid", "true");
  }

  /** @param {boolean} isStep */
  _read(isStep) {
    const { p, q } = this._judge();
    if (p !== null && q !== null) this._onChange({ p, q, given: this._given.value }, isStep);
  }

  /** The same distributions, typed the other way. */
  _convert() {
    const { q } = this._state;
    if (this._given.value === "z") this._q.value = writeRows(q.map((row) => row.map(logitOf)));
    else if (this._answered !== null) this._q.value = writeRows(this._answered);
    this._read(true);
  }

  /** @param {"p" | "q"} name */
  _scale(name) {
    const field = name === "p" ? this._p : this._q;
    const read = readRows(field.value);
    if ("rows" in read) field.value = writeRows(scaledRows(read.rows));
    field.focus();
    this._read(true);
  }
}

/** @param {number} q */
function logitOf(q) {
  return q > 0 ? Number(Math.log(q).toPrecision(8)) : LOWEST;
}
