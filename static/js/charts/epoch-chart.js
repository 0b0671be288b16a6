// @ts-check
/**
 * Columns of traces over their epochs: one line, or one for each lane.
 *
 * Plotly draws the whole curve once its rows have come; playing only uncovers it. The part up to the current epoch is
 * drawn at full strength and cut off with a clip path, the part beyond is faint, and hidden until it has been seen.
 * That makes a frame of the animation a matter of a few attributes, whatever the length of the run: a redraw by
 * Plotly would take ten milliseconds, on a phone fifty.
 */

import { niceStep } from "../axes.js";
import { messages } from "../words/messages.js";
import { APART, asidesOf } from "./asides.js";
import { geometry, sizeOf, withHeadroom } from "./geometry.js";
import { svg } from "./svg.js";
import { CHART_CONFIG, chartLayout, MARGIN, seriesStyle } from "./theme.js";
import { thin } from "./thinning.js";
import { powerTicks, sizeThatFits, ticksOf } from "./ticks.js";

/** About how many points are drawn. */
const MOST_POINTS = 2000;
/** A dot farther from the chart than this, in pixels, is not drawn: an SVG takes no number like 1e300. */
const FAR = 1e6;

/**
 * @typedef {import("./geometry.js").Axes} Axes
 * @typedef {object} Line
 * @property {number[]} x epochs, one a row
 * @property {(number | null)[]} y
 * @property {number} slot of the colour
 * @property {number} [repeat] how many lines of the same colour come before it: another dash and marker tells them apart
 * @property {string} [letter] what stands in its dot
 * @property {boolean} [isFaint] drawn thinly behind the others, without a dot
 */

export class EpochChart {
  /**
   * @param {any} plotly
   * @param {HTMLElement} element to be filled (templates/_partials/plot.html)
   * @param {{id: string, title: string}} options `id`: unique on the page
   */
  constructor(plotly, element, { id, title }) {
    this._plotly = plotly;
    this._title = title;
    this._frame = element;
    this._drawing = /** @type {HTMLElement} */ (element.querySelector(".plot-drawing"));
    this._clipId = `clip-${id}`;
    this._clip = svg("rect", { x: "-9", y: "-9", width: "0", height: "4000" });
    this._rest = svg("rect", { x: "0", y: "-9", width: "9999", height: "4000" });
    this._now = svg("line", { class: "now" });
    this._dots = svg("g", {});
    this._overlay = this._makeOverlay();
    /** @type {Axes} */
    this._axes = { epochs: 1, low: 0, high: 1 };
    /** @type {Line[]} */
    this._lines = [];
    /** The lines with a dot. @type {Line[]} */
    this._leading = [];
    /** What the next `draw` draws; until then the dots stay on what is there. */
    this._next = { axes: this._axes, lines: this._lines };
    this._place = { epoch: 0, seen: 0 };
    this._isDrawn = false;
    /** In pixels, as last drawn: asking the page in every frame would make it lay itself out. */
    this._size = { width: 0, height: 0, margin: MARGIN };
    this._resizes = new ResizeObserver(() => this._isDrawn && this.draw());
    this._resizes.observe(this._frame);
  }

  /**
   * What to show from the next `draw` on.
   * @param {Axes} axes @param {Line[]} lines none before a run
   */
  update(axes, lines) {
    this._next = { axes: withHeadroom(axes), lines: lines.filter((line) => line.x.length > 0) };
  }

  /** Another title for the box that appears under the pointer. @param {string} title */
  rename(title) {
    this._title = title;
  }

  /** Lets Plotly draw. This is the costly part: one chart a frame. */
  draw() {
    this._axes = this._next.axes;
    this._lines = this._next.lines;
    this._leading = this._lines.filter((line) => !line.isFaint);
    const layout = this._layout();
    const size = (this._size = sizeOf(this._frame));
    const curves = this._curves();
    const rest = curves.map((curve) => this._restOf(curve));
    this._plotly.react(this._drawing, [...rest, ...curves], { ...layout, ...size }, CHART_CONFIG);
    this._frame.classList.add("is-live");
    this._isDrawn = true;
    this._drawing.querySelectorAll(".scatterlayer .trace").forEach((trace, index) => {
      trace.setAttribute("clip-path", `url(#${this._clipId}${index < rest.length ? "-rest" : ""})`);
    });
    this._makeDots();
    this.reveal(this._place.epoch, this._place.seen);
  }

  /**
   * Shows the curves up to an epoch, and faintly what has been seen of the rest. Cheap: every frame may do it.
   * @param {number} epoch @param {number} seen
   */
  reveal(epoch, seen) {
    this._place = { epoch, seen };
    if (!this._isDrawn || this._leading.length === 0) return;
    const place = geometry(this._axes, this._size);
    const last = Math.max(...this._leading.map(({ x }) => x[x.length - 1]));
    const x = place.x(Math.min(epoch, last)) - place.left;
    this._clip.setAttribute("width", String(Math.max(x + 9, 0)));
    this._rest.setAttribute("x", String(x));
    this._rest.setAttribute("width", String(Math.max(place.x(seen) - place.left - x, 0) + (seen >= last ? 9 : 0)));
    const dots = this._leading.map((line) => {
      const row = Math.min(epoch, line.x.length - 1);
      return { x: place.x(line.x[row]), y: place.y(line.y[row] ?? NaN) };
    });
    const heights = dots.map(({ y }) => y);
    const asides = this._leading[0].letter === undefined ? [] : asidesOf(dots, x / place.width, (APART * this._size.margin.l) / MARGIN.l);
    dots.forEach(({ x, y }, index) => {
      const dot = this._dots.children[index];
      const isDrawn = Math.abs(y) < FAR;
      dot.setAttribute("display", isDrawn ? "inline" : "none");
      if (!isDrawn) return;
      dot.setAttribute("transform", `translate(${x.toFixed(2)} ${y.toFixed(2)})`);
      if (asides.length > 0) setAside(dot, asides[index]);
    });
    const top = heights.length === 1 && Math.abs(heights[0]) < FAR ? heights[0] : place.top;
    const [right, bottom] = [place.left + x, place.top + place.height];
    for (const [name, at] of Object.entries({ x1: right, x2: right, y1: top, y2: bottom }))
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
    overlay.append(this._now, this._dots);
    this._frame.append(overlay);
    return overlay;
  }

