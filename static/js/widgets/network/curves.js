// @ts-check
/** The curves of all lanes against epochs: accuracy, cost and the mean slope at the outputs. */

import { commonRange, powerOf, powerRange } from "../../axes.js";
import { extentOf } from "../../runs/series.js";
import { EpochPlots } from "../epoch-plots.js";
import { legendItem, repeatsOf } from "../compare/legend.js";

/** The range of each before there is anything to show; of the cost in powers of ten. @type {Record<string, [number, number]>} */
const USUAL = { accuracy: [0, 1], cost: [-2, 0], slope: [0, 0.25] };

/** The column of a curve. @param {string} plot @param {"training" | "held-out"} on */
function columnOf(plot, on) {
  return on === "held-out" && plot !== "slope" ? `test_${plot}` : plot;
}

/** @typedef {{letter: string, slot: number, title: string, lane: import("../../networks/training.js").Lane | null}} Shown */

export class Curves {
  /** @param {HTMLElement} element @param {HTMLElement} legend @param {{frames: import("../../frames.js").FrameQueue}} options */
  constructor(element, legend, { frames }) {
    this._plots = new EpochPlots([element], { id: "all", frames });
    this._legend = legend;
  }

  /** @param {any} plotly */
  makeCharts(plotly) {
    this._plots.make(plotly);
  }

  /** @param {Shown[]} lanes @param {"training" | "held-out"} on @param {number} epochs */
  update(lanes, on, epochs) {
    const repeats = repeatsOf(lanes);
    const items = lanes.map(({ letter, slot, title }, index) => ({ letter, slot, repeat: repeats[index], words: title }));
    const said = JSON.stringify(items);
    if (this._legend.dataset.said !== said) {
      this._legend.dataset.said = said;
      this._legend.replaceChildren(...items.map(legendItem));
    }
    this._plots.update(
      Object.fromEntries(
        Object.entries(USUAL).map(([plot, usual]) => {
          const lines = lanes.flatMap(({ lane, slot, letter }, index) => {
            const y = lane?.trace.columns[columnOf(plot, on)] ?? [];
            return y.every((value) => value === null) ? [] : [{ x: /** @type {any} */ (lane).trace.columns.epoch, y, slot, letter, repeat: repeats[index] }];
          });
          return [plot, plot === "cost" ? logarithmic(lines, epochs, usual) : linear(lines, epochs, usual)];
        }),
      ),
    );
  }

  /** @param {{epoch: number, seen: number}} clock */
  show({ epoch, seen }) {
    this._plots.reveal(epoch, seen);
  }

  redraw() {
    this._plots.redraw();
  }
}

/** @typedef {import("../../charts/epoch-chart.js").Line} Line */

/** @param {Line[]} lines @param {number} epochs @param {[number, number]} usual */
function linear(lines, epochs, usual) {
  const [low, high] = commonRange(usual, [extentOf(lines.map(({ y }) => y))]);
  return { axes: { epochs, low, high }, lines };
}

/**
 * A cost that starts saturated is some ten, a trained one some thousandth, and the plateau of the quadratic cost lies
 * between: on a linear axis it could not be told from 0.
 * @param {Line[]} lines @param {number} epochs @param {[number, number]} usual
 */
function logarithmic(lines, epochs, usual) {
  const [low, high] = powerRange(lines.flatMap(({ y }) => y), usual);
  return { axes: { epochs, low, high, isLog: true }, lines: lines.map((line) => ({ ...line, y: line.y.map(powerOf) })) };
}
