// @ts-check
/** The plateau law of a lane: asks the server for it when the lane's experiment changes, and has it drawn. */

import { Latest, post, Refusal } from "../../api.js";
import { PlateauChart } from "../../charts/plateau-chart.js";
import { startOf } from "../../runs/start.js";
import { messages } from "../../words/messages.js";
import { LanePicker } from "../lab/lane-picker.js";

/** Milliseconds after the last change: while a slider moves, the curves over the epochs come first. */
const REST = 150;

export class PlateauLaw {
  /**
   * @param {HTMLElement} element around a select and templates/_partials/plateau.html
   * @param {{api: string, costs: Record<string, {label: string, slot: number, followsGradient: boolean}>, frames: import("../../frames.js").FrameQueue,
   *   isPossible: (cost: string, activation: string) => boolean, onLane: (letter: string) => void}} options
   */
  constructor(element, { api, costs, frames, isPossible, onLane }) {
    this._isPossible = isPossible;
    this._place = /** @type {HTMLElement} */ (element.querySelector('[data-part="plateau"]'));
    this._costs = costs;
    this._frames = frames;
    this._picker = new LanePicker(/** @type {HTMLSelectElement} */ (element.querySelector("select")), onLane);
    /** @type {PlateauChart | null} */
    this._chart = null;
    /** @type {any} */
    this._law = null;
    /** @type {import("../lab/workbench.js").Shown[]} */
    this._lanes = [];
    this._asked = "";
    /** Why there is no law, where the server was not asked or did not answer. */
    this._reason = "";
    this._starts = "";
    this._question = new Latest((experiment) => post(`${api}/plateaus`, { experiment }), {
      onAnswer: (law) => this._draw(law),
      onFailure: (error) => {
        const isRefusal = error instanceof Refusal;
        // A refusal would be the same again; a lost connection may be back the next time.
        if (!isRefusal) this._asked = "";
        this._draw(null, isRefusal ? messages.why.refused(error.message) : messages.why.unreachable);
      },
      rest: REST,
    });
  }

  /** @param {any} plotly */
  makeCharts(plotly) {
    this._chart ??= new PlateauChart(plotly, this._place, { costs: this._costs });
    this._draw(this._law, this._reason);
  }

  /** @param {import("../lab/workbench.js").View} view */
  update({ lanes, state: { law } }) {
    this._lanes = lanes;
    this._picker.update(lanes, law);
    this._refresh();
    // The law of one lane marks the starts of all.
    const starts = JSON.stringify(lanes.map(({ letter, experiment }) => [letter, startOf(experiment, 0)]));
    if (starts !== this._starts) this._draw(this._law, this._reason);
    this._starts = starts;
  }

  redraw() {
    this._draw(this._law, this._reason);
  }

  _refresh() {
    const { experiment } = this._lanes[this._picker.index];
    const asked = JSON.stringify(experiment);
    if (asked === this._asked) return;
    this._asked = asked;
    if (!this._isPossible(experiment.cost, experiment.activation)) {
      this._draw(null, messages.why.impossible);
      return;
    }
    this._question.ask(experiment);
  }

  /** @param {any} law @param {string} [reason] why there is none */
  _draw(law, reason = "") {
    const chart = this._chart;
    this._law = law;
    this._reason = reason;
    if (chart === null || (law === null && reason === "")) return;
    chart.update(law, this._lanes, { cost: this._lanes[this._picker.index].experiment.cost, reason });
    this._frames.add(chart, () => chart.draw());
  }
}
