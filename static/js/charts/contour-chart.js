// @ts-check
/**
 * The way down: the path of each neuron with two inputs over the contours of C(w₁, w₂).
 *
 * Plotly draws the landscape; the paths lie over it. A frame of the animation moves dots and lengthens lines, and
 * Plotly is not asked.
 */

import { niceStep } from "../axes.js";
import { listOf, weightsOf } from "../runs/experiment.js";
import { roughly } from "../words/format.js";
import { messages } from "../words/messages.js";
import { extentOf } from "../runs/reading.js";
import { sizeOf } from "./geometry.js";
import { svg } from "./svg.js";
import { CHART_CONFIG, chartLayout } from "./theme.js";

/** Points of the landscape along each weight. */
const GRID = 61;
/** The least width of the landscape, and how much it is wider than the paths. */
const [LEAST, ROOM] = [4, 0.2];
/** Points of a path that are drawn; the dot is always where its row says. */
const MOST_POINTS = 1000;
/** In pixels: a diverging path leaves the picture, and must not leave the numbers that a picture can have. */
const FAR = 4000;

/**
 * @typedef {{letter: string, slot: number, experiment: any, run: {trace: import("../runs/trace.js").Trace} | null}} Lane
 * @typedef {{start: number, stop: number, num: number}} Axis
 * @typedef {{w1: number[], w2: number[], cost: (number | null)[][]}} Surface
 * @typedef {{lane: Lane, rows: any[], kept: number[], lengths: number[], past: Element, dot: Element, letter: Element}} Path
 */

/** Whether a lane has a path here. @param {Lane} lane */
export function hasLandscape({ experiment }) {
  return weightsOf(experiment).length === 2;
}

/**
 * The part of the landscape that holds the paths of all lanes, as wide as it is high: what to ask the server for. A path
 * that leaves the bounds of a weight leaves the picture.
 * @param {Lane[]} lanes @param {{minimum: number, maximum: number}} bounds
 * @returns {{w1: Axis, w2: Axis}}
 */
export function landscapeOf(lanes, { minimum, maximum }) {
  const shown = lanes.filter(hasLandscape);
  const spans = [0, 1].map((index) => {
    const values = shown.flatMap(({ experiment, run }) => [weightsOf(experiment)[index], ...edgesOf(run?.trace ?? null, index)]);
    return [Math.min(...values), Math.max(...values)];
  });
  const half = Math.max(LEAST, ...spans.map(([low, high]) => (high - low) * (1 + ROOM))) / 2;
  const within = (/** @type {number} */ weight) => tidy(Math.max(minimum, Math.min(maximum, weight)));
  const [w1, w2] = spans.map(([low, high]) => ({ start: within((low + high) / 2 - half), stop: within((low + high) / 2 + half), num: GRID }));
  return { w1, w2 };
}

export class ContourChart {
  /**
   * @param {any} plotly a build with contour traces
   * @param {HTMLElement} element of templates/_partials/contour.html
   */
  constructor(plotly, element) {
    /** @param {string} selector @returns {HTMLElement} */
    const find = (selector) => /** @type {any} */ (element.querySelector(selector));
    this._plotly = plotly;
    this._frame = find(".plot");
    this._drawing = find(".plot-drawing");
    this._words = find('[data-part="words"]');
    this._overlay = svg("svg", { class: "plot-overlay", "aria-hidden": "true" });
    this._frame.append(this._overlay);
    /** @type {Surface | null} */
    this._surface = null;
    /** @type {Lane[]} */
    this._lanes = [];
    this._letter = "";
    /** @type {Path[]} */
    this._paths = [];
    this._epoch = 0;
    /** From weights to pixels, as last drawn. */
    this._place = { x: identity, y: identity };
    this._isDrawn = false;
    this._resizes = new ResizeObserver(() => this._isDrawn && this.draw());
    this._resizes.observe(this._frame);
  }

