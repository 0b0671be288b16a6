// @ts-check
/**
 * The calculation of one epoch, line by line as on a blackboard: a general form, the same with this epoch's numbers,
 * and what comes out. Nothing is computed here that a row does not hold, but where the step leads after the last row.
 */

import { inputRows, listOf, targetsOf, weightsOf } from "../runs/experiment.js";
import { gainOf } from "./gain.js";
import { messages } from "./messages.js";
import { readingOf } from "../runs/reading.js";
import { costWith, isCurved } from "./cost-numbers.js";
import { cell, factor, factorCell, number, rounded, sum, write } from "./written.js";

/** Numbers of a list and terms of a sum that are written out. */
const MOST = 3;

/**
 * @typedef {import("./written.js").Writing} Writing
 * @typedef {Record<string, any>} Row
 * @typedef {{w: any, b: any}} Next
 * @typedef {{left: string, relation: string, general: string, numbers: (row: Row) => Writing | null,
 *   result: (row: Row, next: Next) => Writing}} Line
 * @typedef {import("./gain.js").GainLook & {formula: string}} CostLook
 */

/**
 * @param {any} experiment
 * @param {number | null} example null: all of several examples
 * @param {CostLook} cost
 * @returns {Line[]}
 */
export function linesOf(experiment, example, cost) {
  const count = targetsOf(experiment).length;
  const forward = example === null ? wholeForward(experiment) : forwardOf(experiment, example, cost);
  return [...forward, ...(count > 1 ? [meanCost(cost)] : []), ...gradients(experiment, example, cost), ...step(experiment)];
}

/** The activation of a symbol or a number, by name where it has one. @param {string} activation @param {string} z */
function outputOf(activation, z) {
  const { outputs, output } = messages.why.board;
  return (outputs[activation] ?? output)(z);
}

/** From the input to the cost, for one example. @param {any} experiment @param {number} example @param {CostLook} cost @returns {Line[]} */
function forwardOf(experiment, example, cost) {
  const { activation } = experiment;
  const x = inputRows(experiment)[example];
  const index = targetsOf(experiment).length > 1 ? `_${example + 1}` : "";
  /** @param {Row} row */
  const reading = (row) => readingOf(row, experiment, example);
  return [
    {
      left: "z",
      relation: "=",
      general: weightedInput(experiment),
      numbers: ({ w, b }) => {
        const terms = listOf(w).map((weight, input) => write(number(weight), " × ", factor(x[input])));
        const inner = sum(terms, MOST);
        return sum([inner, number(b)], 2);
      },
      result: (row) => number(reading(row).z),
    },
    {
      left: "a",
      relation: "=",
      general: outputOf(activation, "z"),
      numbers: (row) => {
        const z = number(reading(row).z);
        return { ...z, text: outputOf(activation, z.text) };
      },
      result: (row) => {
        const { z, a } = reading(row);
        return isCurved(activation) && z !== 0 ? rounded(number(a)) : number(a);
      },
    },
    {
      left: `C${index}`,
      relation: "=",
      general: inSymbols(cost.formula),
      numbers: (row) => costWith(cost.formula, reading(row), activation),
      result: (row) => number(reading(row).loss),
    },
  ];
}

/** @param {any} experiment */
function weightedInput(experiment) {
  return weightsOf(experiment).length > 1 ? "Σ_j w_j x_j + b" : "w x + b";
}

/** The same for all examples at once: their numbers side by side. @param {any} experiment @returns {Line[]} */
function wholeForward(experiment) {
  const { activation } = experiment;
  /** @param {string} left @param {string} general @param {string} name @returns {Line} */
  const line = (left, general, name) => ({
    left,
    relation: "=",
    general,
    numbers: () => null,
    result: (row) => {
      const numbers = cell(listOf(row[name]), MOST);
      return name === "a" && isCurved(activation) ? rounded(numbers) : numbers;
    },
  });
  return [line("z", weightedInput(experiment), "z"), line("a", outputOf(activation, "z"), "a")];
}

/** @param {CostLook} cost @returns {Line} */
function meanCost(cost) {
  return {
    left: "C",
    relation: "=",
    general: `${messages.why.board.mean} ${inSymbols(cost.formula)}`,
    numbers: (row) => meanOf(listOf(row.loss).map(number), listOf(row.loss).length),
    result: (row) => number(row.cost),
  };
}

