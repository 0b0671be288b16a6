// @ts-check
/**
 * Where wrong outputs stand, epoch by epoch: a strip with a column for every epoch and a row for every interval of
 * min(a, 1 − a), the darker the more outputs are in it; beside it, on the same rows, bars for the epoch that is shown.
 * The strip is one picture, painted as rows come; a frame of playback moves a line and seven bars.
 */

import { niceStep } from "../axes.js";
import { messages } from "../words/messages.js";
import { svg } from "./svg.js";
import { chartMargin, MARGIN } from "./theme.js";
import { ticksOf } from "./ticks.js";

/** Pixels of the strip's picture at most: more cannot be told apart. */
const MOST_COLUMNS = 600;
/** The room between strip and bars, and the part of the width that the bars have. */
const [GAP, BARS] = [12, 0.36];
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

export class SaturationChart {
  /** @param {HTMLElement} element to be filled @param {number[]} edges of the intervals, rising from 0 */
  constructor(element, edges) {
    this._element = element;
    this._edges = edges;
    this._canvas = document.createElement("canvas");
    this._strip = svg("image", { preserveAspectRatio: "none", "image-rendering": "pixelated" });
    this._frame = svg("g", { class: "net-sat-frame" });
    this._veil = svg("rect", { class: "net-sat-veil" });
    this._unseen = svg("rect", { class: "net-sat-veil is-unseen" });
    this._now = svg("line", { class: "now" });
    this._bars = edges.slice(1).map(() => svg("rect", { class: "net-sat-bar" }));
    this._counts = edges.slice(1).map(() => svg("text", { class: "net-sat-count", dy: "0.35em" }));
    this._root = svg("svg", { class: "net-sat", "aria-hidden": "true" });
    this._root.append(this._strip, this._veil, this._unseen, this._frame, this._now, ...this._bars, ...this._counts);
    element.append(this._root);
    /** @type {{histogram: (number[] | null)[], epochs: number, most: number}} */
    this._content = { histogram: [], epochs: 1, most: 1 };
    this._place = { epoch: 0, seen: 0 };
    this._box = { left: 44, top: 8, width: 1, height: 1, bars: 1, barsLeft: 0 };
    this._resizes = new ResizeObserver(() => this.draw());
    this._resizes.observe(element);
  }

  /**
   * What to show from the next `draw` on.
   * @param {{histogram: (number[] | null)[], epochs: number, most: number}} content one list of counts a row, `most` the longest bar's
   */
  update(content) {
    this._content = content;
  }

  draw() {
    const width = this._element.clientWidth;
    if (width === 0) return;
    const { l, b } = chartMargin(this._element);
    const scale = l / MARGIN.l;
    const height = this._element.clientHeight;
    const inner = width - l - 4;
    const bars = inner * BARS;
    this._box = { left: l, top: 8, width: inner - bars - GAP, height: height - 8 - b, bars: bars - 34 * scale, barsLeft: l + inner - bars };
    set(this._root, { width, height, viewBox: `0 0 ${width} ${height}` });
    this._drawFrame(scale);
    this._paint();
    this.reveal(this._place.epoch, this._place.seen);
  }

  /** The bars of an epoch, the strip up to it, and faintly what has been seen of the rest. @param {number} epoch @param {number} seen */
  reveal(epoch, seen) {
    this._place = { epoch, seen };
    const { left, top, width, height, bars, barsLeft } = this._box;
    const { histogram, epochs, most } = this._content;
    const row = Math.min(epoch, histogram.length - 1);
    const x = left + (Math.max(row, 0) / epochs) * width;
    set(this._now, { x1: x, x2: x, y1: top, y2: top + height });
    set(this._veil, { x, y: top, width: Math.max(left + width - x, 0), height });
    const hidden = left + (Math.max(seen, row, 0) / epochs) * width;
    set(this._unseen, { x: hidden, y: top, width: Math.max(left + width - hidden, 0), height });
    const counts = histogram[row] ?? null;
    const step = height / this._bars.length;
    this._bars.forEach((bar, index) => {
      const count = counts?.[index] ?? 0;
      const length = (count / Math.max(most, 1)) * bars;
      const y = top + height - (index + 1) * step;
      set(bar, { x: barsLeft, y: y + 1.5, width: count > 0 ? Math.max(length, 1.5) : 0, height: Math.max(step - 3, 1) });
      set(this._counts[index], { x: barsLeft + length + 5, y: y + step / 2 });
      this._counts[index].textContent = count > 0 ? String(count) : "";
    });
  }

