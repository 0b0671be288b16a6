// @ts-check
/**
 * What the maps show, as it is chosen (templates/_partials/map_controls.html): the measure, the two edges with their
 * stretches, the two costs, the colours, the cells, and the neuron that all cells have in common.
 */

import { canBeLogarithmic, usualAxis } from "../../map/axis.js";
import { axisBounds, canMeet } from "../../link/map-state.js";
import { plain } from "../../words/format.js";
import { messages } from "../../words/messages.js";
import { ExperimentForm } from "../form/experiment-form.js";
import { NumberField } from "../form/number-field.js";

/**
 * @typedef {import("../../link/map-state.js").MapState} MapState
 * @typedef {import("../../map/axis.js").Quantity} Quantity
 * @typedef {"across" | "up"} Edge
 */

const EDGES = /** @type {const} */ (["across", "up"]);
const PLAIN = /** @type {const} */ (["measure", "left", "right", "colour", "detail"]);

export class Controls {
  /**
   * @param {Element} root
   * @param {{axes: Quantity[], isPossible: (cost: string, activation: string) => boolean, onChange: (change: Partial<MapState>) => void}} options
   */
  constructor(root, { axes, isPossible, onChange }) {
    this._axes = axes;
    this._isPossible = isPossible;
    this._onChange = onChange;
    this._form = /** @type {HTMLFormElement} */ (root.querySelector('[data-part="controls"]'));
    this._form.addEventListener("submit", (event) => event.preventDefault());
    /** @type {MapState | null} */
    this._state = null;
    for (const name of PLAIN) this._control(name).addEventListener("change", () => onChange({ [name]: this._control(name).value }));
    this._edges = Object.fromEntries(EDGES.map((edge) => [edge, this._makeEdge(edge)]));
    const form = /** @type {HTMLFormElement} */ (root.querySelector(".experiment-form"));
    this._neuron = new ExperimentForm(form, { onCommit: ({ kind, ...experiment }) => onChange({ experiment }) });
    this._activation = /** @type {HTMLSelectElement} */ (form.elements.namedItem("activation"));
  }

  /** @param {MapState} state */
  update(state) {
    this._state = state;
    for (const name of PLAIN) this._control(name).value = state[name];
    for (const edge of EDGES) {
      const { name, start, stop, scale } = state[edge];
      const quantity = this._quantity(name);
      const hints = { low: quantity.start, high: quantity.stop, step: quantity.step, scale: quantity.scale };
      const { fields, log } = this._edges[edge];
      this._control(edge).value = name;
      for (const field of fields) field.retune(axisBounds(quantity), hints);
      [fields[0].value, fields[1].value] = [start, stop];
      log.checked = scale === "log";
    }
    this._neuron.value = state.experiment;
    this._offer(state);
  }

  /**
   * Puts what the server complains of beside its field.
   * @param {import("../../runs/stream.js").FieldError[]} errors
   * @returns {boolean} whether there was a place for each
   */
  complain(errors) {
    return this._neuron.complain(errors);
  }

  /** @param {string} name @returns {any} */
  _control(name) {
    return this._form.elements.namedItem(name);
  }

  /** @param {string} name @returns {Quantity} */
  _quantity(name) {
    return /** @type {Quantity} */ (this._axes.find((axis) => axis.name === name));
  }

  /** @param {Edge} edge */
  _makeEdge(edge) {
    const fields = ["start", "stop"].map((end) => {
      const element = /** @type {HTMLElement} */ (this._form.querySelector(`[data-field="${edge}-${end}"]`));
      return new NumberField(element);
    });
    const log = /** @type {HTMLInputElement} */ (this._control(`${edge}-log`));
    this._control(edge).addEventListener("change", () => this._choose(edge, this._control(edge).value));
    for (const { control } of fields) control.addEventListener("change", () => this._commit(edge));
    log.addEventListener("change", () => this._commit(edge));
    return { fields, log };
  }

  /** Another quantity along an edge; where the other edge has it already, the two change places. @param {Edge} edge @param {string} name */
  _choose(edge, name) {
    if (this._state === null) return;
    const other = edge === "across" ? "up" : "across";
    const [mine, its] = [this._state[edge], this._state[other]];
    if (its.name === name) return this._onChange({ [edge]: its, [other]: mine, whole: null });
    const change = { [edge]: usualAxis(this._quantity(name)), whole: null };
    const free = this._axes.find((axis) => canMeet(axis.name, name));
    this._onChange(canMeet(its.name, name) || free === undefined ? change : { ...change, [other]: usualAxis(free) });
  }

  /** A stretch that has been typed, if it can be one. @param {Edge} edge */
  _commit(edge) {
    if (this._state === null) return;
    const { fields, log } = this._edges[edge];
    if (fields.map((field) => field.check()).includes(false)) return;
    /** @type {import("../../map/axis.js").Axis} */
    const axis = { ...this._state[edge], start: fields[0].value, stop: fields[1].value, scale: log.checked ? "log" : "linear" };
    if (!(axis.start < axis.stop)) return fields[1].say(messages.map.notRising(plain(axis.start)));
    if (axis.scale === "log" && !canBeLogarithmic(axis)) return fields[0].say(messages.map.needsPositive);
    this._onChange({ [edge]: axis, whole: null });
  }

  /** What does not go together is not offered together. @param {MapState} state */
  _offer({ left, right, experiment }) {
    for (const name of /** @type {const} */ (["left", "right"]))
      for (const option of this._control(name).options) offer(option, this._isPossible(option.value, experiment.activation));
    for (const option of this._activation.options) offer(option, [left, right].every((cost) => this._isPossible(cost, option.value)));
  }
}

/** @param {HTMLOptionElement} option @param {boolean} isPossible */
function offer(option, isPossible) {
  const label = (option.dataset.label ??= option.text);
  option.disabled = !isPossible && !option.selected;
  option.text = option.disabled ? messages.lab.notTogether(label) : label;
}
