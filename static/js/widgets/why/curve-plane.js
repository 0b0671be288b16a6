// @ts-check
/** The plane of z and C in the picture of a cost curve: where a point of it lies, its ticks, and a curve as a path. */

import { niceStep } from "../../axes.js";
import { svg } from "../../charts/svg.js";
import { plain } from "../../words/format.js";

export class CurvePlane {
  /**
   * @param {{left: number, width: number, top: number, height: number}} frame in units of the picture
   * @param {{low: number, high: number, top: number}} range the ends of the axes; C begins at 0
   */
  constructor(frame, range) {
    this.frame = frame;
    this.range = range;
  }

  /** Where z is in the picture; beyond its edges, at the edge. @param {number} z */
  x(z) {
    const { low, high } = this.range;
    return this.frame.left + this.frame.width * Math.max(0, Math.min(1, (z - low) / (high - low)));
  }

  /** @param {number} cost */
  y(cost) {
    return this.frame.top + this.frame.height * (1 - Math.max(0, Math.min(1, cost / this.range.top)));
  }

  /** The z of a place in the picture, which may be beyond the edges. @param {number} x */
  zAt(x) {
    const { low, high } = this.range;
    return low + ((x - this.frame.left) / this.frame.width) * (high - low);
  }

  /** On which side of the picture z is: −1, 0 when it is within, 1. @param {number} z */
  sideOf(z) {
    return z < this.range.low ? -1 : z > this.range.high ? 1 : 0;
  }

  /** From the frame's own corner, with gaps where there is no cost. @param {import("./curve-points.js").CurvePoints} curve */
  pathOf({ z, values }) {
    const { left, top } = this.frame;
    let path = "";
    let isDown = false;
    values.forEach((value, index) => {
      if (value !== null) path += `${isDown ? "L" : "M"}${(this.x(z[index]) - left).toFixed(1)} ${(this.y(value) - top).toFixed(2)}`;
      isDown = value !== null;
    });
    return path;
  }

  /** A line of a slope through a point, from the frame's own corner. @param {{x: number, y: number}} at @param {number} slope @param {number} reach half its length in the picture */
  tangentOf({ x, y }, slope, reach) {
    const { left, width, top, height } = this.frame;
    const [right, down] = [width / (this.range.high - this.range.low), (-slope * height) / this.range.top];
    const length = reach / Math.hypot(right, down);
    const [dx, dy] = [right * length, down * length];
    return `M${(x - left - dx).toFixed(2)} ${(y - top - dy).toFixed(2)}l${(2 * dx).toFixed(2)} ${(2 * dy).toFixed(2)}`;
  }

  /** The numbers at both axes. */
  ticks() {
    const { low, high, top } = this.range;
    const { left, top: above, height } = this.frame;
    const texts = [];
    for (const z of roundNumbers(low, high, niceStep((high - low) / 6)))
      texts.push(svg("text", { x: this.x(z), y: above + height + 16, "text-anchor": "middle" }, plain(z)));
    for (const cost of roundNumbers(0, top, niceStep(top / 3)))
      texts.push(svg("text", { x: left - 6, y: this.y(cost) + 4, "text-anchor": "end" }, plain(cost)));
    return texts;
  }
}

/** From low to high. @param {number} low @param {number} high @param {number} step */
function roundNumbers(low, high, step) {
  const found = [];
  for (let count = Math.ceil(low / step); count * step <= high * (1 + 1e-12); count += 1) found.push(Number((count * step).toPrecision(6)));
  return found;
}
