// @ts-check
/** The charts over epochs of one panel, lane or overview, made when the library is there (templates/_partials/plot.html). */

import { EpochChart } from "../charts/epoch-chart.js";

/**
 * @typedef {import("../charts/geometry.js").Axes} Axes
 * @typedef {import("../charts/epoch-chart.js").Line} Line
 * @typedef {{axes: Axes, lines: Line[]}} Content
 * @typedef {Record<string, Content>} Contents by the name of the plot
 */

export class EpochPlots {
  /**
   * @param {Iterable<Element>} roots in which to look for plots
   * @param {{id: string, frames: import("../frames.js").FrameQueue}} options `id`: unique on the page
   */
  constructor(roots, { id, frames }) {
    this._id = id;
    this._frames = frames;
    /** @type {HTMLElement[]} */
    this._places = [...roots].flatMap((root) => [...root.querySelectorAll(/** @type {any} */ ("[data-plot]"))]);
    /** @type {Map<HTMLElement, EpochChart>} */
    this._charts = new Map();
    /** @type {Contents} */
    this._contents = {};
    /** What each chart shows. @type {Map<EpochChart, Content>} */
    this._drawn = new Map();
    this._place = { epoch: 0, seen: 0 };
  }

  /** The plots: the column of each and the usual range of its axis. */
  get plots() {
    return this._places.map(({ dataset: { plot = "", low, high } }) => ({ column: plot, low: Number(low), high: Number(high) }));
  }

  /** Makes the charts that are not there yet. @param {any} plotly */
  make(plotly) {
    for (const place of this._places) {
      if (this._charts.has(place)) continue;
      const { plot = "", title = "" } = place.dataset;
      const chart = new EpochChart(plotly, place, { id: `${plot}-${this._id}`, title });
      chart.reveal(this._place.epoch, this._place.seen);
      this._charts.set(place, chart);
    }
    this.update(this._contents);
  }

  /**
   * Draws the charts whose contents are others than before, each in a frame of its own: that is costly.
   * @param {Contents} contents
   */
  update(contents) {
    this._contents = contents;
    for (const [place, chart] of this._charts) {
      const content = contents[/** @type {string} */ (place.dataset.plot)];
      if (content === undefined || isSame(content, this._drawn.get(chart))) continue;
      this._drawn.set(chart, snapshot(content));
      chart.update(content.axes, content.lines);
      this._frames.add(chart, () => chart.draw());
    }
  }

  /** Draws all charts again, in other colours or sizes perhaps. */
  redraw() {
    this._drawn.clear();
    this.update(this._contents);
  }

  /** Gives a plot another title. @param {string} plot @param {string} title */
  rename(plot, title) {
    for (const place of this._places) {
      if (place.dataset.plot !== plot) continue;
      place.dataset.title = title;
      this._charts.get(place)?.rename(title);
    }
  }

  /** @param {number} epoch @param {number} seen */
  reveal(epoch, seen) {
    this._place = { epoch, seen };
    for (const chart of this._charts.values()) chart.reveal(epoch, seen);
  }

  destroy() {
    for (const chart of this._charts.values()) {
      this._frames.drop(chart);
      chart.destroy();
    }
    this._charts.clear();
  }
}

/** A content that stays as it is while a trace grows. @param {Content} content @returns {Content} */
function snapshot({ axes, lines }) {
  return { axes, lines: lines.map((line) => ({ ...line, x: line.x.slice(), y: line.y.slice() })) };
}

/** @param {Content} one @param {Content | undefined} other */
function isSame(one, other) {
  if (other === undefined || one.lines.length !== other.lines.length) return false;
  const isAlike = (/** @type {any} */ a, /** @type {any} */ b) => Object.keys(a).every((key) => Array.isArray(a[key]) || a[key] === b[key]);
  if (!isAlike(one.axes, other.axes)) return false;
  return one.lines.every((line, index) => isAlike(line, other.lines[index]) && isEqual(line.y, other.lines[index].y));
}

/** @param {(number | null)[]} one @param {(number | null)[]} other */
function isEqual(one, other) {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}
