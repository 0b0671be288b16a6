// @ts-check
/**
 * What the map page shows, in one place: the state, and the grids that come from the server for it. Everything that is
 * chosen arrives here as a change, and every part of the page is told what to show.
 */

import { messages } from "../../words/messages.js";
import { mapWords } from "../../words/map-words.js";
import { nearestCell } from "../../map/moves.js";
import { equalStarts, experimentAt, quantityOf } from "../../map/cell.js";
import { scaleOf } from "../../map/colour-scale.js";
import { MapSource, SIDES } from "../../map/source.js";
import { Refusal } from "../../api.js";
import { stateOf } from "../../link/map-state.js";
import { grouped } from "../../words/format.js";

/**
 * @typedef {import("../../link/map-state.js").MapState} MapState
 * @typedef {import("../../map/axis.js").Quantity} Quantity
 * @typedef {{across: number, up: number}} Place
 * @typedef {import("../../map/grid.js").Grid} Grid
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

export class MapBench {
  /** @param {{data: any, frames: import("../../frames.js").FrameQueue, onState: (state: MapState, isStep: boolean) => void}} options */
  constructor({ data, frames, onState }) {
    this._data = data;
    this._frames = frames;
    this._onState = onState;
    /** @type {MapState} */
    this.state = stateOf(data.questions[data.opening], data);
    this._source = new MapSource(data, { onChange: () => this._showSoon(), say: (error) => this._say(error) });
    /** @type {Parts | null} */
    this._parts = null;
    /** The values of the cells of both maps. */
    this._values = this._source.valuesFor(this.state);
    this._isDrawing = false;
    /** What the words were last made of: to look at every cell again costs more than all else. @type {unknown[]} */
    this._told = [];
    /** The same of the colours. @type {{of: unknown[], scale: import("../../map/colour-scale.js").ColourScale | null}} */
    this._colours = { of: [], scale: null };
  }

  /** @param {Parts} parts */
  furnish(parts) {
    this._parts = parts;
  }

  /** A state from the address, or the first one. @param {MapState} state */
  open(state) {
    this.state = state;
    this._ask();
    this._show();
  }

  /** Something has been chosen. @param {Partial<MapState>} change @param {boolean} [isStep] whether the back button undoes it */
  change(change, isStep = true) {
    this.state = { ...this.state, ...change };
    this._onState(this.state, isStep);
    this._ask();
    this._show();
  }

  /** @param {string} name of a question */
  ask(name) {
    this.change(this._onCell(stateOf(this._data.questions[name], this._data, this.state)));
  }

  /** The same with a cell of the map as its neuron, so that the run beside the map is one of those on it. @param {MapState} state @returns {MapState} */
  _onCell(state) {
    const values = this._source.valuesFor(state);
    const { across, up } = nearestCell(this._chosen(state), values);
    return { ...state, experiment: experimentAt(state.experiment, [[state.across.name, across], [state.up.name, up]]) };
  }

  /** The run of a cell. @param {Place} place */
  choose({ across, up }) {
    const { state } = this;
    this.change({ experiment: experimentAt(state.experiment, [[state.across.name, across], [state.up.name, up]]) });
  }

  /** A part of the map, or all of it again. @param {{across: MapState["across"], up: MapState["up"]} | null} axes */
  zoom(axes) {
    const { across, up, whole } = this.state;
    if (axes !== null) {
      const before = whole ?? { across: /** @type {[number, number]} */ ([across.start, across.stop]), up: /** @type {[number, number]} */ ([up.start, up.stop]) };
      this.change({ ...axes, whole: before });
    } else if (whole !== null) {
      const again = (/** @type {MapState["up"]} */ axis, /** @type {[number, number]} */ [start, stop]) => ({ ...axis, start, stop });
      this.change({ across: again(across, whole.across), up: again(up, whole.up), whole: null });
    }
  }

  /** The cross has moved: the table may be the one around it. */
  follow() {
    if (this.state.table !== "none" && this.state.excerpt === "near") this._showTable();
  }

  cancel() {
    this._source.cancel();
  }

  resume() {
    this._source.resume(this.state);
    this._show();
  }

  leave() {
    this._source.leave();
  }

  /** What a map is as a file. @param {"left" | "right"} side */
  fileOf(side) {
    return { cost: this.state[side], ...this._source.fileOf(side) };
  }

  get title() {
    const { measure, across, up, left, right } = this.state;
    const symbols = [up, across].map(({ name }) => this._quantity(name).symbol);
    return `${messages.map.title(this._data.measures[measure].label, symbols[0], symbols[1])}, ${left}, ${right}`;
  }

  redraw() {
    this._parts?.pair.redraw();
    this._parts?.run.redraw();
  }

  /** @param {string} name @returns {Quantity} */
  _quantity(name) {
    return this._data.axes.find((/** @type {Quantity} */ axis) => axis.name === name);
  }

  /** @param {"left" | "right"} side */
  _label(side) {
    return this._data.costs[this.state[side]].label;
  }

  _ask() {
    this._values = this._source.valuesFor(this.state);
    this._source.ask(this.state);
  }

  /** Both maps often come in the same moment: they are drawn once. */
  _showSoon() {
    if (this._isDrawing) return;
    this._isDrawing = true;
    requestAnimationFrame(() => {
      this._isDrawing = false;
      this._showMaps();
    });
  }

  _show() {
    const parts = this._parts;
    if (parts === null) return;
    const { state } = this;
    parts.controls.update(state);
    parts.questions.update(state);
    parts.files.update({ left: this._label("left"), right: this._label("right") });
    parts.run.update({
      lanes: SIDES.map((side) => {
        const { label, slot } = this._data.costs[state[side]];
        return { label, slot, experiment: { ...state.experiment, cost: state[side] } };
      }),
      coordinates: this._coordinates(),
      measure: this._measure,
    });
    this._showMaps();
  }

  /** Where the chosen neuron is on the map. @param {MapState} state @returns {Place} */
  _chosen({ experiment, across, up }) {
    return { across: quantityOf(experiment, across.name), up: quantityOf(experiment, up.name) };
  }

  _coordinates() {
    const { state } = this;
    const chosen = this._chosen(state);
    return /** @type {const} */ (["across", "up"]).map((edge) => ({ symbol: this._quantity(state[edge].name).symbol, value: chosen[edge] }));
  }

  get _measure() {
    return { name: this.state.measure, ...this._data.measures[this.state.measure] };
  }

  /** Whatever depends on the grids. */
  _showMaps() {
    const parts = this._parts;
    if (parts === null) return;
    const { state } = this;
    const { across, up, experiment } = state;
    const names = [across.name, up.name];
    const [right, high] = names.map((name) => this._quantity(name));
    const line = state.stripes ? equalStarts(experiment, across, up) : null;
    const epochs = names.includes("epochs") ? null : experiment.epochs;
    const sides = SIDES.map((side, index) => ({ label: this._label(side), grid: this._source.grids[index] }));
    parts.pair.update({
      axes: { across, up },
      quantities: { across: right, up: high },
      values: this._values,
      sides,
      scale: this._scale(),
      measure: this._measure,
      epochs,
      chosen: this._chosen(state),
      line,
    });
    parts.stripes.update(state, equalStarts(experiment, across, up) !== null);
    parts.progress.update(this._source.progress, grouped(this._values.across.length * this._values.up.length));
    this._showWords(sides, { across: right.symbol, up: high.symbol }, epochs);
    this._showTable();
  }

  _scale() {
    const of = [...this._source.grids, this.state.colour];
    if (!isSame(of, this._colours.of)) this._colours = { of, scale: scaleOf(this._source.grids, this.state.colour) };
    return this._colours.scale;
  }

  /** @param {{label: string, grid: Grid | null}[]} sides @param {{across: string, up: string}} symbols @param {number | null} epochs */
  _showWords(sides, symbols, epochs) {
    const words = /** @type {Parts} */ (this._parts).words;
    const of = [...this._source.grids, ...sides.map(({ label }) => label), this.state.measure, symbols.across, symbols.up, epochs];
    if (isSame(of, this._told)) return;
    this._told = of;
    // To look at every cell of both maps takes its time: in a frame of its own nobody notices.
    this._frames.add(words, () => this._tellWords(words, sides, symbols, epochs));
  }

  /** @param {HTMLElement} words @param {{label: string, grid: Grid | null}[]} sides @param {{across: string, up: string}} symbols @param {number | null} epochs */
  _tellWords(words, sides, symbols, epochs) {
    const known = sides.flatMap(({ label, grid }) => (grid?.isWhole ? [{ cost: label, grid }] : []));
    const sentences = known.length < 2 ? [] : mapWords(known, this._measure, symbols, epochs);
    const text = sentences.join(" ");
    if (words.textContent === text) return;
    // What was said of another map does not stand beside this one.
    words.replaceChildren(...(text === "" ? [] : [Object.assign(document.createElement("p"), { textContent: text })]));
  }

  _showTable() {
    const { across, up, table, excerpt } = this.state;
    const [right, high] = [across, up].map(({ name }) => this._quantity(name));
    this._parts?.table.update({
      sides: SIDES.map((side, index) => ({ label: this._label(side), grid: this._source.grids[index] })),
      symbols: { across: right.symbol, up: high.symbol },
      titles: { across: right.title, up: high.title },
      measure: this._measure,
      table,
      excerpt,
      place: this._parts.pair.place,
    });
  }

  /** @param {Error} error */
  _say(error) {
    const words = messages.map.failed;
    if (!(error instanceof Refusal)) return words.lost;
    return error.status === 404 ? words.gone : words.refused(error.message);
  }
}

/** @param {unknown[]} some @param {unknown[]} others */
function isSame(some, others) {
  return some.length === others.length && some.every((one, index) => one === others[index]);
}
