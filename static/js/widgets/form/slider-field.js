// @ts-check
/**
 * A slider beside a number: two views of one value. It moves from stop to stop (stops.js) and says every number that
 * it is shown, but rests at the nearest stop itself; only a person who moves it changes the number.
 */

import { plain } from "../../words/format.js";
import { nearest, stopsOf } from "../../entry/stops.js";

export class SliderField {
  /**
   * @param {HTMLInputElement} range
   * @param {import("../../entry/stops.js").Slider & {isWhole: boolean}} hints
   * @param {(value: number) => void} onMove before the `input` event goes on to the form
   */
  constructor(range, hints, onMove) {
    this._range = range;
    this._stops = stopsOf(hints, hints.isWhole);
    range.min = "0";
    range.max = String(this._stops.length - 1);
    range.step = "1";
    range.addEventListener("input", () => onMove(this._stops[range.valueAsNumber]));
  }

  /** @param {number} value */
  show(value) {
    const { unit } = this._range.dataset;
    this._range.value = String(nearest(this._stops, value));
    this._range.setAttribute("aria-valuetext", unit ? `${plain(value)} ${unit}` : plain(value));
  }
}
