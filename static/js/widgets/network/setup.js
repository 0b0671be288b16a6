// @ts-check
/**
 * What is trained (templates/_partials/network_setup.html): a control for every field, once for all lanes; whoever
 * lets the lanes differ in a field gets one for each. The server has the last word, and what it says is put beside the
 * field that it names.
 */

import { isSameIn, TABLE } from "../../networks/experiment.js";
import { messages } from "../../words/messages.js";
import { CheckField } from "../form/check-field.js";
import { Field } from "../form/field.js";
import { ListField } from "../form/list-field.js";
import { NumberField } from "../form/number-field.js";
import { ProblemField } from "./problem-field.js";
import { TableEntry } from "./table-entry.js";

/**
 * @typedef {import("../../networks/experiment.js").Experiment} Experiment
 * @typedef {{element: HTMLElement, split: HTMLButtonElement, cells: Field[], needs: [string, string] | null}} Row
 */

export class Setup {
  /**
   * @param {HTMLDetailsElement} element
   * @param {{fields: {name: string, shape: string}[], limits: any, outputs: Record<string, {costs: string[]}>, onChange: (experiments: Experiment[]) => void, onRun: () => void, onClasses: (classes: string[]) => void}} options
   */
  constructor(element, { fields, limits, outputs, onChange, onRun, onClasses }) {
    this._outputs = outputs;
    this._details = element;
    this._form = /** @type {HTMLFormElement} */ (element.querySelector("form"));
    this._onChange = onChange;
    /** @type {Experiment[]} */
    this._experiments = [];
    /** Fields that are shown for each lane although all say the same. @type {Set<string>} */
    this._opened = new Set();
    this._table = new TableEntry(/** @type {HTMLElement} */ (element.querySelector('[data-part="own-table"]')), {
      limits,
      onTable: (problem, classes) => {
        onClasses(classes);
        this._change(this._experiments.map((experiment) => ({ ...experiment, problem })));
      },
    });
    /** @type {Map<string, Row>} */
    this._rows = new Map(fields.map(({ name, shape }) => [name, this._makeRow(name, shape)]));
    this._form.addEventListener("submit", (event) => {
      event.preventDefault();
      onRun();
    });
    this._form.addEventListener("change", () => this._take());
  }

  /** @param {Experiment[]} experiments */
  show(experiments) {
    this._experiments = experiments;
    const isAlone = experiments.length === 1;
    for (const [name, { element, split, cells, needs }] of this._rows) {
      const differs = experiments.some((experiment) => !isSameIn(experiment, experiments[0], name));
      const isSplit = !isAlone && (differs || this._opened.has(name));
      element.classList.toggle("is-split", isSplit);
      split.hidden = isAlone;
      split.setAttribute("aria-pressed", String(isSplit));
      cells.forEach((cell, index) => {
        cell.element.hidden = index > 0 && !(isSplit && index < experiments.length);
        if (experiments[index] !== undefined) cell.value = experiments[index][name];
        this._name(cell, name, isSplit, index);
      });
      element.hidden = needs !== null && !experiments.some((experiment) => needs[1].split(" ").includes(experiment[needs[0]]));
    }
    this._offerPairs();
    this._table.show(experiments.some(({ problem }) => problem.name === TABLE));
  }

  /** Whether every field keeps its bounds; if not, the first that does not is focused. */
  get isValid() {
    const wrong = this._shown.filter((field) => !field.check());
    if (wrong.length > 0) this._details.open = true;
    wrong[0]?.focus();
    return wrong.length === 0;
  }

  /**
   * Puts the server's complaints beside their fields.
   * @param {import("../../runs/stream.js").FieldError[]} errors with fields such as "experiments.0.eta"
   * @returns {boolean} whether there was a place for each
   */
  complain(errors) {
    this._details.open = true;
    return errors
      .map(({ field: path, message }) => {
        const [, lane, name] = path.split(".");
        const row = this._rows.get(name);
        const cell = row?.cells[row.element.classList.contains("is-split") ? Number(lane) : 0];
        cell?.say(message);
        return cell !== undefined && row?.element.hidden === false;
      })
      .every(Boolean);
  }

