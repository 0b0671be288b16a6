// @ts-check
/**
 * What the map page shows, in one place: the state, and the grids that come from the server for it. Everything that is
 * chosen arrives here as a change, and every part of the page is told what to show (map-parts.js).
 */

import { Refusal } from "../../api.js";
import { stateOf } from "../../link/map-state.js";
import { experimentAt } from "../../map/cell.js";
import { nearestCell } from "../../map/moves.js";
import { MapSource } from "../../map/source.js";
import { messages } from "../../words/messages.js";
import { MapParts, placeOf } from "./map-parts.js";

/**
 * @typedef {import("../../link/map-state.js").MapState} MapState
 * @typedef {import("../../map/axis.js").Axis} Axis
 * @typedef {{across: number, up: number}} Place
 */

/** Milliseconds for which whatever can wait waits for the first maps, and that it takes to paint them. */
const [PATIENCE, PAINTING] = [1500, 50];

export class MapBench {
  /** @param {{data: any, frames: import("../../frames.js").FrameQueue, onState: (state: MapState, isStep: boolean) => void}} options */
  constructor({ data, frames, onState }) {
    this._data = data;
    this._frames = frames;
    this._onState = onState;
    /** @type {MapState} */
    this.state = stateOf(data.questions[data.opening], data);
    this._source = new MapSource(data, { onChange: () => this._showSoon(), say: (error) => say(error) });
    /** @type {MapParts | null} */
    this._parts = null;
    this._isDrawing = false;
    this._tellShown = () => {};
    /** Kept when both maps are on the screen for the first time, or nobody should wait for them any longer. @type {Promise<void>} */
    this.shown = new Promise((resolve) => (this._tellShown = resolve));
    setTimeout(this._tellShown, PATIENCE);
  }

  /** @param {import("./map-parts.js").Parts} parts */
  furnish(parts) {
    this._parts = new MapParts(parts, { data: this._data, frames: this._frames, source: this._source });
  }

  /** A state from the address, or the first one. @param {MapState} state */
  open(state) {
    this.state = state;
    this._source.ask(state);
    this._parts?.show(state);
  }

  /** Something has been chosen. @param {Partial<MapState>} change @param {boolean} [isStep] whether the back button undoes it */
  change(change, isStep = true) {
    const state = { ...this.state, ...change };
    this.state = state;
    this._onState(state, isStep);
    this.open(state);
  }

  /** @param {string} name of a question */
  ask(name) {
    const state = stateOf(this._data.questions[name], this._data, this.state);
    // With a cell of the map as its neuron, the run beside the map is one of those on it.
    this.change({ ...state, experiment: cellOf(state, nearestCell(placeOf(state), this._source.valuesFor(state))) });
  }

  /** The run of a cell. @param {Place} place */
  choose(place) {
    this.change({ experiment: cellOf(this.state, place) });
  }

  /** A part of the map, or all of it again. @param {{across: Axis, up: Axis} | null} axes */
  zoom(axes) {
    const { across, up, whole } = this.state;
    if (axes !== null) this.change({ ...axes, whole: whole ?? { across: [across.start, across.stop], up: [up.start, up.stop] } });
    else if (whole !== null) this.change({ across: stretched(across, whole.across), up: stretched(up, whole.up), whole: null });
  }

  /** The cross has moved: the table may be the one around it. */
  follow() {
    if (this.state.table !== "none" && this.state.excerpt === "near") this._parts?.showTable(this.state);
  }

  cancel() {
    this._source.cancel();
  }

  resume() {
    this._source.resume(this.state);
    this._parts?.show(this.state);
  }

  leave() {
    this._source.leave();
  }

  /** What a map is as a file. @param {"left" | "right"} side */
  fileOf(side) {
    return { cost: this.state[side], ...this._source.fileOf(side) };
  }

  get title() {
    return this._parts?.titleOf(this.state) ?? "";
  }

  redraw() {
    this._parts?.redraw();
  }

  /** Both maps often come in the same moment: they are drawn once. */
  _showSoon() {
    if (this._isDrawing) return;
    this._isDrawing = true;
    requestAnimationFrame(() => {
      this._isDrawing = false;
      this._parts?.showMaps(this.state);
      // A picture is painted some frames after it is made.
      if (this._source.grids.every((grid) => grid !== null)) setTimeout(this._tellShown, PAINTING);
    });
  }
}

/** The neuron of a cell. @param {MapState} state @param {Place} place */
function cellOf({ experiment, across, up }, place) {
  return experimentAt(experiment, [[across.name, place.across], [up.name, place.up]]);
}

/** @param {Axis} axis @param {[number, number]} ends */
function stretched(axis, [start, stop]) {
  return { ...axis, start, stop };
}

/** @param {Error} error */
function say(error) {
  const words = messages.map.failed;
  if (!(error instanceof Refusal)) return words.lost;
  return error.status === 404 ? words.gone : words.refused(error.message);
}
