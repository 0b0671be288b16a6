// @ts-check
/** The parts of the map page, and what each of them is told of a state and of the grids that have come for it. */

import { equalStarts, quantityOf } from "../../map/cell.js";
import { scaleOf } from "../../map/colour-scale.js";
import { isUnderWay } from "../../map/refinement.js";
import { SIDES } from "../../map/source.js";
import { grouped } from "../../words/format.js";
import { commonText, mapWords } from "../../words/map-words.js";
import { messages } from "../../words/messages.js";

/**
 * @typedef {import("../../link/map-state.js").MapState} MapState
 * @typedef {import("../../map/axis.js").Quantity} Quantity
 * @typedef {import("../../map/grid.js").Grid} Grid
 * @typedef {{across: number, up: number}} Place
 * @typedef {object} Parts
 * @property {import("./map-pair.js").MapPair} pair
 * @property {import("./controls.js").Controls} controls
 * @property {import("./progress.js").MapProgress} progress
 * @property {import("./chosen-run.js").ChosenRun} run
 * @property {import("./stripes.js").Stripes} stripes
 * @property {import("./map-table.js").MapTable} table
 * @property {import("./map-files.js").MapFiles} files
 * @property {import("./questions.js").Questions} questions
 * @property {HTMLElement} words
 */

export class MapParts {
  /** @param {Parts} parts @param {{data: any, frames: import("../../frames.js").FrameQueue, source: import("../../map/source.js").MapSource}} options */
  constructor(parts, { data, frames, source }) {
    this._parts = parts;
    this._data = data;
    this._frames = frames;
    this._source = source;
    /** What the words were last made of: to look at every cell again costs more than all else. @type {unknown[]} */
    this._told = [];
    /** The same of the colours. @type {{of: unknown[], scale: import("../../map/colour-scale.js").ColourScale | null}} */
    this._colours = { of: [], scale: null };
  }

  /** Everything. @param {MapState} state */
  show(state) {
    const { controls, questions, files, run } = this._parts;
    const [{ label: left }, { label: right }] = this._sides(state);
    controls.update(state);
    questions.update(state);
    files.update({ left, right });
    const chosen = placeOf(state);
    run.update({
      lanes: SIDES.map((side) => {
        const { label, slot } = this._data.costs[state[side]];
        return { label, slot, experiment: { ...state.experiment, cost: state[side] } };
      }),
      coordinates: /** @type {const} */ (["across", "up"]).map((edge) => ({ symbol: this._quantity(state[edge].name).symbol, value: chosen[edge] })),
      measure: this._measure(state),
    });
    this.showMaps(state);
  }

  /** Whatever depends on the grids. @param {MapState} state */
  showMaps(state) {
    const { pair, stripes, progress } = this._parts;
    const { across, up, experiment } = state;
    const starts = equalStarts(experiment, across, up);
    const values = this._source.valuesFor(state);
    pair.update({
      axes: { across, up },
      quantities: { across: this._quantity(across.name), up: this._quantity(up.name) },
      values,
      sides: this._sides(state),
      scale: this._scale(state),
      measure: this._measure(state),
      epochs: epochsOf(state),
      common: commonText(state, this._data),
      isToCome: this._source.progress.some(isUnderWay),
      chosen: placeOf(state),
      line: state.stripes ? starts : null,
    });
    stripes.update(state, starts !== null);
    progress.update(this._source.progress, grouped(values.across.length * values.up.length));
    this._showWords(state);
    this.showTable(state);
  }

  /** @param {MapState} state */
  showTable(state) {
    const { across, up, table, excerpt } = state;
    const [right, high] = [this._quantity(across.name), this._quantity(up.name)];
    this._parts.table.update({
      sides: this._sides(state),
      symbols: { across: right.symbol, up: high.symbol },
      titles: { across: right.title, up: high.title },
      measure: this._measure(state),
      table,
      excerpt,
      place: this._parts.pair.place,
    });
  }

  redraw() {
    this._parts.pair.redraw();
    this._parts.run.redraw();
  }

  /** The name of the maps as a file. @param {MapState} state */
  titleOf({ measure, across, up, left, right }) {
    const [high, wide] = [up, across].map(({ name }) => this._quantity(name).symbol);
    return `${messages.map.title(this._data.measures[measure].label, high, wide)}, ${left}, ${right}`;
  }

  /** @param {string} name @returns {Quantity} */
  _quantity(name) {
    return this._data.axes.find((/** @type {Quantity} */ axis) => axis.name === name);
  }

  /** @param {MapState} state @returns {{label: string, grid: Grid | null}[]} */
  _sides(state) {
    return SIDES.map((side, index) => ({ label: this._data.costs[state[side]].label, grid: this._source.grids[index] }));
  }

  /** @param {MapState} state */
  _measure({ measure }) {
    return { name: measure, ...this._data.measures[measure] };
  }

  /** @param {MapState} state */
  _scale({ colour }) {
    const of = [...this._source.grids, colour];
    if (!isSame(of, this._colours.of)) this._colours = { of, scale: scaleOf(this._source.grids, colour) };
    return this._colours.scale;
  }

  /** @param {MapState} state */
  _showWords(state) {
    const sides = this._sides(state);
    const of = [...sides.flatMap(({ label, grid }) => [label, grid]), state.measure, state.across.name, state.up.name, epochsOf(state)];
    if (isSame(of, this._told)) return;
    this._told = of;
    // To look at every cell of both maps takes its time: in a frame of its own nobody notices.
    this._frames.add(this._parts.words, () => this._tellWords(state, sides));
  }

  /** @param {MapState} state @param {{label: string, grid: Grid | null}[]} sides */
  _tellWords(state, sides) {
    const { words } = this._parts;
    const symbols = { across: this._quantity(state.across.name).symbol, up: this._quantity(state.up.name).symbol };
    const known = sides.flatMap(({ label, grid }) => (grid?.isWhole ? [{ cost: label, grid }] : []));
    const sentences = known.length < 2 ? [] : mapWords(known, this._measure(state), symbols, epochsOf(state));
    const text = sentences.join(" ");
    if (words.textContent === text) return;
    // What was said of another map does not stand beside this one.
    words.replaceChildren(...(text === "" ? [] : [Object.assign(document.createElement("p"), { textContent: text })]));
  }
}

/** Where the chosen neuron is on the map. @param {MapState} state @returns {Place} */
export function placeOf({ experiment, across, up }) {
  return { across: quantityOf(experiment, across.name), up: quantityOf(experiment, up.name) };
}

/** The epochs of every run, null where they differ. @param {MapState} state @returns {number | null} */
function epochsOf({ experiment, across, up }) {
  return [across.name, up.name].includes("epochs") ? null : experiment.epochs;
}

/** @param {unknown[]} some @param {unknown[]} others */
function isSame(some, others) {
  return some.length === others.length && some.every((one, index) => one === others[index]);
}