  destroy() {
    this._resizes.disconnect();
    this._root.remove();
  }

  /** @param {number} scale of the type */
  _drawFrame(scale) {
    const { left, top, width, height, barsLeft } = this._box;
    const { epochs } = this._content;
    const step = height / this._bars.length;
    const parts = this._edges.flatMap((edge, index) => {
      const y = top + height - index * step;
      return [
        svg("line", { class: "grid", x1: left, x2: left + width, y1: y, y2: y }),
        svg("text", { x: left - 8, y, dy: "0.35em", "text-anchor": "end" }, edgeText(edge)),
      ];
    });
    const ticks = ticksOf(0, epochs, Math.max(1, Math.round(niceStep(epochs / 2))));
    ticks.values.forEach((value, index) => {
      parts.push(svg("text", { x: left + (value / epochs) * width, y: top + height + 18 * scale, "text-anchor": index === 0 ? "start" : "middle" }, ticks.texts[index]));
    });
    parts.push(svg("text", { x: left + width / 2, y: top + height + 34 * scale, "text-anchor": "middle" }, messages.chart.epoch));
    parts.push(svg("line", { class: "axis", x1: barsLeft, x2: barsLeft, y1: top, y2: top + height }));
    parts.push(svg("text", { x: barsLeft, y: top + height + 34 * scale }, messages.network.saturation.now));
    this._frame.replaceChildren(...parts);
  }

  /** The strip as a picture: a column an epoch, or where there are too many, one of several. */
  _paint() {
    const { histogram, epochs, most } = this._content;
    const columns = Math.min(Math.max(histogram.length, 1), MOST_COLUMNS);
    const bins = this._bars.length;
    this._canvas.width = columns;
    this._canvas.height = bins;
    const context = this._canvas.getContext("2d");
    if (context === null) return;
    context.clearRect(0, 0, columns, bins);
    context.fillStyle = getComputedStyle(this._element).getPropertyValue("--series").trim() || "#000000";
    for (let column = 0; column < columns; column += 1) {
      const counts = histogram[Math.floor((column / columns) * histogram.length)];
      if (counts === null || counts === undefined) continue;
      for (let bin = 0; bin < bins; bin += 1) {
        if (!(counts[bin] > 0)) continue; // null: outputs that are no probabilities are not counted
        // The square root, so that a single output among hundreds is still seen.
        context.globalAlpha = 0.12 + 0.88 * Math.sqrt(Math.min(counts[bin] / Math.max(most, 1), 1));
        context.fillRect(column, bins - 1 - bin, 1, 1);
      }
    }
    const { left, top, width, height } = this._box;
    const shown = histogram.length < 2 ? 2 : (histogram.length - 1) / epochs * width;
    set(this._strip, { x: left, y: top, width: Math.min(shown, width), height, visibility: histogram.length === 0 ? "hidden" : "visible" });
    this._strip.setAttribute("href", this._canvas.toDataURL());
  }
}

/** 0.1 as it is, 0.0001 as 10⁻⁴. @param {number} edge */
function edgeText(edge) {
  if (edge === 0 || edge >= 0.01) return String(edge);
  const exponent = Math.round(-Math.log10(edge));
  return `10⁻${[...String(exponent)].map((digit) => SUPERSCRIPTS[Number(digit)]).join("")}`;
}

/** @param {Element} element @param {Record<string, string | number>} attributes */
function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes))
    element.setAttribute(name, typeof value === "number" ? String(Math.round(value * 100) / 100) : value);
}
