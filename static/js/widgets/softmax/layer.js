// @ts-check
/** The layer (templates/_partials/softmax_layer.html): weighted inputs and sharpness to be set, the outputs, their sum. */

import { layerWords } from "../../words/softmax-words.js";
import { NumberField } from "../form/number-field.js";
import { showShare, showStrip } from "./bar.js";
import { find, outputsOf, showNumber } from "./number.js";
import { SharpnessField } from "./sharpness-field.js";

export class Layer {
  /**
   * @param {HTMLElement} root
   * @param {{sharpest: number, limits: {sharpest: number}, opening: any, onChange: (change: any, isStep: boolean) => void}} options
   */
  constructor(root, { sharpest, limits, opening, onChange }) {
    /** The inputs that the fields show. @type {number[] | null} */
    this._z = null;
    this._rows = outputsOf(root);
    this._fields = this._rows.map((row) => new NumberField(find(row, "[data-field]")));
    this._sharpness = new SharpnessField(find(root, '[data-field="c"]'), { sharpest, most: limits.sharpest });
    this._strip = find(root, ".strip");
    this._sum = find(root, '[data-part="sum"]');
    this._words = find(root, '[data-part="layer-words"]');
    this._problem = find(root, '[data-part="layer-problem"]');
    const form = find(root, "form");
    form.addEventListener("submit", (/** @type {Event} */ event) => event.preventDefault());
    for (const [type, isStep] of /** @type {const} */ ([["input", false], ["change", true]]))
      form.addEventListener(type, (/** @type {Event} */ event) => {
        const read = this._read(event.target);
        if (read !== null) onChange(read, isStep);
      });
    const { z, c } = opening;
    find(root, '[data-use="reset"]').addEventListener("click", () => onChange({ z: [...z], c }, true));
    find(root, '[data-use="equal"]').addEventListener("click", () => onChange({ z: z.map(() => 0) }, true));
  }

  /** @param {import("../../link/softmax-state.js").SoftmaxState} state */
  choose({ z, c }) {
    // What is half typed stays as long as nobody has chosen other inputs.
    if (z !== this._z) this._fields.forEach((field, index) => (field.value = z[index]));
    this._z = z;
    this._sharpness.value = c;
  }

  /** @param {any} answer @param {import("../../link/softmax-state.js").SoftmaxState} state */
  show(answer, { z, c }) {
    answer.a.forEach((/** @type {number} */ a, /** @type {number} */ index) => {
      showShare(find(this._rows[index], ".share-bar"), a);
      showNumber(find(this._rows[index], ".output data"), a);
    });
    showStrip(this._strip, answer.a);
    showNumber(this._sum, answer.sum);
    this._words.textContent = layerWords(z, c, answer);
    this.complain("");
  }

  /** @param {string} complaint */
  complain(complaint) {
    this._problem.textContent = complaint;
  }

  /** What the form says, or null while something in it is no number. @param {EventTarget | null} target */
  _read(target) {
    const own = [...this._fields, this._sharpness].find((field) => field.element.contains(/** @type {Node} */ (target)));
    if (own === undefined || !own.check()) return null;
    if (own === this._sharpness) return { c: this._sharpness.value };
    const z = this._fields.map((field) => field.value);
    return z.some(Number.isNaN) ? null : { z };
  }
}
