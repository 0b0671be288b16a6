// @ts-check
/** The table of a run as the server sends it: columns that grow block by block. Row k is the state before update k. */

/** @typedef {Record<string, any[]>} Columns */

export class Trace {
  constructor() {
    /** @type {Columns} */
    this.columns = { epoch: [] };
    /** @type {Record<string, [number, number]>} */
    this._extents = {};
  }

  get length() {
    return this.columns.epoch.length;
  }

  /** The epoch of the last row, −1 before the first. */
  get lastEpoch() {
    return this.length === 0 ? -1 : this.columns.epoch[this.length - 1];
  }

  /** @param {Columns} block */
  append(block) {
    for (const [name, values] of Object.entries(block)) {
      const column = (this.columns[name] ??= []);
      const extent = (this._extents[name] ??= [Infinity, -Infinity]);
      for (const cell of values) {
        column.push(cell);
        if (Array.isArray(cell)) for (const value of cell) widen(extent, value);
        else widen(extent, cell);
      }
    }
  }

  /**
   * The row of an epoch; before the first row and past the last one, the nearest. Null while there is none.
   * @param {number} epoch
   * @returns {Record<string, any> | null}
   */
  at(epoch) {
    if (this.length === 0) return null;
    const index = Math.min(Math.max(Math.floor(epoch), 0), this.length - 1);
    return this.row(index);
  }

  /** @param {number} index */
  row(index) {
    return Object.fromEntries(Object.entries(this.columns).map(([name, column]) => [name, column[index]]));
  }

  /**
   * The least and the greatest number of a column (of all its inputs or examples), or null for an empty one.
   * @param {string} name
   * @returns {[number, number] | null}
   */
  extent(name) {
    return this.length === 0 ? null : this._extents[name];
  }
}

/** @param {[number, number]} extent is changed @param {number | null} value */
function widen(extent, value) {
  if (value === null) return;
  if (value < extent[0]) extent[0] = value;
  if (value > extent[1]) extent[1] = value;
}