  /**
   * What to show from the next `draw` on.
   * @param {Surface | null} surface
   * @param {Lane[]} lanes those without two inputs are left out
   * @param {{letter: string, b: number, epoch: number}} of whose landscape it is, and the bias for which it was asked
   */
  update(surface, lanes, { letter, b, epoch }) {
    this._surface = surface;
    this._lanes = lanes.filter(hasLandscape);
    this._letter = letter;
    this._words.textContent = messages.why.contour.bias(letter, roughly(b), epoch);
  }

  /** Lets Plotly draw; costly, so it waits for a frame of its own (js/frames.js). */
  draw() {
    if (this._surface === null) return;
    const { width, height } = sizeOf(this._frame);
    this._plotly.react(this._drawing, [this._trace(this._surface)], { ...this._layout(this._surface), width, height }, CHART_CONFIG);
    this._frame.classList.add("is-live");
    this._isDrawn = true;
    const { xaxis, yaxis } = /** @type {any} */ (this._drawing)._fullLayout;
    this._place = {
      x: (/** @type {number} */ w) => xaxis._offset + (xaxis._length * (w - xaxis.range[0])) / (xaxis.range[1] - xaxis.range[0]),
      y: (/** @type {number} */ w) => yaxis._offset + yaxis._length * (1 - (w - yaxis.range[0]) / (yaxis.range[1] - yaxis.range[0])),
    };
    this._layPaths({ x: xaxis._offset, y: yaxis._offset, width: xaxis._length, height: yaxis._length });
    this.reveal(this._epoch);
  }

  /** Shows where the neurons are. Cheap: every frame may do it. @param {number} epoch */
  reveal(epoch) {
    this._epoch = epoch;
    for (const { rows, kept, lengths, past, dot, letter } of this._paths) {
      const row = Math.min(epoch, rows.length - 1);
      const [x, y] = this._point(rows[row]);
      for (const each of [dot, letter]) each.setAttribute("transform", `translate(${x.toFixed(2)} ${y.toFixed(2)})`);
      past.setAttribute("stroke-dasharray", `${lengthAt(kept, lengths, row).toFixed(2)} 99999`);
    }
  }

  destroy() {
    this._resizes.disconnect();
    this._plotly.purge(this._drawing);
    this._overlay.remove();
    this._frame.classList.remove("is-live");
  }

  /** @param {any} weights @returns {[number, number]} in pixels */
  _point(weights) {
    const [x, y] = [this._place.x(weights[0]), this._place.y(weights[1])];
    return [Math.max(-FAR, Math.min(FAR, x)), Math.max(-FAR, Math.min(FAR, y))];
  }

  /** @param {{x: number, y: number, width: number, height: number}} box where the landscape is; nothing is drawn beyond it */
  _layPaths(box) {
    const view = svg("svg", { ...box, viewBox: Object.values(box).join(" ") });
    this._overlay.replaceChildren(view);
    this._paths = this._lanes.flatMap((lane) => {
      const rows = lane.run?.trace.columns.w ?? [];
      const group = svg("g", { class: `cost-${lane.slot}` });
      const start = this._point(weightsOf(lane.experiment));
      const ring = svg("circle", { class: "path-start", r: 7, cx: start[0].toFixed(2), cy: start[1].toFixed(2) });
      view.append(group);
      if (rows.length === 0) {
        group.append(ring);
        return [];
      }
      const kept = every(rows.length, MOST_POINTS);
      const points = kept.map((row) => this._point(listOf(rows[row])));
      const d = `M${points.map(([x, y]) => `${x.toFixed(2)} ${y.toFixed(2)}`).join("L")}`;
      const past = svg("path", { class: "path-past", d });
      const dot = svg("circle", { class: "dot", r: 9 });
      const letter = svg("text", { class: "path-letter", "text-anchor": "middle", dy: 4 });
      letter.textContent = lane.letter;
      group.append(svg("path", { class: "path-whole", d }), past, ring, dot, letter);
      return [{ lane, rows, kept, lengths: lengthsOf(points), past, dot, letter }];
    });
  }

