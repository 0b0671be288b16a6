// @ts-check
/** How far the maps are, and the buttons that stop them and let them go on. What is there in a moment is not announced. */

import { isUnderWay } from "../../map/refinement.js";
import { messages } from "../../words/messages.js";

/** @typedef {import("../../map/refinement.js").Progress} Progress */

/** Milliseconds before anything is said of a computation. */
const MOMENT = 300;

export class MapProgress {
  /** @param {HTMLElement} root @param {{onCancel: () => void, onResume: () => void}} handlers */
  constructor(root, { onCancel, onResume }) {
    /** @param {string} selector @returns {any} */
    const find = (selector) => root.querySelector(selector);
    this._maps = find('[data-part="maps"]');
    this._bar = find("progress");
    this._words = find('[data-part="progress-words"]');
    this._spoken = find('[data-part="progress-spoken"]');
    this._cancel = find('[data-part="cancel"]');
    this._resume = find('[data-part="resume"]');
    this._problem = find('[data-part="problem"]');
    this._cancel.addEventListener("click", onCancel);
    this._resume.addEventListener("click", onResume);
    this._timer = 0;
    /** @type {Progress[]} */
    this._all = [];
  }

  /** @param {Progress[]} all one a map @param {string} cells how many each of them has */
  update(all, cells) {
    this._all = all;
    const isBusy = all.some(isUnderWay);
    const failed = all.find(({ state }) => state === "failed");
    this._problem.textContent = failed?.reason ?? "";
    this._maps.setAttribute("aria-busy", String(isBusy));
    if (isBusy) {
      if (this._timer === 0 && this._bar.hidden) this._timer = window.setTimeout(() => this._showBusy(true), MOMENT);
      if (!this._bar.hidden) this._showBusy(true);
      return;
    }
    clearTimeout(this._timer);
    this._timer = 0;
    const isCancelled = all.some(({ state }) => state === "cancelled");
    const hadFocus = document.activeElement === this._cancel;
    this._showBusy(false);
    this._resume.hidden = !isCancelled && failed === undefined;
    // Who stopped it by a key finds the way on where the key was.
    if (hadFocus && !this._resume.hidden) this._resume.focus();
    const words = messages.map.progress;
    const text = failed !== undefined ? "" : isCancelled ? words.cancelled : all.every(({ state }) => state === "finished") ? words.done(cells) : "";
    this._write(text, text);
  }

  /** @param {string} text @param {string} spoken a reader of screens is not told of every per cent */
  _write(text, spoken) {
    if (this._words.textContent !== text) this._words.textContent = text;
    if (this._spoken.textContent !== spoken) this._spoken.textContent = spoken;
  }

  /** @param {boolean} isBusy */
  _showBusy(isBusy) {
    this._timer = 0;
    const hadFocus = [this._cancel, this._resume].includes(document.activeElement);
    this._bar.hidden = this._cancel.hidden = !isBusy;
    if (!isBusy) return;
    this._resume.hidden = true;
    if (hadFocus) this._cancel.focus();
    const done = this._all.reduce((sum, progress) => sum + (progress.state === "finished" ? 1 : progress.done), 0) / this._all.length;
    const left = this._all.reduce((most, { secondsLeft }) => Math.max(most, secondsLeft ?? 0), 0);
    const words = messages.map.progress;
    this._bar.value = done;
    const isWaiting = this._all.every(({ state }) => state === "waiting" || state === "finished");
    const percent = Math.floor(100 * done);
    const text = isWaiting
      ? words.waiting
      : this._all.some(({ state }) => state === "coarse")
        ? words.coarse
        : words.fine(percent, left === 0 ? "" : words.left(Math.ceil(left)));
    this._write(text, isWaiting ? words.waiting : words.busy);
  }
}
