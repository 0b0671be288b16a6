// @ts-check
/** What is kept of a network while it trains: its weights, what it makes of the plane, its worst mistakes, now and then. */

/**
 * @typedef {object} Snapshot app/experiments/networks/snapshots.py
 * @property {number} epoch
 * @property {number[][][] | null} weights one matrix a layer, outputs × inputs; null where there are too many
 * @property {number[][]} [last_weights] those of the outputs, where the others are too many
 * @property {number[]} sizes
 * @property {number[][] | null} biases
 * @property {any} surface
 * @property {any[]} mistakes
 */

export class Snapshots {
  constructor() {
    /** @type {Snapshot[]} rising by epoch */
    this._all = [];
  }

  get length() {
    return this._all.length;
  }

  /** One of an epoch that is there already takes its place. @param {Snapshot} snapshot */
  add(snapshot) {
    const place = this._all.findIndex(({ epoch }) => epoch >= snapshot.epoch);
    if (place === -1) this._all.push(snapshot);
    else this._all.splice(place, this._all[place].epoch === snapshot.epoch ? 1 : 0, snapshot);
  }

  /** The last one that was taken by then; before the first, none. @param {number} epoch @returns {Snapshot | null} */
  at(epoch) {
    return this._all.findLast((snapshot) => snapshot.epoch <= epoch) ?? null;
  }

  /** The largest weight of all, so that colours mean the same from epoch to epoch. */
  get largestWeight() {
    let most = 0;
    for (const snapshot of this._all)
      for (const layer of weightsOf(snapshot)) for (const row of layer ?? []) for (const w of row) most = Math.max(most, Math.abs(w ?? 0));
    return most;
  }
}

/** The weights of each layer as far as they are known: null for a layer of too many. @param {Snapshot} snapshot @returns {(number[][] | null)[]} */
export function weightsOf({ weights, last_weights: last, sizes }) {
  return weights ?? sizes.slice(1).map((_, layer) => (layer === sizes.length - 2 ? (last ?? null) : null));
}