  /** @param {Surface} surface */
  _trace({ w1, w2, cost }) {
    const style = getComputedStyle(this._frame);
    const [paper, ink, hairline] = ["--paper", "--ink", "--hairline-strong"].map((name) => style.getPropertyValue(name).trim());
    const font = { family: style.getPropertyValue("--sans").trim(), size: 12, color: ink };
    return {
      type: "contour",
      x: [...w1],
      y: [...w2],
      z: cost.map((row) => [...row]),
      // The heights stand on the lines; a colour bar would need inline styles, which the page's policy refuses.
      showscale: false,
      ncontours: 14,
      contours: { showlabels: true, labelfont: font },
      // From the paper towards the ink: a scale of greys is as even as its numbers, and leaves the colours to the costs.
      colorscale: [[0, paper], [1, between(paper, ink, 0.5)]],
      line: { color: hairline, width: 0.5 },
      hovertemplate: `w₁ %{x:.2f}<br>w₂ %{y:.2f}<br>${messages.why.contour.hover(this._letter)} %{z:.4f}<extra></extra>`,
    };
  }

  /** @param {Surface} surface */
  _layout({ w1, w2 }) {
    const layout = chartLayout(this._frame);
    const title = layout.xaxis.title;
    const dtick = niceStep((w1[w1.length - 1] - w1[0]) / 5);
    return {
      ...layout,
      margin: { ...layout.margin, l: layout.margin.l + 12, t: layout.margin.t + 4 },
      hovermode: "closest",
      xaxis: { ...layout.xaxis, range: [w1[0], w1[w1.length - 1]], constrain: "domain", dtick, title: { ...title, text: "w₁", standoff: 4 } },
      yaxis: { ...layout.yaxis, showgrid: false, range: [w2[0], w2[w2.length - 1]], scaleanchor: "x", constrain: "domain", dtick, title: { ...title, text: "w₂", standoff: 4 } },
    };
  }
}

/** @param {import("../runs/trace.js").Trace | null} trace @param {number} index */
function edgesOf(trace, index) {
  if (extentOf(trace, "w") === null) return [];
  let [low, high] = [Infinity, -Infinity];
  for (const weights of trace?.columns.w ?? []) {
    low = Math.min(low, weights[index]);
    high = Math.max(high, weights[index]);
  }
  return [low, high];
}

/** So many indexes at most, evenly, with the first and the last. @param {number} length @param {number} most */
function every(length, most) {
  const step = Math.max(1, Math.ceil((length - 1) / most));
  const kept = [];
  for (let index = 0; index < length - 1; index += step) kept.push(index);
  kept.push(length - 1);
  return kept;
}

/** How long a path is up to each of its points. @param {[number, number][]} points */
function lengthsOf(points) {
  let sum = 0;
  return points.map(([x, y], index) => (sum += index === 0 ? 0 : Math.hypot(x - points[index - 1][0], y - points[index - 1][1])));
}

/** How long it is up to a row that may lie between two of its points. @param {number[]} kept @param {number[]} lengths @param {number} row */
function lengthAt(kept, lengths, row) {
  const step = kept.length > 2 ? kept[1] - kept[0] : Math.max(row, 1);
  const index = Math.min(Math.floor(row / step), kept.length - 1);
  const next = Math.min(index + 1, kept.length - 1);
  if (next === index) return lengths[index];
  const part = (row - kept[index]) / (kept[next] - kept[index]);
  return lengths[index] + (lengths[next] - lengths[index]) * part;
}

/** @param {string} one @param {string} other both as #rrggbb @param {number} part */
function between(one, other, part) {
  const [from, to] = [one, other].map((colour) => [1, 3, 5].map((place) => parseInt(colour.slice(place, place + 2), 16)));
  return `rgb(${from.map((value, index) => Math.round(value + (to[index] - value) * part)).join(",")})`;
}

/** @param {number} value */
function identity(value) {
  return value;
}

/** @param {number} value */
function tidy(value) {
  return Number(value.toPrecision(6));
}