  /** One dot a line, with its letter if it has one. */
  _makeDots() {
    this._dots.replaceChildren(
      ...this._leading.map(({ slot, letter }) => {
        const dot = svg("g", { class: `cost-${slot}` });
        dot.append(svg("circle", { class: "dot", r: letter === undefined ? "5.5" : "9" }));
        if (letter !== undefined) {
          const text = svg("text", { class: "dot-letter", "text-anchor": "middle", dy: "0.35em" });
          text.textContent = letter;
          dot.append(text);
        }
        return dot;
      }),
    );
  }

  /** The lines as Plotly takes them, faint ones first. They are thinned here: its own `simplify` leaves corners. */
  _curves() {
    const most = Math.max(MOST_POINTS / Math.max(this._leading.length, 1), 500);
    const faint = this._lines.filter((line) => line.isFaint);
    return [
      ...(faint.length === 0 ? [] : [this._faintCurve(faint, Math.max(MOST_POINTS / faint.length, 50))]),
      ...this._leading.map((line) => this._curve(line, most)),
    ];
  }

  /** @param {Line} line @param {number} most */
  _curve(line, most) {
    const { slot, repeat = 0, letter } = line;
    const { color } = seriesStyle(this._frame, slot);
    const { dash, symbol, width, size } = seriesStyle(this._frame, slot + repeat);
    const drawn = points(line, most);
    const { isLog = false } = this._axes;
    return {
      ...drawn,
      ...(isLog ? { customdata: drawn.y.map((power) => (power === null ? null : 10 ** power)) } : {}),
      mode: "lines+markers",
      cliponaxis: false,
      line: { color, width, dash, simplify: false },
      marker: { color, symbol, size, maxdisplayed: 9 },
      hovertemplate: `${letter === undefined ? "" : `${letter}: `}${messages.chart.epoch} %{x:,}<br>${this._title} %{${isLog ? "customdata:.4" : "y:.10"}~g}<extra></extra>`,
    };
  }

  /** All faint lines as one curve with gaps. @param {Line[]} lines @param {number} most of each */
  _faintCurve(lines, most) {
    const { color, width } = seriesStyle(this._frame, lines[0].slot);
    /** @type {{x: (number | null)[], y: (number | null)[]}} */
    const all = { x: [], y: [] };
    for (const line of lines) {
      const { x, y } = points(line, most);
      all.x.push(...x, null);
      all.y.push(...y, null);
    }
    return { ...all, mode: "lines", line: { color, width: width / 2, simplify: false }, opacity: 0.6, hoverinfo: "skip" };
  }

  /** What is to come of a curve. @param {any} curve */
  _restOf({ x, y, line }) {
    return { x: [...x], y: [...y], mode: "lines", line: { color: line.color, width: line.width / 1.8, simplify: false }, opacity: 0.55, hoverinfo: "skip" };
  }

  _layout() {
    const layout = chartLayout(this._frame);
    const { epochs, low, high, isLog = false } = this._axes;
    const title = { ...layout.xaxis.title, text: messages.chart.epoch, standoff: 4 };
    const across = ticked(ticksOf(0, epochs, Math.max(1, niceStep(epochs / 3))));
    const up = isLog ? powerTicks(low, high) : ticksOf(low, high, niceStep((high - low) / 4));
    const size = sizeThatFits(up.texts, layout.font, layout.margin.l);
    layout.xaxis = { ...layout.xaxis, range: [0, epochs], ...across, title, ticklabeloverflow: "allow" };
    layout.yaxis = { ...layout.yaxis, range: [low, high], ...ticked(up), tickfont: { ...layout.yaxis.tickfont, size } };
    return layout;
  }
}

/** Draws a dot and its letter beside their place. @param {Element} dot @param {number} aside in pixels */
function setAside(dot, aside) {
  const [circle, letter] = dot.children;
  circle.setAttribute("cx", String(aside));
  letter?.setAttribute("x", String(aside));
}

/** @param {{values: number[], texts: string[]}} ticks */
function ticked({ values, texts }) {
  return { tickmode: "array", tickvals: values, ticktext: texts };
}

/**
 * What is drawn of a line. Plotly adopts the arrays that it is given, and a trace goes on growing: it gets its own.
 * @param {Line} line @param {number} most
 */
function points({ x, y }, most) {
  const kept = thin(/** @type {number[]} */ (y), most);
  if (kept === null) return { x: x.slice(0, y.length), y: [...y] };
  return { x: kept.map((index) => x[index]), y: kept.map((index) => y[index]) };
}
