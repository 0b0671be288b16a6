// @ts-check
/** What the server is doing for this page, and what it can be told: to hold, to stop, to go on, another rate. */

import { NumberField } from "../form/number-field.js";
import { grouped } from "../../words/format.js";
import { readNumber } from "../../entry/typed-number.js";
import { messages } from "../../words/messages.js";

/** @typedef {import("../../networks/training.js").Training} Training */

const words = messages.network.training;
const MOST_EPOCHS = 100_000;

export class TrainingBar {
  /**
   * @param {HTMLElement} element
   * @param {{onPause: () => void, onResume: () => void, onStop: () => void, onContinue: (epochs: number) => void, onRate: (lane: number, eta: number) => void}} handlers
   */
  constructor(element, { onPause, onResume, onStop, onContinue, onRate }) {
    /** @param {string} selector @returns {any} */
    const find = (selector) => element.querySelector(selector);
    this._element = element;
    this._status = find('[data-part="status"]');
    this._spoken = find('[data-part="spoken"]');
    this._progress = find("progress");
    this._pause = find('[data-order="pause"]');
    this._stop = find('[data-order="stop"]');
    this._continue = find('[data-order="continue"]');
    this._more = find('[data-part="more"]');
    this._rates = find('[data-part="rates"]');
    this._isPaused = false;
    this._pause.addEventListener("click", () => (this._isPaused ? onResume() : onPause()));
    this._stop.addEventListener("click", onStop);
    this._continue.addEventListener("click", () => this._askForMore(onContinue));
    this._more.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => event.key === "Enter" && !this._continue.disabled && this._askForMore(onContinue));
    /** @type {NumberField[]} */
    this._fields = [...element.querySelectorAll(/** @type {any} */ ("[data-rate]"))].map((place) => new NumberField(place));
    this._fields.forEach((field, lane) => {
      const tell = () => field.check() && onRate(lane, field.value);
      field.control.addEventListener("change", tell);
      // Who presses Enter in a field means it now.
      field.control.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => event.key === "Enter" && tell());
    });
  }

  /** @param {Training | null} training @param {{isStale: boolean, lacking: string}} how `lacking`: why what is chosen cannot be had */
  show(training, { isStale, lacking }) {
    const status = training?.status ?? null;
    this._isPaused = status === "paused";
    this._pause.textContent = this._isPaused ? words.resume : words.pause;
    this._pause.disabled = !(this._isPaused || training?.isUnderWay);
    this._stop.disabled = !(training?.isUnderWay || this._isPaused);
    this._continue.disabled = !training?.canContinue;
    this._rates.disabled = !(training?.isOpen ?? false);
    this._fields.forEach((field, lane) => {
      const own = training?.lanes[lane];
      field.element.hidden = lane > 0 && own === undefined;
      if (own !== undefined && document.activeElement !== field.control) field.value = own.eta;
    });
    const last = training === null ? 0 : Math.max(...training.lanes.map(({ epochs }) => epochs));
    const reach = training?.reach ?? 0;
    this._progress.hidden = !(training?.isUnderWay || this._isPaused);
    this._progress.value = last === 0 ? 0 : reach / last;
    const sentence = statusText(training, reach, last);
    this._status.textContent = [training === null && lacking !== "" ? words.lacking(lacking) : sentence, isStale ? words.stale : ""].filter((part) => part !== "").join(" ");
    this._status.classList.toggle("is-wrong", status === "refused" || status === "lost" || (training?.refusal ?? "") !== "");
    // Epochs that go by are not read out; that something has changed is.
    const key = status === "queued" ? `${status} ${training?.ahead}` : String(status);
    if (this._spoken.dataset.key !== key) [this._spoken.dataset.key, this._spoken.textContent] = [key, status === null ? "" : sentence];
  }

  /** Another rate before any training, as it stands in the set-up. @param {number[]} rates */
  prepare(rates) {
    this._fields.forEach((field, lane) => {
      field.element.hidden = lane > 0 && lane >= rates.length;
      if (rates[lane] !== undefined) field.value = rates[lane];
    });
  }

  /** @param {(epochs: number) => void} onContinue */
  _askForMore(onContinue) {
    const epochs = readNumber(this._more.value, true);
    const isRight = Number.isInteger(epochs) && epochs >= 1 && epochs <= MOST_EPOCHS;
    if (isRight) this._more.removeAttribute("aria-invalid");
    else this._more.setAttribute("aria-invalid", "true");
    if (isRight) onContinue(epochs);
    else this._more.focus();
  }
}

/** @param {Training | null} training @param {number} reach @param {number} last */
function statusText(training, reach, last) {
  if (training === null) return words.none;
  if (training.refusal !== "") return words.refused(training.refusal);
  const [at, all] = [grouped(reach), grouped(last)];
  switch (training.status) {
    case "asked":
      return words.asked;
    case "queued":
      return words.queued(training.ahead);
    case "training":
      return training.isStopping ? words.stopping : words.under(at, all);
    case "paused":
      return words.paused(at, all);
    case "finished":
      return words.finished(at);
    case "stopped":
      return words.stopped(at);
    case "lost":
      return reach === 0 ? words.neverThere : words.lost(at);
    default:
      return words.refused(training.problem?.detail ?? "");
  }
}
