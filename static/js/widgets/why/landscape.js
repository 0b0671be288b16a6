// @ts-check
/**
 * The landscape of the first lane with two inputs, and the paths of all such lanes over it. It belongs to one bias, and
 * the bias moves too: whenever the clock rests, the landscape of that epoch is asked for.
 */

import { Latest, post } from "../../api.js";
import { ContourChart, hasLandscape, landscapeOf } from "../../charts/contour-chart.js";
import { loadPlotly } from "../../charts/plotly.js";
import { PathNote } from "./path-note.js";

/** Milliseconds after the last change: while a slider moves, the curves over the epochs come first. */
const REST = 150;

export class Landscape {
  /**
   * @param {HTMLElement} element around templates/_partials/contour.html
   * @param {{api: string, plotlyContours: string, frames: import("../../frames.js").FrameQueue,
   *   isPossible: (cost: string, activation: string) => boolean}} options
   */
  constructor(element, { api, plotlyContours, frames, isPossible }) {
    this._isPossible = isPossible;
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
    /** @type {(import("../../runs/trace.js").Trace | null)[]} */
    this._traces = [];
    this._question = new Latest(({ body }) => post(`${api}/surfaces`, body), {
      onAnswer: (surface, { of }) => this._draw(surface, of),
      onFailure: () => (this._asked = ""),
      rest: REST,
    });
  }

  /** @param {import("../lab/workbench.js").View} view */
  update({ lanes }) {
    this._lanes = lanes;
    const first = lanes.find(hasLandscape);
    this._place.hidden = first === undefined;
    this._note.choose((first ?? lanes[0]).experiment);
    // Other rows over the same landscape have to be drawn too.
    const traces = lanes.map(({ run }) => run?.trace ?? null);
    if (traces.length !== this._traces.length || traces.some((trace, index) => trace !== this._traces[index])) this._asked = "";
    this._traces = traces;
  }

  /** @param {import("../../runs/player.js").State} clock */
  show({ epoch, isPlaying }) {
    this._chart?.reveal(epoch);
    const first = this._lanes.find(hasLandscape);
    if (first === undefined || first.run === null || isPlaying) return;
    if (!this._isPossible(first.experiment.cost, first.experiment.activation)) return;
    const b = first.run.trace.at(epoch)?.b ?? first.experiment.b;
    const body = { experiment: first.experiment, b, ...landscapeOf(this._lanes) };
    const asked = JSON.stringify(body);
    if (asked === this._asked) return;
    this._asked = asked;
    this._question.ask({ body, of: { letter: first.letter, b, epoch } });
  }

  redraw() {
    if (this._chart !== null) this._frames.add(this._chart, () => this._chart?.draw());
  }

  /** @param {any} surface @param {{letter: string, b: number, epoch: number}} of */
  async _draw(surface, of) {
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
