// @ts-check
/** All lanes in one chart: the output, the cost, or how fast the output moves (templates/_partials/overview.html). */

import { commonRange } from "../../axes.js";
import { messages } from "../../words/messages.js";
import { extentOf, seriesOf } from "../../runs/series.js";
import { EpochPlots } from "../epoch-plots.js";
import { legendItem, repeatsOf } from "./legend.js";

/**
 * @typedef {import("../../runs/series.js").Quantity} Quantity
 * @typedef {import("../lab/workbench.js").Shown} Shown
 */

/** The range of each quantity before there is anything to show. @type {Record<Quantity, [number, number]>} */
const USUAL = { a: [0, 1], cost: [0, 0.5], speed: [0, 0.01], shape: [0, 1] };

export class Overview {
  /**
   * @param {Element} element
   * @param {{frames: import("../../frames.js").FrameQueue, onQuantity: (quantity: Quantity) => void}} options
   */
  constructor(element, { frames, onQuantity }) {
    this._plots = new EpochPlots([element], { id: "overview", frames });
    this._title = /** @type {Element} */ (element.querySelector(".plot-title"));
    this._legend = /** @type {Element} */ (element.querySelector('[data-part="legend"]'));
    this._common = /** @type {Element} */ (element.querySelector('[data-part="common"]'));
    this._remark = /** @type {Element} */ (element.querySelector('[data-part="remark"]'));
    /** @type {HTMLInputElement[]} */
    this._choices = [...element.querySelectorAll(/** @type {any} */ ('input[name="quantity"]'))];
    for (const choice of this._choices)
      choice.addEventListener("change", () => onQuantity(/** @type {Quantity} */ (choice.value)));
  }

  /** @param {any} plotly */
  makeCharts(plotly) {
    this._plots.make(plotly);
  }

  /** @param {import("../lab/workbench.js").View} view */
  update({ lanes, state: { show: quantity, example }, differences }) {
    for (const choice of this._choices) choice.checked = choice.value === quantity;
    this._title.textContent = messages.overview.titles[quantity];
    this._remark.textContent = messages.overview.remarks[quantity];
    this._plots.rename("overview", messages.overview.symbols[quantity]);
    const repeats = repeatsOf(lanes);
    this._showLegend(lanes, repeats, differences);
    const lines = lanes.flatMap(({ run, slot, letter }, index) => {
      if (run === null) return [];
      return [{ x: run.trace.columns.epoch, y: seriesOf(run.trace, quantity, example), slot, letter, repeat: repeats[index] }];
    });
    const [low, high] = commonRange(USUAL[quantity], [extentOf(lines.map(({ y }) => y))]);
    const epochs = Math.max(1, ...lanes.map(({ run }) => run?.experiment.epochs ?? 1));
    this._plots.update({ overview: { axes: { epochs, low, high }, lines } });
  }

  redraw() {
    this._plots.redraw();
  }

  /** @param {import("../../runs/player.js").State} state */
  show(state) {
    this._plots.reveal(state.epoch, state.seen);
  }

  /** @param {Shown[]} lanes @param {number[]} repeats @param {import("../../words/differences.js").Differences} differences */
  _showLegend(lanes, repeats, { common, own, change }) {
    this._common.textContent = lanes.length > 1 ? messages.overview.alike(change, common) : common;
    this._legend.replaceChildren(
      ...lanes.map(({ letter, slot, name }, index) => legendItem({ letter, slot, repeat: repeats[index], words: own[index] === "" ? name : own[index] })),
    );
  }
}
