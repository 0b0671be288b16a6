// @ts-check
/** What is chosen beside the fields: a preset, how many lanes, on which examples the curves are, which example the diagrams show. */

import { messages } from "../../words/messages.js";

const words = messages.network;
/** Examples that are offered by their numbers. */
const MOST = 50;

export class Chooser {
  /**
   * @param {HTMLElement} root of the page
   * @param {{presets: Record<string, {title: string, description: string}>, onPreset: (name: string) => void, onAdd: () => void, onRemove: (lane: number) => void,
   *   onOn: (on: "training" | "held-out") => void, onExample: (index: number) => void}} handlers
   */
  constructor(root, { presets, onPreset, onAdd, onRemove, onOn, onExample }) {
    /** @param {string} selector @returns {any} */
    const find = (selector) => root.querySelector(selector);
    this._presets = presets;
    /** @type {HTMLButtonElement[]} */
    this._buttons = [...root.querySelectorAll(/** @type {any} */ ("[data-preset]"))];
    for (const button of this._buttons) button.addEventListener("click", () => onPreset(button.dataset.preset ?? ""));
    this._others = find('[data-part="more-presets"]');
    this._others.addEventListener("change", () => this._others.value !== "" && onPreset(this._others.value));
    this._remark = find('[data-part="remark"]');
    this._summary = find('[data-part="setup-words"]');
    this._lanes = find('[data-part="lanes-words"]');
    this._add = find('[data-lanes="add"]');
    this._add.addEventListener("click", onAdd);
    /** @type {HTMLButtonElement[]} */
    this._removes = [...root.querySelectorAll(/** @type {any} */ ('[data-lanes^="remove"]'))];
    this._removes.forEach((button, index) =>
      button.addEventListener("click", () => {
        onRemove(index + 1);
        this._add.focus();
      }),
    );
    /** @type {HTMLInputElement[]} */
    this._ons = [...root.querySelectorAll(/** @type {any} */ ('input[name="on"]'))];
    for (const radio of this._ons) radio.addEventListener("change", () => onOn(/** @type {any} */ (radio.value)));
    this._exampleLabel = find('[data-part="example-choice"]');
    this._example = find('[data-part="example"]');
    this._example.addEventListener("change", () => onExample(Number(this._example.value)));
  }

  /** @param {{preset: string | null, summaries: string[], lanes: number, most: number}} setup */
  showSetup({ preset, summaries, lanes, most }) {
    for (const button of this._buttons) button.setAttribute("aria-pressed", String(button.dataset.preset === preset));
    this._others.value = preset ?? "";
    if (this._others.selectedIndex === -1) this._others.value = "";
    this._remark.textContent = preset === null ? words.ownSetup : this._presets[preset].description;
    this._summary.textContent = summaries.length === 1 ? summaries[0] : words.several(summaries[0], lanes);
    this._lanes.textContent = words.lanes(lanes);
    this._add.disabled = lanes >= most;
    this._removes.forEach((button, index) => (button.hidden = index + 1 >= lanes));
  }

  /** @param {import("../../networks/examples.js").Examples | null} examples @param {number} chosen @param {{hasHeldOut: boolean, on: string}} curves */
  showExamples(examples, chosen, { hasHeldOut, on }) {
    const shown = examples?.shown.slice(0, MOST) ?? [];
    this._exampleLabel.hidden = shown.length === 0;
    const names = shown.map((example, index) => words.example(index + 1, example.label === null ? "" : (examples?.classes[example.label] ?? ""), example.pixels === undefined ? example.inputs : []));
    if (names.join() !== [...this._example.options].map(({ text }) => text).join())
      this._example.replaceChildren(...names.map((name, index) => new Option(name, String(index))));
    this._example.value = String(Math.min(chosen, Math.max(shown.length - 1, 0)));
    for (const radio of this._ons) {
      radio.checked = radio.value === on;
      if (radio.value === "held-out") radio.disabled = !hasHeldOut;
    }
  }
}
