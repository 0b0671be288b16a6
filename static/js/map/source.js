// @ts-check
/** Where the grids of both maps come from: what is asked of the server for a state, and what of it has come. */

import { valuesOf } from "./axis.js";
import { baseOf } from "./cell.js";
import { sampled } from "./grid.js";
import { Refinement } from "./refinement.js";

/**
 * @typedef {import("../link/map-state.js").MapState} MapState
 * @typedef {import("./axis.js").Quantity} Quantity
 * @typedef {import("./grid.js").Grid} Grid
 * @typedef {import("./refinement.js").Progress} Progress
 * @typedef {{api: string, axes: Quantity[], details: Record<string, number>, fields: {name: string, default: any}[]}} Rules
 */

/** Cells along each edge of the first, quick map. */
const FEW = 41;
export const SIDES = /** @type {const} */ (["left", "right"]);

export class MapSource {
  /** @param {Rules} rules @param {{onChange: () => void, say: (error: Error) => string}} handlers `onChange`: there is more to show */
  constructor(rules, { onChange, say }) {
    this._rules = rules;
    /** @type {(Grid | null)[]} */
    this.grids = [null, null];
    /** @type {Progress[]} */
    this.progress = SIDES.map(() => ({ state: "idle", done: 0, secondsLeft: null, reason: "" }));
    /** What has been asked, as text, to tell whether it has changed; and of what map it is a part. */
    this._asked = ["", ""];
    this._kinds = ["", ""];
    /** @param {number} index */
    const makeRefinement = (index) =>
      new Refinement(rules.api, {
        onGrid: (grid) => {
          this.grids = this.grids.with(index, grid);
          onChange();
        },
        onProgress: (progress) => {
          this.progress = this.progress.with(index, progress);
          onChange();
        },
        say,
      });
    this._refinements = SIDES.map((_, index) => makeRefinement(index));
  }

  /** The values of the cells. @param {MapState} state */
  valuesFor({ across, up, detail }) {
    const count = this._rules.details[detail];
    const values = (/** @type {MapState["up"]} */ axis) =>
      valuesOf(axis, count, /** @type {Quantity} */ (this._rules.axes.find(({ name }) => name === axis.name)));
    return { across: values(across), up: values(up) };
  }

  /** Asks for what is not there: each map only when its own question has changed. @param {MapState} state */
  ask(state) {
    const { across, up, experiment, measure } = state;
    const values = this.valuesFor(state);
    const usual = Object.fromEntries(this._rules.fields.map((field) => [field.name, field.default]));
    const edge = (/** @type {"across" | "up"} */ name) => ({ name: state[name].name, values: values[name], few: sampled(values[name], FEW) });
    SIDES.forEach((side, index) => {
      const base = { ...baseOf(experiment, [across.name, up.name], usual), cost: state[side] };
      const question = { base, measure, across: edge("across"), up: edge("up") };
      const asked = JSON.stringify(question);
      if (asked === this._asked[index]) return;
      this._asked[index] = asked;
      // Another part of the same map is drawn from what there is until it has come; of another map there is nothing.
      const kind = JSON.stringify([base, measure, across.name, up.name]);
      if (kind !== this._kinds[index]) this.grids = this.grids.with(index, null);
      this._kinds[index] = kind;
      this._refinements[index].ask(question);
    });
  }

  cancel() {
    for (const refinement of this._refinements) refinement.cancel();
  }

  /** What has been broken off is asked again. @param {MapState} state */
  resume(state) {
    this._asked = ["", ""];
    this.ask(state);
  }

  /** The page is being left. */
  leave() {
    for (const refinement of this._refinements) refinement.leave();
    this._asked = ["", ""];
  }

  /** What a map is as a file; no question while it is not finished. @param {"left" | "right"} side */
  fileOf(side) {
    const index = SIDES.indexOf(side);
    const { question, result } = this._refinements[index];
    if (this.progress[index].state !== "finished" || question === null) return { question: null, result: null };
    const { base, measure, across, up } = question;
    return { question: { measure, body: { base, measure, axes: { [up.name]: { values: up.values }, [across.name]: { values: across.values } } } }, result };
  }
}
