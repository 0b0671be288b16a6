// @ts-check
/**
 * A column of a trace over its epochs.
 *
 * Plotly draws the whole curve once its rows have come; playing only uncovers it. The part up to the current epoch is
 * drawn at full strength and cut off with a clip path, the part beyond is faint, and hidden until it has been seen.
 * That makes a frame of the animation a matter of a few attributes, whatever the length of the run: a redraw by
 * Plotly would take ten milliseconds, on a phone fifty.
 */

import { niceStep } from "../axes.js";
import { messages } from "../messages.js";
import { CHART_CONFIG, chartLayout, MARGIN, seriesStyle } from "./theme.js";
import { thin } from "./thinning.js";

/** About how many points are drawn. */
const MOST_POINTS = 2000;
const SVG = "http://www.w3.org/2000/svg";

/** @param {string} name @param {Record<string, string>} attributes */
function svg(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

/**
 * @typedef {{epochs: number, low: number, high: number}} Axes
 * @typedef {{trace: import("../trace.js").Trace, slot: number}} Data
 */

export class EpochChart {
  /**
   * @param {any} plotly
   * @param {HTMLElement} element to be filled
   * @param {{column: string, title: string}} options
   */
  constructor(plotly, element, { column, title }) {
    this._plotly = plotly;
    this._column = column;
    this._title = title;
    this._frame = element;
    this._drawing = /** @type {HTMLElement} */ (element.querySelector(".plot-drawing"));
    this._clipId = `clip-${column}-${element.closest("[data-panel]")?.getAttribute("data-panel")}`;
    this._clip = svg("rect", { x: "-9", y: "-9", width: "0", height: "4000" });
    this._rest = svg("rect", { x: "0", y: "-9", width: "9999", height: "4000" });
    this._now = svg("line", { class: "now" });
    this._dot = svg("circle", { class: "dot", r: "5.5" });
    this._overlay = this._makeOverlay();
    /** @type {Axes} */
    this._axes = { epochs: 1, low: 0, high: 1 };
    /** @type {Data | null} */
    this._data = null;
    this._place = { epoch: 0, seen: 0 };
    this._isDrawn = false;
    /** In pixels, as last drawn: asking the page in every frame would make it lay itself out. */
    this._size = { width: 0, height: 0 };
    this._resizes = new ResizeObserver(() => this._isDrawn && this.draw());
    this._resizes.observe(this._frame);
  }

  /**
   * What to show from the next `draw` on.
   * @param {Axes} axes @param {Data | null} data
   */
  update(axes, data) {
    // A little room at the top, because Plotly draws no tick on the very edge.
    this._axes = { ...axes, high: axes.high + (axes.high - axes.low) * 0.04 };
    this._data = data;
  }

  /** Lets Plotly draw. This is the costly part: one chart a frame. */
  draw() {
    const layout = this._layout();
    const size = (this._size = { width: this._frame.clientWidth, height: this._frame.clientHeight });
    this._plotly.react(this._drawing, this._traces(), { ...layout, ...size }, CHART_CONFIG);
    this._frame.classList.add("is-live");
    this._isDrawn = true;
    const [rest, ink] = this._drawing.querySelectorAll(".scatterlayer .trace");
    rest?.setAttribute("clip-path", `url(#${this._clipId}-rest)`);
    ink?.setAttribute("clip-path", `url(#${this._clipId})`);
    this.reveal(this._place.epoch, this._place.seen);
  }

  /**
   * Shows the curve up to an epoch, and faintly what has been seen of the rest. Cheap: every frame may do it.
   * @param {number} epoch @param {number} seen
   */
  reveal(epoch, seen) {
    this._place = { epoch, seen };
    const last = this._data?.trace.lastEpoch ?? -1;
    if (!this._isDrawn || this._data === null || last < 0) return;
    const width = this._size.width - MARGIN.l - MARGIN.r;
    const height = this._size.height - MARGIN.t - MARGIN.b;
    const place = Math.min(epoch, last);
    const x = (place / this._axes.epochs) * width;
    const value = this._data.trace.columns[this._column][place];
    const y = height * (1 - (value - this._axes.low) / (this._axes.high - this._axes.low));
    this._clip.setAttribute("width", String(Math.max(x + 9, 0)));
    this._rest.setAttribute("x", String(x));
    this._rest.setAttribute("width", String(Math.max(((seen - place) / this._axes.epochs) * width, 0) + (seen >= last ? 9 : 0)));
    this._dot.setAttribute("cx", String(MARGIN.l + x));
    this._dot.setAttribute("cy", String(MARGIN.t + y));
    for (const [name, at] of Object.entries({ x1: MARGIN.l + x, x2: MARGIN.l + x, y1: MARGIN.t + y, y2: MARGIN.t + height }))
      this._now.setAttribute(name, String(at));
  }

  destroy() {
    this._resizes.disconnect();
    this._plotly.purge(this._drawing);
    this._overlay.remove();
    this._frame.classList.remove("is-live");
  }

  _makeOverlay() {
    const overlay = svg("svg", { class: "plot-overlay", "aria-hidden": "true" });
    for (const [id, rect] of /** @type {[string, Element][]} */ ([
      [this._clipId, this._clip],
      [`${this._clipId}-rest`, this._rest],
    ])) {
      const clip = svg("clipPath", { id, clipPathUnits: "userSpaceOnUse" });
      clip.append(rect);
      overlay.append(clip);
    }
    overlay.append(this._now, this._dot);
    this._frame.append(overlay);
    return overlay;
  }

  _traces() {
    const columns = this._data?.trace.columns ?? { epoch: [] };
    const values = columns[this._column] ?? [];
    const kept = thin(values, MOST_POINTS);
    const x = kept === null ? columns.epoch : kept.map((index) => columns.epoch[index]);
    const y = kept === null ? values : kept.map((index) => values[index]);
    const style = seriesStyle(this._frame, this._data?.slot ?? 0);
    const line = { color: style.color, width: 2.25 };
    // Plotly adopts the arrays that it is given, and a trace goes on growing: it gets its own.
    return [
      { x: [...x], y: [...y], mode: "lines", line: { ...line, width: 1.25 }, opacity: 0.55, hoverinfo: "skip" },
      {
        x: [...x],
        y: [...y],
        mode: "lines+markers",
        cliponaxis: false,
        line: { ...line, dash: style.dash },
        marker: { color: style.color, symbol: style.symbol, size: 6, maxdisplayed: 9 },
        hovertemplate: `${messages.chart.epoch} %{x}<br>${this._title} %{y:.10~g}<extra></extra>`,
      },
    ];
  }

  _layout() {
    const layout = chartLayout(this._frame);
    const { epochs, low, high } = this._axes;
    layout.xaxis = { ...layout.xaxis, range: [0, epochs], tick0: 0, dtick: Math.max(1, niceStep(epochs / 3)), title: { ...layout.xaxis.title, text: messages.chart.epoch, standoff: 4 } };
    layout.yaxis = { ...layout.yaxis, range: [low, high], tick0: 0, dtick: niceStep((high - low) / 4) };
    return layout;
  }
}
