// @ts-check
/**
 * The landscape of a lane with two inputs, and the paths of all such lanes over it. It belongs to one bias, and
 * the bias moves too: whenever the clock rests, the landscape of that epoch is asked for.
 */

import { Latest, post, Refusal } from "../../api.js";
import { ContourChart, hasLandscape, landscapeOf } from "../../charts/contour-chart.js";
import { loadPlotly } from "../../charts/plotly.js";
import { decimals } from "../../words/format.js";
import { messages } from "../../words/messages.js";
import { LanePicker } from "../lab/lane-picker.js";
import { PathNote } from "./path-note.js";

/** Milliseconds after the last change: while a slider moves, the curves over the epochs come first. */
const REST = 150;

export class Landscape {
  /**
   * @param {HTMLElement} element around templates/_partials/contour.html
   * @param {{api: string, plotlyContours: string, fields: {name: string, minimum: number, maximum: number}[], frames: import("../../frames.js").FrameQueue,
   *   isPossible: (cost: string, activation: string) => boolean, onLane: (letter: string) => void}} options
   */
  constructor(element, { api, plotlyContours, fields, frames, isPossible, onLane }) {
    this._isPossible = isPossible;
    /** @param {string} name @returns {{minimum: number, maximum: number}} */
    const bounds = (name) => /** @type {any} */ (fields.find((field) => field.name === name));
    this._bounds = { w: bounds("w"), b: bounds("b") };
    this._choice = /** @type {HTMLElement} */ (element.querySelector('[data-part="landscape-lane"]'));
    this._picker = new LanePicker(/** @type {HTMLSelectElement} */ (this._choice.querySelector("select")), onLane);
    this._place = /** @type {HTMLElement} */ (element.querySelector('[data-part="contour"]'));
    this._note = new PathNote(/** @type {HTMLElement} */ (element.querySelector('[data-part="path-note"]')));
    this._frames = frames;
    this._library = plotlyContours;
    /** @type {Promise<ContourChart> | null} */
    this._coming = null;
    /** @type {ContourChart | null} */
    this._chart = null;
    /** @type {import("../lab/workbench.js").Shown[]} */
    this._lanes = [];
    this._asked = "";
    /** Why there is no landscape. */
    this._reason = "";
    /** What the server did not accept the last time, and why. */
    this._refused = { body: "", reason: "" };
    /** @type {(import("../../runs/trace.js").Trace | null)[]} */
    this._traces = [];
    this._question = new Latest(({ body }) => post(`${api}/surfaces`, body), {
      onAnswer: (surface, { asked, of }) => asked === this._asked && this._draw(surface, of),
      onFailure: (error, { body }) => this._fail(error, body),
      rest: REST,
    });
  }

  /** @param {import("../lab/workbench.js").View} view */
  update({ lanes, state: { landscape } }) {
    this._lanes = lanes;
    const shown = lanes.filter(hasLandscape);
    this._picker.update(shown, landscape);
    this._choice.hidden = shown.length < 2;
    if (shown.length > 0) this._note.say(this._reason);
    else {
      this._note.choose(lanes[0].experiment);
      this._asked = this._reason = "";
      this._place.hidden = true;
    }
    // Other rows over the same landscape have to be drawn too.
    const traces = lanes.map(({ run }) => run?.trace ?? null);
    if (traces.length !== this._traces.length || traces.some((trace, index) => trace !== this._traces[index])) this._asked = "";
    this._traces = traces;
  }

  /** @param {import("../../runs/player.js").State} clock */
  show({ epoch, isPlaying }) {
    this._chart?.reveal(epoch);
    const lane = this._lanes.filter(hasLandscape)[this._picker.index];
    if (lane === undefined || isPlaying) return;
    const { experiment, letter, run } = lane;
    if (!this._isPossible(experiment.cost, experiment.activation)) return this._hide(messages.why.impossible);
    if (run === null) return;
    const b = run.trace.at(epoch)?.b ?? experiment.b;
    if (!(b >= this._bounds.b.minimum && b <= this._bounds.b.maximum)) return this._hide(messages.why.contour.farBias(decimals(b)));
    const body = { experiment, b, ...landscapeOf(this._lanes, this._bounds.w) };
    const text = JSON.stringify(body);
    if (text === this._refused.body) return this._hide(this._refused.reason);
    const asked = letter + text;
    if (asked === this._asked) return;
    this._asked = asked;
    this._question.ask({ body, asked, of: { letter, b, epoch } });
  }

  /** No landscape, and why. @param {string} reason */
  _hide(reason) {
    this._question.withdraw();
    this._asked = "";
    this._reason = reason;
    this._place.hidden = true;
    this._note.say(reason);
  }

  /** A refusal would be the same again; a lost connection may be back the next time. @param {Error} error @param {any} body */
  _fail(error, body) {
    const isRefusal = error instanceof Refusal;
    const reason = isRefusal ? messages.why.refused(error.message) : messages.why.unreachable;
    if (isRefusal) this._refused = { body: JSON.stringify(body), reason };
    this._hide(reason);
  }

  redraw() {
    if (this._chart !== null) this._frames.add(this._chart, () => this._chart?.draw());
  }

  /** @param {any} surface @param {{letter: string, b: number, epoch: number}} of */
  async _draw(surface, of) {
    this._place.hidden = false;
    this._reason = "";
    this._note.say("");
    try {
      // The library is large, and most readers never have two inputs: it comes with the first landscape.
      this._coming ??= loadPlotly(this._library).then((plotly) => new ContourChart(plotly, this._place));
      const chart = (this._chart = await this._coming);
      chart.update(surface, this._lanes, of);
      chart.reveal(of.epoch);
      this._frames.add(chart, () => chart.draw());
    } catch {
      this._coming = null;
      this._asked = "";
    }
  }
}
