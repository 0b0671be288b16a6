// @ts-check
/**
 * The cross over both maps, and the numbers of its cell: beside it, below the maps, and for who hears them. It moves from
 * cell to cell of the finest grid that has been asked for. While there is none, the chosen cell is told.
 */

import { valueIn } from "../../map/grid.js";
import { isOnMap, nearestCell } from "../../map/moves.js";
import { readout, valueText } from "../../words/map-words.js";

/** @typedef {import("./map-pair.js").View} View */
/** @typedef {{across: number, up: number}} Place */

/** Milliseconds after the last key before the numbers are spoken: a held key would be a stammer. */
const QUIET = 350;

export class MapCross {
  /** @param {Element} root of the page's maps @param {{maps: import("../../charts/heat-map.js").HeatMap[], onMove: () => void}} options */
  constructor(root, { maps, onMove }) {
    this._maps = maps;
    this._onMove = onMove;
    this._readout = /** @type {Element} */ (root.querySelector('[data-part="readout"]'));
    this._spoken = /** @type {Element} */ (root.querySelector('[data-part="spoken"]'));
    /** @type {View | null} */
    this._view = null;
    /** @type {Place | null} */
    this._cell = null;
    this._isSpoken = false;
    this._timer = 0;
  }

  /** Where it is, else the chosen cell. */
  get place() {
    return this._cell ?? this._view?.chosen ?? null;
  }

  /** @param {View} view */
  update(view) {
    this._view = view;
    this._show();
  }

  /** @param {Place} cell @param {boolean} isSpoken */
  set(cell, isSpoken) {
    this._cell = cell;
    this._isSpoken = isSpoken;
    this._show();
    this._onMove();
  }

  /** Nobody points any more: the chosen cell is told again. */
  clear() {
    this._cell = null;
    this._show();
  }

  _show() {
    if (this._view === null) return;
    const { quantities, sides, measure, chosen, values, isToCome } = this._view;
    if (this._cell !== null) this._cell = nearestCell(this._cell, values);
    const cell = this._cell ?? (isOnMap(chosen, values) ? nearestCell(chosen, values) : null);
    if (cell === null) {
      this._readout.textContent = "";
      for (const map of this._maps) map.showCross(null);
      return;
    }
    const found = sides.map(({ label, grid }) => ({ cost: label, value: valueIn(grid, cell.across, cell.up) }));
    this._maps.forEach((map, index) => {
      const text = found[index].value === undefined ? "" : valueText(found[index].value, measure);
      map.showCross(this._cell === null ? null : { ...cell, text });
    });
    const coordinates = [
      { symbol: quantities.across.symbol, value: cell.across },
      { symbol: quantities.up.symbol, value: cell.up },
    ];
    const text = readout(coordinates, found, measure, isToCome);
    this._readout.textContent = text;
    clearTimeout(this._timer);
    if (this._isSpoken && this._cell !== null) this._timer = window.setTimeout(() => (this._spoken.textContent = text), QUIET);
  }
}
