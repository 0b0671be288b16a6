// @ts-check
/** The plateau law of a lane: asks the server for it when the lane's experiment changes, and has it drawn. */

import { Latest, post } from "../../api.js";
import { PlateauChart } from "../../charts/plateau-chart.js";
import { startOf } from "../../runs/start.js";
import { LanePicker } from "../lab/lane-picker.js";

/** Milliseconds after the last change: while a slider moves, the curves over the epochs come first. */
const REST = 150;

export class PlateauLaw {
  /**
   * @param {HTMLElement} element around a select and templates/_partials/plateau.html
   * @param {{api: string, costs: Record<string, {label: string, slot: number}>, frames: import("../../frames.js").FrameQueue,
   *   isPossible: (cost: string, activation: string) => boolean}} options
   */
  constructor(element, { api, costs, frames, isPossible }) {
    this._isPossible = isPossible;
    this._place = /** @type {HTMLElement} */ (element.querySelector('[data-part="plateau"]'));
    this._costs = costs;
    this._frames = frames;
    this._picker = new LanePicker(/** @type {HTMLSelectElement} */ (element.querySelector("select")), () => this._refresh());
    /** @type {PlateauChart | null} */
    this._chart = null;
    /** @type {any} */
    this._law = null;
    /** @type {import("../lab/workbench.js").Shown[]} */
    this._lanes = [];
    this._asked = "";
    this._starts = "";
    this._question = new Latest((experiment) => post(`${api}/plateaus`, { experiment }), {
      onAnswer: (law) => this._draw(law),
      onFailure: () => (this._asked = ""),
      rest: REST,
    });
  }

  /** @param {any} plotly */
  makeCharts(plotly) {
    this._chart ??= new PlateauChart(plotly, this._place, { costs: this._costs });
    this._draw(this._law);
  }

  /** @param {import("../lab/workbench.js").View} view */
  update({ lanes }) {
    this._lanes = lanes;
    this._picker.update(lanes);
    this._refresh();
    // The law of one lane marks the starts of all.
    const starts = JSON.stringify(lanes.map(({ letter, experiment }) => [letter, startOf(experiment, 0)]));
    if (starts !== this._starts) this._draw(this._law);
    this._starts = starts;
  }

  redraw() {
    this._draw(this._law);
  }

  _refresh() {
    const { experiment } = this._lanes[this._picker.index];
    const asked = JSON.stringify(experiment);
    if (asked === this._asked || !this._isPossible(experiment.cost, experiment.activation)) return;
    this._asked = asked;
    this._question.ask(experiment);
  }

  /** @param {any} law */
  _draw(law) {
    const chart = this._chart;
    this._law = law;
    if (chart === null || law === null) return;
    chart.update(law, this._lanes);
    this._frames.add(chart, () => chart.draw());
  }
}
