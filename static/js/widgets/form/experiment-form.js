// @ts-check
/**
 * The form of an experiment (templates/_partials/experiment_form.html), in any shape of the schema. Bounds come with
 * its controls, from the server's schema; the server has the last word, and what it says is put beside the field or
 * the cell that it names.
 *
 * One input and one example stand in the plain fields w, x and y; where the page offers it, a table takes their place
 * for more.
 */

import { gridOf } from "../../entry/examples-grid.js";
import { inputRows, shaped, targetsOf, weightsOf } from "../../runs/experiment.js";
import { ExamplesTable } from "./examples-table.js";
import { Field } from "./field.js";
import { NumberField } from "./number-field.js";

/**
 * @typedef {object} Handlers
 * @property {() => void} [onRun]
 * @property {() => void} [onReset]
 * @property {(experiment: any) => void} [onChange] a change under way: at each key, and as a slider moves
 * @property {(experiment: any) => void} [onCommit] a change that is finished; `onChange` told of it before
 */

const CELLS = ["w", "x", "y"];

export class ExperimentForm {
  /** @param {HTMLFormElement} form @param {Handlers} handlers */
  constructor(form, { onRun, onReset, onChange, onCommit }) {
    /** @type {HTMLElement[]} */
    const elements = [...form.querySelectorAll(/** @type {any} */ ("[data-field]"))];
    /** @type {Field[]} */
    this._fields = elements.map((element) => (element.querySelector("select") ? new Field(element) : new NumberField(element)));
    this._switch = /** @type {HTMLInputElement | null} */ (form.querySelector(".several > label > input"));
    const examples = /** @type {HTMLElement | null} */ (form.querySelector(".examples"));
    const bounds = Object.fromEntries(CELLS.map((name) => [name, this._number(name).bounds]));
    this._table = examples && new ExamplesTable(examples, { bounds: /** @type {any} */ (bounds), onSingle: () => this._close() });
    this._isTable = false;
    this._switch?.addEventListener("input", () => (this._switch?.checked ? this._open() : this._close()));

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      onRun?.();
    });
    form.addEventListener("reset", (event) => {
      event.preventDefault();
      onReset?.();
    });
    // What is not a value yet, an empty field or a lone minus, is explained here and changes nothing elsewhere.
    form.addEventListener("input", () => {
      if (this._wrong().length === 0) onChange?.(this.value);
    });
    form.addEventListener("change", () => {
      if (this._wrong().length === 0) onCommit?.(this.value);
    });
  }

  /** The experiment as it stands in the form; NaN where there is no number yet. */
  get value() {
    /** @type {Record<string, any>} */
    const experiment = { kind: "neuron" };
    for (const { name, value } of this._fields) experiment[name] = value;
    return this._isTable ? { ...experiment, ...this._table?.value } : experiment;
  }

  /** @param {Record<string, any>} experiment */
  set value(experiment) {
    const cells = shaped(weightsOf(experiment), inputRows(experiment), targetsOf(experiment));
    const { w, x, y } = this.value;
    // The same numbers again, perhaps because the page tells what it was just told, close no table.
    const isSame = JSON.stringify([w, x, y]) === JSON.stringify([cells.w, cells.x, cells.y]);
    const isSingle = !Array.isArray(cells.w) && !Array.isArray(cells.y);
    if (this._table !== null && (!isSame || this._isTable)) this._table.grid = gridOf(experiment);
    if (!isSame || !isSingle) this._show(!isSingle);
    for (const field of this._fields) {
      const value = { ...experiment, ...cells }[field.name];
      if (Array.isArray(value)) field.say("");
      else field.value = value;
    }
  }

  /** Whether every field keeps its bounds; if not, the first that does not is focused. */
  get isValid() {
    const wrong = this._wrong();
    wrong[0]?.focus();
    return wrong.length === 0;
  }

  /**
   * Puts the server's complaints beside their fields.
   * @param {import("../../runs/stream.js").FieldError[]} errors of this experiment, with fields such as "eta" or "x.0.1"
   * @returns {boolean} whether there was a place for each
   */
  complain(errors) {
    const toTable = errors.filter(({ field }) => this._isTable && CELLS.includes(field.split(".")[0]));
    if (toTable.length > 0) this._table?.complain(toTable);
    return errors
      .filter((error) => !toTable.includes(error))
      .map(({ field: path, message }) => {
        const field = this._shown.find(({ name }) => name === path.split(".")[0]);
        field?.say(message);
        return field !== undefined;
      })
      .every(Boolean);
  }

  get _shown() {
    return this._fields.filter(({ element }) => !element.hidden);
  }

  /** What does not keep its bounds; each says why. @returns {{focus(): void}[]} */
  _wrong() {
    const wrong = this._shown.filter((field) => !field.check());
    return this._isTable && this._table !== null ? [...wrong, ...this._table.check()] : wrong;
  }

  /** @param {string} name @returns {NumberField} */
  _number(name) {
    return /** @type {NumberField} */ (this._fields.find((field) => field.name === name));
  }

  /** The reader wants more than one input or example: what was typed so far is the first of them. */
  _open() {
    if (this._table === null) return;
    const [w, x, y] = CELLS.map((name) => this._number(name).text);
    const [weights, first, ...rows] = this._table.grid;
    this._table.grid = [[w, ...weights.slice(1)], [x, ...first.slice(1, -1), y], ...rows];
    this._show(true);
  }

  /** Back to one input and one example, the first; the table keeps the others for another time. */
  _close() {
    if (this._table === null) return;
    const [weights, first] = this._table.grid;
    const hadFocus = this._table.element.contains(document.activeElement);
    for (const [name, text] of [["w", weights[0]], ["x", first[0]], ["y", first[first.length - 1]]])
      this._number(name).text = text;
    this._show(false);
    if (hadFocus) this._switch?.focus();
  }

  /** @param {boolean} isTable */
  _show(isTable) {
    if (this._table === null || this._switch === null) return;
    this._isTable = this._switch.checked = isTable;
    this._table.element.hidden = !isTable;
    for (const name of CELLS) this._number(name).element.hidden = isTable;
  }
}
