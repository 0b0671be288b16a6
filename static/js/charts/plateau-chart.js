// @ts-check
/**
 * The plateau law: epochs until the output is within 0.5 of its target, against the start z₀, one curve a cost. On the
 * logarithmic axis an exponential law is a straight line, and a linear one nearly level: that is all there is to see.
 */

import { messages } from "../words/messages.js";
import { startOf } from "../runs/start.js";
import { targetsOf } from "../runs/experiment.js";
import { niceStep } from "../axes.js";
import { plain } from "../words/format.js";
import { sizeOf } from "./geometry.js";
import { describeLaw, epochsAt } from "../words/plateau-law.js";
import { CHART_CONFIG, chartLayout, seriesStyle } from "./theme.js";

/** Labels on the axis of epochs. */
const MOST_DECADES = 6;
/** Where along the way outwards a curve has its name. */
const LABEL_AT = 0.72;

/**
 * @typedef {import("../words/plateau-law.js").Law} Law
 * @typedef {{letter: string, slot: number, experiment: any}} Start
 */

export class PlateauChart {
  /**
   * @param {any} plotly
   * @param {HTMLElement} element of templates/_partials/plateau.html
   * @param {{costs: Record<string, {label: string, slot: number, followsGradient: boolean}>}} options
   */
  constructor(plotly, element, { costs }) {
    /** @param {string} selector @returns {HTMLElement} */
    const find = (selector) => /** @type {any} */ (element.querySelector(selector));
    this._plotly = plotly;
    this._costs = costs;
    this._frame = find(".plot");
    this._title = find(".plot-title");
    this._drawing = find(".plot-drawing");
    this._words = find('[data-part="words"]');
    this._legend = find('[data-part="legend"]');
    /** @type {Law | null} */
    this._law = null;
    /** @type {Start[]} */
    this._lanes = [];
    this._isDrawn = false;
    this._resizes = new ResizeObserver(() => this._isDrawn && this.draw());
    this._resizes.observe(this._frame);
  }

  /**
   * The law, and whose starts are marked; the words are there at once, the picture with the next `draw`.
   * @param {Law | null} law @param {Start[]} lanes
   * @param {{cost: string, reason: string}} of the cost of the lane whose law it is, or why there is none
   */
  update(law, lanes, { cost, reason }) {
    this._law = law;
    this._lanes = lanes.filter(({ experiment }) => targetsOf(experiment).length === 1);
    this._words.textContent = law === null ? reason : describeLaw(law, this._costs, cost) + this._strangers(law);
    const isPicture = law !== null && law.applies;
    for (const part of [this._frame, this._title, this._legend]) part.hidden = !isPicture;
  }

  /** Which starts lie where no law is drawn. @param {Law} law */
  _strangers(law) {
    if (!law.applies) return "";
    const words = messages.why.plateau;
    const starts = this._lanes.map(({ letter, experiment }) => ({ letter, z: startOf(experiment, 0) }));
    const outside = starts.filter(({ z }) => z < law.z[0] || z > law.z[law.z.length - 1]);
    return outside.length === 0 ? "" : words.notMarked(outside.map(({ letter, z }) => words.startOf(letter, plain(Math.round(100 * z) / 100))));
  }

  /** Lets Plotly draw; costly, so it waits for a frame of its own (js/frames.js). */
  draw() {
    if (this._law === null || !this._law.applies) return;
    const { width, height } = sizeOf(this._frame);
    this._plotly.react(this._drawing, this._traces(this._law), { ...this._layout(this._law), width, height }, CHART_CONFIG);
    this._frame.classList.add("is-live");
    this._isDrawn = true;
  }

  destroy() {
    this._resizes.disconnect();
    this._plotly.purge(this._drawing);
    this._frame.classList.remove("is-live");
  }

