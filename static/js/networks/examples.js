// @ts-check
/** The examples of a problem as pictures need them, asked of the server once for each problem. */

import { Latest, post } from "../api.js";

/**
 * @typedef {{inputs: number[], pixels?: string, label: number | null, targets: number[]}} Example
 * @typedef {object} Examples
 * @property {number} inputs how many
 * @property {number} outputs how many
 * @property {string[]} classes
 * @property {[number, number] | null} image rows and columns of a picture
 * @property {import("../charts/decision-surface.js").Point[]} points of two inputs
 * @property {Example[]} shown the first ones
 */

/** Problems that are kept: who goes back and forth between two asks once for each. */
const MOST = 12;

export class ExampleSource {
  /** @param {string} api @param {{onExamples: () => void}} handlers */
  constructor(api, { onExamples }) {
    /** @type {Map<string, Examples | null>} null where the server has none to give */
    this._known = new Map();
    /** Why a problem cannot be had from this server, by its name; null until that is known, and nothing is asked before. @type {Map<string, string> | null} */
    this._lacking = null;
    /** @type {any[]} */
    this._experiments = [];
    /** What the classes of the reader's own table are called, if they have brought it here. @type {string[]} */
    this._names = [];
    this._latest = new Latest((/** @type {any[]} */ questions) => Promise.all(questions.map((question) => post(`${api}/problems`, question))), {
      onAnswer: (answers, questions) => {
        questions.forEach((/** @type {any} */ question, /** @type {number} */ index) => this._keep(question, examplesOf(answers[index])));
        onExamples();
      },
      onFailure: (_, questions) => {
        for (const question of questions) this._keep(question, null);
        onExamples();
      },
    });
  }

  /** Has the examples of all experiments brought that are not here yet. @param {any[]} experiments */
  ask(experiments) {
    this._experiments = experiments;
    const lacking = this._lacking;
    if (lacking === null) return;
    const wanted = new Map(experiments.map((experiment) => [keyOf(questionOf(experiment)), questionOf(experiment)]));
    const missing = [...wanted].filter(([key, { problem }]) => !this._known.has(key) && !lacking.has(problem.name)).map(([, question]) => question);
    if (missing.length > 0) this._latest.ask(missing);
  }

  /** What cannot be had is known from here on. @param {Map<string, string>} lacking */
  know(lacking) {
    this._lacking = lacking;
    this.ask(this._experiments);
  }

  /** Why the first of these problems that cannot be had cannot; empty where all can. @param {any[]} experiments */
  reasonAgainst(experiments) {
    return experiments.map(({ problem }) => this._lacking?.get(problem.name) ?? "").find((reason) => reason !== "") ?? "";
  }

  /** @param {string[]} classes of the table that was just brought */
  name(classes) {
    this._names = classes;
  }

  /** @param {any} experiment @returns {Examples | null} null while they are on their way, too */
  of(experiment) {
    return this._known.get(keyOf(questionOf(experiment))) ?? null;
  }

  /** A table has outputs and no names for them; in a link there is no room for any. @param {Examples} examples @returns {Examples} */
  _named(examples) {
    if (examples.classes.length > 0 || examples.outputs < 2) return examples;
    const isNamed = this._names.length === examples.outputs;
    return { ...examples, classes: Array.from({ length: examples.outputs }, (_, index) => (isNamed ? this._names[index] : String(index + 1))) };
  }

  /** @param {any} question @param {Examples | null} examples */
  _keep(question, examples) {
    this._known.set(keyOf(question), examples === null ? null : this._named(examples));
    for (const key of this._known.keys()) if (this._known.size > MOST) this._known.delete(key);
  }
}

/** What is asked: targets depend on the outputs. @param {any} experiment */
function questionOf({ problem, output }) {
  return { problem, output };
}

/** @param {any} question */
function keyOf(question) {
  return JSON.stringify(question);
}

/** @param {any} answer of POST /problems @returns {Examples} */
function examplesOf(answer) {
  return answer;
}
