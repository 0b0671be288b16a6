// @ts-check
/**
 * The form of an experiment (templates/_partials/experiment_form.html). Bounds come with its controls, from the
 * server's schema; the server has the last word, and what it says is put beside the field that it names.
 */

import { plain } from "../format.js";
import { messages } from "../messages.js";

export class ExperimentForm {
  /**
   * @param {HTMLFormElement} form
   * @param {{onRun: () => void, onReset: () => void, onChange: () => void}} handlers
   */
  constructor(form, { onRun, onReset, onChange }) {
    this._form = form;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      onRun();
    });
    form.addEventListener("reset", (event) => {
      event.preventDefault();
      onReset();
    });
    // What is not a value yet, an empty field or a lone minus, is explained here and changes nothing elsewhere.
    form.addEventListener("input", () => {
      if (this._wrong().length === 0) onChange();
    });
  }

  /** @returns {Generator<any>} */
  *_controls() {
    for (const control of this._form.elements) if (/** @type {any} */ (control).name) yield control;
  }

  /** The experiment as it stands in the form. */
  get value() {
    /** @type {Record<string, any>} */
    const experiment = { kind: "neuron" };
    for (const control of this._controls())
      experiment[control.name] = control.type === "number" ? control.valueAsNumber : control.value;
    return experiment;
  }

  /** @param {Record<string, any>} experiment */
  set value(experiment) {
    for (const control of this._controls()) {
      control.value = String(experiment[control.name]);
      this._say(control, "");
    }
  }

  /** Whether every field keeps its bounds; if not, the first that does not is focused. */
  get isValid() {
    const wrong = this._wrong();
    wrong[0]?.focus();
    return wrong.length === 0;
  }

  /** The controls that do not keep their bounds; each of them says why. @returns {any[]} */
  _wrong() {
    return [...this._controls()].filter((control) => !this._check(control));
  }

  /**
   * Puts the server's complaints beside their fields.
   * @param {import("../stream.js").FieldError[]} errors of this experiment, with fields such as "eta" or "w.1"
   * @returns {boolean} whether there was a field for each
   */
  complain(errors) {
    return errors.map(({ field, message }) => {
      const name = field.split(".")[0];
      const control = [...this._controls()].find((candidate) => candidate.name === name);
      if (control !== undefined) this._say(control, message);
      return control !== undefined;
    }).every(Boolean);
  }

  /** @param {any} control */
  _check(control) {
    const { validity } = control;
    const words = messages.field;
    let complaint = "";
    if (validity.badInput || validity.valueMissing) complaint = words.needed;
    else if (validity.rangeUnderflow) complaint = words.least(plain(Number(control.min)));
    else if (control.dataset.above !== undefined && control.valueAsNumber <= Number(control.dataset.above))
      complaint = words.greater(plain(Number(control.dataset.above)));
    else if (validity.rangeOverflow) complaint = words.most(plain(Number(control.max)));
    else if (validity.stepMismatch) complaint = words.whole;
    this._say(control, complaint);
    return complaint === "";
  }

  /** @param {any} control @param {string} complaint */
  _say(control, complaint) {
    const place = control.closest("[data-field]").querySelector(".field-error");
    place.textContent = complaint;
    if (complaint === "") control.removeAttribute("aria-invalid");
    else control.setAttribute("aria-invalid", "true");
  }
}