  /** @param {Law} law */
  _traces({ z, costs }) {
    return Object.entries(costs).flatMap(([name, { theory, simulated }]) => {
      const style = seriesStyle(this._frame, this._costs[name].slot);
      return [
        {
          x: [...z],
          y: theory.map((epochs) => (epochs === null || epochs <= 0 ? null : epochs)),
          mode: "lines",
          line: { color: style.color, width: style.width, dash: style.dash },
          hoverinfo: "skip",
        },
        {
          x: [...simulated.z],
          y: [...simulated.epochs],
          mode: "markers",
          marker: { color: style.color, symbol: style.symbol, size: style.size + 1 },
          hovertemplate: `z %{x}<br>%{y:,} ${messages.why.plateau.hover}<extra></extra>`,
        },
      ];
    });
  }

  /** @param {Law} law */
  _layout(law) {
    const layout = chartLayout(this._frame);
    const [low, high] = [law.z[0], law.z[law.z.length - 1]];
    const top = Math.max(1, Math.ceil(Math.log10(greatest(law)) - 0.02));
    const every = Math.ceil(top / MOST_DECADES);
    const decades = Array.from({ length: Math.floor(top / every) + 1 }, (_, index) => index * every);
    const places = this._lanes.map((lane) => ({ ...lane, z: startOf(lane.experiment, 0) })).filter(({ z }) => z >= low && z <= high);
    return {
      ...layout,
      margin: { ...layout.margin, t: layout.margin.t + 16 },
      hovermode: "closest",
      xaxis: { ...layout.xaxis, range: [low, high], dtick: niceStep((high - low) / 6), title: { ...layout.xaxis.title, text: messages.why.plateau.axis, standoff: 4 } },
      yaxis: {
        ...layout.yaxis,
        type: "log",
        range: [-0.1, top + 0.05],
        tickvals: decades.map((power) => 10 ** power),
        ticktext: decades.map(decade),
      },
      shapes: places.map(({ z }) => ({
        type: "line", xref: "x", yref: "paper", x0: z, x1: z, y0: 0, y1: 1, layer: "below",
        line: { color: layout.font.color, width: 1, dash: "2px,3px" },
      })),
      annotations: [...this._startLabels(places, layout), ...this._names(law, layout)],
    };
  }

  /** The letters of the lanes above their starts; of one place, together. @param {{letter: string, z: number}[]} places @param {any} layout */
  _startLabels(places, layout) {
    /** @type {Map<number, string[]>} */
    const letters = new Map();
    for (const { letter, z } of places) letters.set(z, [...(letters.get(z) ?? []), letter]);
    return [...letters].map(([z, names]) => ({
      x: z, xref: "x", y: 1, yref: "paper", yanchor: "bottom", showarrow: false, text: names.join(" "),
      font: { ...layout.font, color: layout.hoverlabel.font.color },
    }));
  }

  /** Each curve's name beside it: on the outer side, where the curves are apart. @param {Law} law @param {any} layout */
  _names({ z, costs }, layout) {
    const side = Math.abs(z[0]) > Math.abs(z[z.length - 1]) ? -1 : 1;
    const [inner, outer] = side > 0 ? [Math.max(z[0], 0), z[z.length - 1]] : [Math.min(z[z.length - 1], 0), z[0]];
    return Object.entries(costs).flatMap(([name, { theory }]) => {
      const at = inner + LABEL_AT * (outer - inner);
      const epochs = epochsAt(z, theory, at);
      if (epochs === null) return [];
      return [{
        x: at, xref: "x", y: Math.log10(epochs), yref: "y", showarrow: false, text: this._costs[name].label,
        xanchor: side > 0 ? "right" : "left", yanchor: "bottom", xshift: -6 * side, yshift: 4,
        font: { ...layout.font, color: seriesStyle(this._frame, this._costs[name].slot).color },
      }];
    });
  }
}

/** @param {Law} law */
function greatest({ costs }) {
  let most = 10;
  for (const { theory, simulated } of Object.values(costs))
    for (const epochs of [...theory, ...simulated.epochs]) if (epochs !== null && epochs > most) most = epochs;
  return most;
}

/** @param {number} power */
function decade(power) {
  return power < 4 ? (10 ** power).toLocaleString("en") : `10${plain(power).replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)])}`;
}
