// @ts-check
/**
 * The state of the softmax page, and the only one who asks the server: a part tells it of a change, every part is shown
 * the new state at once, and the answers when they come. What is refused or cannot be had is said beside what was typed.
 */

import { Latest, post, Refusal } from "../../api.js";
import { messages } from "../../words/messages.js";

/** @typedef {import("../../link/softmax-state.js").SoftmaxState} SoftmaxState */
/**
 * @typedef {{choose?: (state: SoftmaxState) => void, show?: (answer: any, state: SoftmaxState) => void, complain?: (complaint: string) => void}} Part
 * @typedef {"layer" | "inversion" | "entropy"} Question
 */

/** Which fields each question is made of; it is asked again when one of them changes. @type {Record<Question, (keyof SoftmaxState)[]>} */
const FIELDS = {
  layer: ["z", "c", "label", "raised", "by"],
  inversion: ["a", "constant"],
  entropy: ["given", "p", "q"],
};

/** @type {Record<Question, {path: string, body: (state: SoftmaxState, sharpnesses: (number | "max")[]) => unknown}>} */
const QUESTIONS = {
  layer: { path: "/softmax", body: ({ z, c, label, raised, by }, also) => ({ z, c, label, raised, by, also }) },
  inversion: { path: "/softmax/inverse", body: ({ a, constant }) => ({ a, constant }) },
  entropy: { path: "/cross-entropy", body: ({ given, p, q }) => ({ p, [given]: q }) },
};

export class SoftmaxBench {
  /** @param {{api: string, sharpnesses: (number | "max")[], onState: (state: SoftmaxState, isStep: boolean) => void}} options */
  constructor({ api, sharpnesses, onState }) {
    this._onState = onState;
    /** @type {Record<Question, Part[]>} */
    this._parts = { layer: [], inversion: [], entropy: [] };
    /** @type {Record<string, any>} what was answered last */
    this._answers = {};
    this._asks = Object.fromEntries(
      /** @type {[Question, any][]} */ (Object.entries(QUESTIONS)).map(([name, { path, body }]) => [
        name,
        new Latest((state) => post(`${api}${path}`, body(state, sharpnesses)), {
          onAnswer: (answer, state) => this._show(name, answer, state),
          onFailure: (error) => this._complain(name, error),
        }),
      ]),
    );
  }

  /** @param {Record<Question, Part[]>} parts */
  furnish(parts) {
    this._parts = parts;
  }

  /** @returns {SoftmaxState} */
  get state() {
    if (this._state === undefined) throw new Error("the page has not been opened yet");
    return this._state;
  }

  /** The last answer, or undefined. @param {Question} name */
  answerTo(name) {
    return this._answers[name];
  }

  /** @param {SoftmaxState} state as a link says it */
  open(state) {
    this._state = state;
    for (const name of questions()) {
      for (const part of this._parts[name]) part.choose?.(state);
      this._asks[name].ask(state);
    }
  }

  /** @param {Partial<SoftmaxState>} change @param {boolean} isStep whether the back button is to undo it */
  change(change, isStep) {
    const before = this.state;
    const state = { ...before, ...change };
    this._state = state;
    for (const name of questions()) {
      // The same numbers chosen once more take back what is half typed, and need no answer.
      const isChosen = FIELDS[name].some((field) => state[field] !== before[field]);
      const isAsked = FIELDS[name].some((field) => JSON.stringify(state[field]) !== JSON.stringify(before[field]));
      if (isChosen) for (const part of this._parts[name]) part.choose?.(state);
      if (isAsked) this._asks[name].ask(state);
      else if (name === "entropy" && state.example !== before.example && this._answers.entropy !== undefined) this._show(name, this._answers.entropy, state);
    }
    this._onState(state, isStep);
  }

  /** @param {Question} name @param {any} answer @param {SoftmaxState} state that it answers */
  _show(name, answer, state) {
    this._answers[name] = answer;
    const { example, projector } = this.state;
    for (const part of this._parts[name]) part.show?.(answer, { ...state, example, projector });
  }

  /** @param {Question} name @param {Error} error */
  _complain(name, error) {
    const sentence = error instanceof Refusal ? messages.problem.refused(error.message) : messages.softmax.failed;
    for (const part of this._parts[name]) part.complain?.(sentence);
  }
}

/** @returns {Question[]} */
function questions() {
  return /** @type {Question[]} */ (Object.keys(QUESTIONS));
}