  /** Problems that this server cannot give. @param {Map<string, string>} reasons */
  lack(reasons) {
    for (const cell of this._rows.get("problem")?.cells ?? []) if (cell instanceof ProblemField) cell.lack(reasons);
  }

  get _shown() {
    return [...this._rows.values()].filter(({ element }) => !element.hidden).flatMap(({ cells }) => cells.filter(({ element }) => !element.hidden));
  }

  /** @param {string} name @param {string} shape @returns {Row} */
  _makeRow(name, shape) {
    const element = /** @type {HTMLElement} */ (this._form.querySelector(`[data-row="${name}"]`));
    const split = /** @type {HTMLButtonElement} */ (element.querySelector("[data-split]"));
    /** @type {HTMLElement[]} */
    const places = [...element.querySelectorAll(/** @type {any} */ ("[data-cell]"))];
    split.addEventListener("click", () => this._split(name, split.getAttribute("aria-pressed") !== "true"));
    const { needs, value } = element.dataset;
    return { element, split, cells: places.map((place) => this._makeField(place, shape)), needs: needs === undefined ? null : [needs, value ?? ""] };
  }

  /** @param {HTMLElement} place @param {string} shape @returns {Field} */
  _makeField(place, shape) {
    if (shape === "problem") return new ProblemField(place, { onTable: () => this._table.open() });
    if (shape === "list") return new ListField(place);
    if (shape === "flag") return new CheckField(place);
    return shape === "choice" ? new Field(place) : new NumberField(place);
  }

  /** Lets the lanes differ in a field, or gives all of them what the first one has. @param {string} name @param {boolean} isSplit */
  _split(name, isSplit) {
    if (isSplit) this._opened.add(name);
    else this._opened.delete(name);
    const first = this._experiments[0][name];
    if (isSplit) this.show(this._experiments);
    else this._change(this._experiments.map((experiment) => ({ ...experiment, [name]: first })));
  }

  /** A change that is finished. */
  _take() {
    if (this._shown.filter((field) => !field.check()).length > 0) return;
    const experiments = this._experiments.map((experiment, lane) => {
      const changed = { ...experiment };
      for (const [name, { element, cells }] of this._rows) changed[name] = cells[element.classList.contains("is-split") ? lane : 0].value;
      return changed;
    });
    this._change(experiments);
  }

  /** @param {Experiment[]} experiments */
  _change(experiments) {
    this.show(experiments);
    this._onChange(experiments);
  }

  /** A cost and an output that do not go together are not offered together: the other choice has to be changed first. */
  _offerPairs() {
    this._experiments.forEach((_, lane) => {
      // A control for all lanes must suit each of them.
      const lanes = (/** @type {string} */ name) => (this._rows.get(name)?.element.classList.contains("is-split") ? [this._experiments[lane]] : this._experiments);
      const can = (/** @type {string} */ output, /** @type {string} */ cost) => this._outputs[output].costs.includes(cost);
      this._offer("cost", lane, (cost) => lanes("cost").every(({ output }) => can(output, cost)));
      this._offer("output", lane, (output) => lanes("output").every(({ cost }) => can(output, cost)));
    });
  }

  /** @param {string} name @param {number} lane @param {(value: string) => boolean} isPossible */
  _offer(name, lane, isPossible) {
    for (const option of this._rows.get(name)?.cells[lane].control.options ?? []) {
      const label = (option.dataset.label ??= option.text);
      option.disabled = !option.selected && !isPossible(option.value);
      option.text = option.disabled ? messages.lab.notTogether(label) : label;
    }
  }

  /** A control says of which lane it is where there are several. @param {Field} cell @param {string} name @param {boolean} isSplit @param {number} index */
  _name(cell, name, isSplit, index) {
    const title = this._rows.get(name)?.element.querySelector(".net-label")?.textContent ?? name;
    cell.control.setAttribute("aria-label", isSplit ? messages.network.ofLane(title, "ABC"[index]) : title);
  }
}