/** @param {any} experiment @param {number | null} example @param {CostLook} cost @returns {Line[]} */
function gradients(experiment, example, cost) {
  const inputs = inputRows(experiment);
  const isWide = weightsOf(experiment).length > 1;
  const gain = gainOf(cost, experiment.activation);
  const isMean = inputs.length > 1;
  const chosen = example ?? 0;
  // Side by side stand only letters and a function of one: what follows a division would belong beneath it.
  const isPlain = gain === "" || /^\p{L}′?\(\p{L}\)$/u.test(gain);
  const symbols = gain === "" ? "(a − y)" : isPlain ? `(a − y) ${gain}` : `(a − y) × ${gain}`;
  /** @param {string} general */
  const named = (general) => (isMean ? `${messages.why.board.mean} ${general}` : general);
  /** The chosen example's term; the others follow as dots. @param {Row} row @param {Writing | null} x */
  const numbers = (row, x) => {
    const reading = readingOf(row, experiment, chosen);
    const parts = deltaOf(reading, gain, experiment.activation);
    const term = x === null ? write(...parts) : write(...parts, " × ", x);
    if (!isMean) return term;
    return meanOf(example === null ? inputs.map(() => term) : [term, term], inputs.length, 1);
  };
  return [
    {
      left: isWide ? "∂C/∂w_j" : "∂C/∂w",
      relation: "=",
      general: named(`${symbols}${isPlain ? " " : " × "}${isWide ? "x_j" : "x"}`),
      numbers: (row) => numbers(row, factorCell(inputs[chosen], MOST)),
      result: (row) => cell(listOf(row.grad_w), MOST),
    },
    {
      left: "∂C/∂b",
      relation: "=",
      general: named(gain === "" ? "a − y" : symbols),
      numbers: (row) => numbers(row, null),
      result: (row) => number(row.grad_b),
    },
  ];
}

/**
 * The factors of δ. Where the error has been rounded to 0 and the rest is beyond all numbers, δ itself.
 * @param {import("../runs/reading.js").Reading} reading @param {string} gain @param {string} activation
 */
function deltaOf({ z, error, gain: value, delta }, gain, activation) {
  if (value === null && delta !== null) return [number(delta)];
  const parts = gain === "" ? [number(error)] : [number(error), " × ", factor(value)];
  return isCurved(activation) && z !== 0 ? parts.map((part) => (typeof part === "string" ? part : rounded(part))) : parts;
}

/** @param {any} experiment @returns {Line[]} */
function step({ eta }) {
  return [
    {
      left: "w",
      relation: "←",
      general: "w − η ∂C/∂w",
      numbers: ({ w, grad_w }) => write(cell(listOf(w), MOST), " − ", number(eta), " × ", factorCell(listOf(grad_w), MOST)),
      result: (_, { w }) => cell(listOf(w), MOST),
    },
    {
      left: "b",
      relation: "←",
      general: "b − η ∂C/∂b",
      numbers: ({ b, grad_b }) => write(number(b), " − ", number(eta), " × ", factor(grad_b)),
      result: (_, { b }) => number(b),
    },
  ];
}

/** @param {Writing[]} terms @param {number} count @param {number} [most] @returns {Writing} */
function meanOf(terms, count, most = MOST) {
  return write("(", sum(terms, most), `)/${count}`);
}

/** @param {string} formula with {a} and {y} in it */
function inSymbols(formula) {
  return formula.replaceAll("{a}", "a").replaceAll("{y}", "y");
}

/**
 * Where the step of a row leads: the next row, where there is one.
 * @param {import("../runs/trace.js").Trace} trace @param {Row} row @param {any} experiment
 * @returns {Next}
 */
export function nextOf({ columns }, row, { eta }) {
  const index = row.epoch + 1;
  if (columns.epoch[index] === index) return { w: columns.w[index], b: columns.b[index] };
  const gradients = listOf(row.grad_w);
  const w = listOf(row.w).map((weight, input) => weight - eta * gradients[input]);
  return { w: Array.isArray(row.w) ? w : w[0], b: row.b - eta * row.grad_b };
}

