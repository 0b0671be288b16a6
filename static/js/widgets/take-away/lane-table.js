// @ts-check
/** Every row of one lane's run as a table that follows the clock (templates/_partials/take_away.html). */

import { LanePicker } from "../lab/lane-picker.js";
import { TraceTable } from "./trace-table.js";

export class LaneTable {
  /** @param {HTMLElement} element @param {{columns: Record<string, string>, onLane: (letter: string) => void}} options */
  constructor(element, { columns, onLane }) {
    this._table = new TraceTable(/** @type {HTMLDetailsElement} */ (element.querySelector("details")), columns);
    this._picker = new LanePicker(/** @type {HTMLSelectElement} */ (element.querySelector("select")), onLane);
    /** @type {import("../lab/workbench.js").Shown[]} */
    this._lanes = [];
    this._epoch = 0;
  }

  /** @param {import("../lab/workbench.js").View} view */
  update({ lanes, state: { example, table } }) {
    this._lanes = lanes;
    this._table.choose(example);
    this._picker.update(lanes, table);
    this._refresh();
  }

  /** @param {import("../../runs/player.js").State} clock */
  show({ epoch, isPlaying }) {
    this._epoch = epoch;
    this._table.show(epoch, isPlaying);
  }

  _refresh() {
    this._table.update(this._lanes[this._picker.index]?.run?.trace ?? null);
    this._table.show(this._epoch);
  }
}
