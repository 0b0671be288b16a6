// @ts-check
/** The run of the chosen cell under both costs: its curves, its numbers, and the way into the lab (templates/_partials/map_more.html). */

import { Latest, post, Refusal } from "../../api.js";
import { DEFAULT_VIEW, format } from "../../link/url-state.js";
import { Trace } from "../../runs/trace.js";
import { isSameExperiment } from "../../runs/experiment.js";
import { describe } from "../../words/describe.js";
import { placeText, valueText } from "../../words/map-words.js";
import { messages } from "../../words/messages.js";
import { commonRange } from "../../axes.js";
import { extentOf } from "../../runs/series.js";
import { EpochPlots } from "../epoch-plots.js";

/** Rows that are asked for, about: a longer run is drawn from fewer of them. */
const MOST_ROWS = 10_000;

/**
 * @typedef {{slot: number, label: string, experiment: any}} Lane
 * @typedef {{lanes: Lane[], coordinates: import("../../words/map-words.js").Coordinate[], measure: import("../../words/map-words.js").Measure}} View
 */

export class ChosenRun {
  /**
   * @param {HTMLElement} element
   * @param {{api: string, fields: import("../../link/field-codec.js").Field[], frames: import("../../frames.js").FrameQueue, onRefusal: (errors: import("../../runs/stream.js").FieldError[]) => void}} options
   */
  constructor(element, { api, fields, frames, onRefusal }) {
    /** @param {string} name @returns {any} */
    const part = (name) => element.querySelector(`[data-part="${name}"]`);
    this._fields = fields;
    this._title = part("run-title");
    this._list = part("run-list");
    this._problem = part("run-problem");
    this._link = part("lab-link");
    this._plots = new EpochPlots([element], { id: "map-run", frames });
    /** @type {View | null} */
    this._view = null;
    /** What has been run. @type {{experiments: any[], results: any[]} | null} */
    this._run = null;
    /** @type {any[]} */
    this._asked = [];
    this._question = new Latest(
      (experiments) => {
        const every = Math.max(1, Math.ceil(experiments[0].epochs / MOST_ROWS));
        return post(`${api}/simulations`, { experiments, record: "trace", every });
      },
      {
        onAnswer: ({ results }, experiments) => this._show({ experiments, results }),
        onFailure: (error) => {
          const words = messages.map.run;
          this._asked = [];
          this._problem.textContent = error instanceof Refusal ? words.refused(error.message) : words.lost;
          if (error instanceof Refusal) onRefusal(error.problem.errors ?? []);
        },
      },
    );
  }

  /** @param {any} plotly */
  makeCharts(plotly) {
    this._plots.make(plotly);
  }

  /** @param {View} view */
  update(view) {
    this._view = view;
    const experiments = view.lanes.map(({ experiment }) => experiment);
    const state = { ...DEFAULT_VIEW, hide: [], experiments };
    this._link.href = `/lab?${format(state, { fields: this._fields })}`;
    const isSame = this._asked.length === experiments.length && experiments.every((one, index) => isSameExperiment(one, this._asked[index]));
    if (!isSame) {
      this._asked = experiments;
      this._question.ask(experiments);
    } else this._write();
  }

  redraw() {
    this._plots.redraw();
  }

  /** @param {{experiments: any[], results: any[]}} run */
  _show(run) {
    this._run = run;
    this._problem.textContent = "";
    this._write();
    if (this._view === null) return;
    const traces = run.results.map(({ trace }) => traceOf(trace));
    const slots = this._view.lanes.map(({ slot }) => slot);
    const lines = traces.map(({ columns }, index) => ({
      x: columns.epoch,
      y: columns.a ?? [],
      slot: slots[index],
      repeat: slots.slice(0, index).filter((slot) => slot === slots[index]).length,
    }));
    const { epochs } = run.experiments[0];
    const [low, high] = commonRange([0, 1], [extentOf(lines.map(({ y }) => y))]);
    this._plots.update({ run: { axes: { epochs, low, high }, lines } });
    this._plots.reveal(epochs, epochs);
  }

  /** The words: what is measured may have changed where the run has not. */
  _write() {
    if (this._view === null || this._run === null) return;
    const { lanes, coordinates, measure } = this._view;
    const { results } = this._run;
    this._title.textContent = messages.map.run.title(placeText(coordinates));
    this._list.replaceChildren(
      ...results.map(({ experiment, trace, summary }, index) => {
        const item = document.createElement("li");
        item.className = `cost-${lanes[index]?.slot ?? 0}`;
        const head = document.createElement("p");
        head.className = "map-run-head";
        const name = Object.assign(document.createElement("span"), { textContent: lanes[index]?.label ?? "" });
        const value = document.createElement("data");
        value.value = String(summary[measure.name] ?? "");
        value.textContent = valueText(summary[measure.name], measure);
        head.append(name, " ", value);
        const words = Object.assign(document.createElement("p"), { textContent: describe({ experiment, trace: traceOf(trace), summary }) });
        item.append(head, words);
        return item;
      }),
    );
  }
}

/** @param {Record<string, any[]>} columns */
function traceOf(columns) {
  const trace = new Trace();
  trace.append(columns);
  return trace;
}
