// @ts-check
/** Run, pause, step, scrub, speed: buttons that send commands, and a display of the clock's state. */

import { grouped } from "../words/format.js";
import { messages } from "../words/messages.js";

/** @typedef {import("../runs/player.js").Command} Command */

export class Transport {
  /**
   * @param {Element} element of templates/_partials/transport.html
   * @param {{onRun: () => void, onCommand: (command: Command) => void}} handlers
   */
  constructor(element, { onRun, onCommand }) {
    /** @param {string} name */
    const control = (name) => /** @type {any} */ (element.querySelector(`[data-command="${name}"]`));
    this._run = control("run");
    this._toggle = control("toggle");
    this._seek = control("seek");
    this._speed = control("speed");
    this._steps = [control("back"), control("forward")];
    this._epoch = /** @type {HTMLDataElement} */ (element.querySelector('[data-value="epoch"]'));
    this._epochs = /** @type {Element} */ (element.querySelector('[data-value="epochs"]'));
    this._run.addEventListener("click", onRun);
    this._toggle.addEventListener("click", () => onCommand({ type: "toggle" }));
    this._steps[0].addEventListener("click", () => onCommand({ type: "step", by: -1 }));
    this._steps[1].addEventListener("click", () => onCommand({ type: "step", by: 1 }));
    this._seek.addEventListener("input", () => onCommand({ type: "seek", epoch: Number(this._seek.value) }));
    this._speed.addEventListener("change", () => onCommand({ type: "speed", speed: this.speed }));
    this._run.disabled = false;
    this._isAllowed = true;
  }

  /** Lets the run be seen, or not yet: somebody is to say first what they expect. @param {boolean} isAllowed */
  allow(isAllowed) {
    this._isAllowed = isAllowed;
    this._run.disabled = !isAllowed;
    for (const control of [this._toggle, this._seek, ...this._steps]) control.disabled = !isAllowed;
  }

  get speed() {
    return Number(this._speed.value);
  }

  /** Before a run: nothing to play yet. @param {number} epochs */
  reset(epochs) {
    this.show({ epoch: 0, last: epochs, available: 0, isPlaying: false, speed: this.speed, seen: 0 });
    for (const control of [this._toggle, this._seek, ...this._steps]) control.disabled = true;
  }

  /** @param {import("../runs/player.js").State} state */
  show({ epoch, last, isPlaying, speed }) {
    this._toggle.disabled = this._seek.disabled = !this._isAllowed;
    this._steps[0].disabled = !this._isAllowed || epoch <= 0;
    this._steps[1].disabled = !this._isAllowed || epoch >= last;
    this._toggle.setAttribute("aria-label", isPlaying ? messages.player.pause : messages.player.play);
    this._toggle.querySelector(".icon-pause").toggleAttribute("hidden", !isPlaying);
    this._toggle.querySelector(".icon-play").toggleAttribute("hidden", isPlaying);
    this._seek.max = String(last);
    this._seek.value = String(epoch);
    this._seek.setAttribute("aria-valuetext", messages.player.epoch(epoch));
    this._speed.value = String(speed);
    this._epoch.value = String(epoch);
    this._epoch.textContent = grouped(epoch);
    this._epochs.textContent = grouped(last);
  }
}
