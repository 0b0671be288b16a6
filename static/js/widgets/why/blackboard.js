// @ts-check
/** The numbers of one epoch filled into the formulas (templates/_partials/blackboard.html; the lines are js/words/board.js's). */

import { linesOf, nextOf } from "../../words/board.js";
import { targetsOf, weightsOf } from "../../runs/experiment.js";
import { messages } from "../../words/messages.js";
import { exampleIn, fits } from "../../runs/reading.js";
import { withSign } from "../../words/written.js";
import { mathNodes } from "./math.js";

/** @typedef {{line: import("../../words/board.js").Line, numbers: HTMLElement, result: HTMLElement}} Written */

export class Blackboard {
  /** @param {HTMLElement} element @param {{costs: Record<string, import("../../words/board.js").CostLook>}} options */
  constructor(element, { costs }) {
    this._costs = costs;
    this._element = element;
    this._title = /** @type {HTMLElement} */ (element.querySelector('[data-part="title"]'));
    this._place = /** @type {HTMLElement} */ (element.querySelector('[data-part="lines"]'));
    /** @type {Written[]} */
    this._lines = [];
    /** @type {any} */
    this._experiment = null;
    /** @type {import("../../runs/trace.js").Trace | null} */
    this._trace = null;
  }

  /** @param {any} experiment @param {number | null} example */
  choose(experiment, example) {
    const words = messages.why.board;
    const count = targetsOf(experiment).length;
    const chosen = exampleIn(experiment, example);
    this._experiment = experiment;
    this._title.textContent =
      count === 1 ? "" : chosen === null ? words.allExamples(count) : words.ofExample(chosen + 1, count);
    // Lists of numbers need the whole width for themselves.
    this._element.classList.toggle("has-lists", chosen === null || weightsOf(experiment).length > 1);
    this._lines = linesOf(experiment, chosen, this._costs[experiment.cost]).map(makeLine);
    this._place.replaceChildren(...this._lines.map(({ numbers }) => /** @type {Element} */ (numbers.parentElement)));
  }

  /** @param {import("../../runs/trace.js").Trace} trace */
  prepare(trace) {
    this._trace = trace;
  }

  /** @param {Record<string, any> | null} row */
  show(row) {
    if (!fits(row, this._experiment) || this._trace === null) {
      for (const { numbers, result } of this._lines) numbers.textContent = result.textContent = "";
      return;
    }
    const next = nextOf(this._trace, row, this._experiment);
    for (const { line, numbers, result } of this._lines) {
      const [writing, outcome] = [line.numbers(row), line.result(row, next)];
      // A calculation of one number is its own result.
      numbers.textContent = writing === null || writing.text === outcome.text ? "" : withSign(writing);
      // Nothing becomes exact again that has been rounded on the way.
      result.textContent = withSign({ ...outcome, isExact: outcome.isExact && (writing?.isExact ?? true) });
    }
  }

  destroy() {
    this._trace = null;
  }
}

/** @param {import("../../words/board.js").Line} line @returns {Written} */
function makeLine(line) {
  const element = document.createElement("div");
  element.className = "board-line";
  element.dataset.line = line.left;
  /** @param {string} name @param {(Node | string)[]} content */
  const cell = (name, ...content) => {
    const span = document.createElement("span");
    span.className = `board-${name}`;
    span.append(...content);
    // A space, so that a reader who hears or copies the line does not get its parts run together.
    element.append(span, " ");
    return span;
  };
  cell("left", ...mathNodes(line.left));
  cell("general", `${line.relation} `, ...mathNodes(line.general));
  return { line, numbers: cell("numbers"), result: cell("result") };
}
