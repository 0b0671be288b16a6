// @ts-check
/**
 * The gradient taken apart (templates/_partials/gradient_bars.html): error × slope × input as bars, each on the scale of
 * its own maximum, so that the factor that holds learning back is the short one; it is also named in words.
 *
 * The outline on the gradient's bar is what the error alone would give: under the cross-entropy the bar fills it.
 */

import { inputRows, listOf, targetsOf, weightsOf } from "../../runs/experiment.js";
import { activationSymbol, decimals, plain } from "../../words/format.js";
import { gainOf } from "../../words/gain.js";
import { messages } from "../../words/messages.js";
import { exampleIn, extentOf, fits, readingOf, sizeOf } from "../../runs/reading.js";
import { Factor } from "./factor.js";

/** Of that part of what it could be, a factor holds the product back. */
const SHORT = 0.4;
/** An error as small as this is no obstacle: there is little left to correct. Targets lie between 0 and 1. */
const NEARLY_RIGHT = 0.1;
/** A run whose errors grow to so many times the first one diverges: its bars are made for where it began. */
const DIVERGED = 10;
/** Weights whose gradients are drawn; the table has them all. */
const MOST_WEIGHTS = 4;

/** @typedef {import("../../words/gain.js").GainLook & {slot: number, followsGradient: boolean}} CostLook */

export class GradientBars {
  /**
   * @param {HTMLElement} element
   * @param {{costs: Record<string, CostLook>, activations: Record<string, {slope_scale: {high: number}}>}} options
   */
  constructor(element, { costs, activations }) {
    this._costs = costs;
    this._activations = activations;
    this._list = /** @type {HTMLElement} */ (element.querySelector(".factors"));
    this._remark = /** @type {HTMLElement} */ (element.querySelector('[data-part="remark"]'));
    const [error, gain, input, gradient] = [...this._list.children].map((item) => new Factor(item));
    this._factors = { error, gain, input };
    /** @type {Factor[]} one a weight */
    this._gradients = [gradient];
    this._more = document.createElement("li");
    this._more.className = "factor-more";
    /** @type {any} */
    this._experiment = null;
    /** @type {number | null} */
    this._example = null;
    /** @type {import("../../runs/trace.js").Trace | null} */
    this._trace = null;
    this._scales = { error: 1, gain: 1, input: 1, gradient: 1 };
  }

  /** @param {any} experiment @param {number | null} example */
  choose(experiment, example) {
    this._experiment = experiment;
    this._example = exampleIn(experiment, example);
    this._name();
    this._scale();
  }

  /** @param {import("../../runs/trace.js").Trace} trace */
  prepare(trace) {
    this._trace = trace;
    this._scale();
  }

  /** @param {Record<string, any> | null} row */
  show(row) {
    if (this._experiment === null) return;
    const { error, gain, input } = this._factors;
    if (!fits(row, this._experiment)) {
      for (const factor of [error, gain, input, ...this._gradients]) factor.show(null);
      for (const factor of [error, gain, ...this._gradients]) factor.say("");
      this._name();
      return;
    }
    const reading = readingOf(row, this._experiment, this._example);
    const verdict = this._verdict(reading, meanSize(listOf(row.error)));
    error.show(reading.error);
    error.say(verdict.error);
    if (this._isCancelled) gain.showGhost(reading.slope, reading.slope);
    else if (isUnbounded(reading)) gain.show(null, Infinity);
    else gain.show(reading.gain);
    gain.say(verdict.gain, verdict.holdsBack);
    input.show(this._isWide ? null : reading.x[0]);
    this._showGradients(row, reading);
  }

  destroy() {
    this._trace = null;
  }

  get _isCancelled() {
    return gainOf(this._costs[this._experiment.cost], this._experiment.activation) === "";
  }

  /** Whether there are several inputs, so that the input's own line has no one number. */
  get _isWide() {
    return weightsOf(this._experiment).length > 1;
  }

  /** @param {Record<string, any>} row @param {import("../../runs/reading.js").Reading} reading */
  _showGradients(row, { error, delta, x }) {
    const whole = listOf(row.grad_w);
    const isPart = this._example !== null && targetsOf(this._experiment).length > 1;
    // A product of means is no part of the mean of products.
    const hasOutline = this._example !== null && this._costs[this._experiment.cost].followsGradient;
    this._gradients.forEach((gradient, input) => {
      const alone = product(error, x[input]);
      const value = isPart ? product(delta, x[input]) : whole[input];
      gradient.show(value);
      gradient.ghost(hasOutline ? alone : null);
      if (isPart && !this._isWide) gradient.note(messages.why.share(count(this._experiment), decimals(whole[0])));
    });
  }

  /**
   * What to say of the factors. Errors of several examples may cancel in their mean, and still be large.
   * @param {import("../../runs/reading.js").Reading} reading @param {number} sizeOfErrors
   */
  _verdict(reading, sizeOfErrors) {
    const words = messages.why;
    const { error, gain, delta } = reading;
    const none = { error: "", gain: "", holdsBack: false };
    if (isUnbounded(reading)) return { ...none, gain: words.unbounded(decimals(delta)) };
    if (error === null || gain === null) return none;
    if (Math.abs(error) > this._scales.error) none.error = words.beyondBar;
    if (!this._costs[this._experiment.cost].followsGradient) return { ...none, gain: words.stretches };
    const ofError = this._example === null ? sizeOfErrors : Math.abs(error);
    const ofGain = this._isCancelled ? 1 : Math.abs(gain) / this._scales.gain;
    if (ofGain < SHORT && ofGain < Math.min(ofError, 1)) return { ...none, gain: words.holdsBack, holdsBack: true };
    if (ofError < NEARLY_RIGHT) return { ...none, error: words.nearlyRight };
    return this._isCancelled ? { ...none, gain: words.cancelled } : none;
  }

  /** Symbols, names and one line a weight: what changes with the experiment alone. */
  _name() {
    const words = messages.why;
    const experiment = this._experiment;
    const cost = this._costs[experiment.cost];
    const { followsGradient } = cost;
    const letter = activationSymbol(experiment.activation);
    const { error, gain, input } = this._factors;
    const inputs = inputRows(experiment);
    const [size, examples] = [weightsOf(experiment).length, inputs.length];
    error.name("(a − y)", words.error);
    const most = plain(this._activations[experiment.activation].slope_scale.high);
    if (this._isCancelled) gain.name(`× ${letter}′(z)`, words.slope);
    else {
      const ofCost = followsGradient ? words.gain : words.foreign;
      gain.name(`× ${gainOf(cost, experiment.activation)}`, cost.gainIsSlope ? words.slopeAtMost(most) : ofCost);
    }
    gain.element.classList.toggle("is-cancelled", this._isCancelled);
    const x = this._example === null ? null : inputs[this._example];
    input.element.classList.toggle("is-bare", size > 1);
    if (size === 1) input.name("× x", x === null ? words.meanInput : x[0] === 0 ? words.zeroInput : words.input);
    else input.name("× x_j", x === null ? words.inputEachAndAll : words.inputEach);
    this._makeGradients(size);
    const isPart = examples > 1 && this._example !== null;
    const inFull = this._isCancelled ? words.gradientInFull : words.gradientInOutline;
    const own = x === null ? words.gradient : x[0] === 0 ? words.zeroGradient : inFull;
    this._gradients.forEach((gradient, index) => {
      const name = size === 1 ? "∂C/∂w" : `∂C/∂w_${index + 1}`;
      const note = size === 1 ? own : x === null ? "" : words.withInput(plain(x[index]), String(index + 1));
      gradient.name(followsGradient ? `= ${name}` : `= “${name}”`, followsGradient || size > 1 ? note : words.whatIsFollowed);
    });
    this._remark.textContent =
      examples === 1 ? "" : isPart ? words.ofExample(Number(this._example) + 1, examples) : words.meanOfProducts(examples);
  }

  /** @param {number} size how many weights */
  _makeGradients(size) {
    const wanted = Math.min(size, MOST_WEIGHTS);
    while (this._gradients.length > wanted) this._gradients.pop()?.element.remove();
    while (this._gradients.length < wanted) {
      const copy = /** @type {HTMLElement} */ (this._gradients[0].element.cloneNode(true));
      this._gradients.push(new Factor(copy));
      this._list.append(copy);
    }
    this._more.textContent = messages.why.more(size - wanted);
    if (size > wanted) this._list.append(this._more);
    else this._more.remove();
  }

  /** Each bar's full length; the same for the whole run, so that a bar that grows has grown. */
  _scale() {
    if (this._experiment === null) return;
    const { cost, activation } = this._experiment;
    const look = this._costs[cost];
    const inputs = inputRows(this._experiment).flat();
    const first = Math.max(1, ...listOf(this._trace?.columns.error?.[0] ?? 0).map(Math.abs));
    const largest = sizeOf(this._trace, "error");
    const error = largest > DIVERGED * first ? first : Math.max(first, largest);
    const slope = this._activations[activation].slope_scale.high;
    const gain = look.gainIsSlope || this._isCancelled ? slope : sizeOf(this._trace, "gain") || 1;
    const input = Math.max(...inputs.map(Math.abs)) || 1;
    // Of a gain without a greatest value the error alone is no measure.
    const gradient = look.gainIsSlope || this._isCancelled ? error * input * Math.max(1, gain) : Math.max(error * input, sizeOf(this._trace, "grad_w"));
    this._scales = { error, gain, input, gradient };
    const isSigned = inputs.some((x) => x < 0) || (extentOf(this._trace, "error") ?? [0])[0] < 0;
    for (const [name, factor] of Object.entries(this._factors)) factor.scale(this._scales[/** @type {"error"} */ (name)], isSigned);
    for (const factor of this._gradients) factor.scale(gradient, isSigned);
  }
}

/** Whether the gain is beyond all numbers, because the error has been rounded to 0. @param {import("../../runs/reading.js").Reading} reading */
function isUnbounded({ gain, delta }) {
  return gain === null && delta !== null && delta !== 0;
}

/** @param {number | null} one @param {number | null} other */
function product(one, other) {
  return one === null || other === null ? null : one * other;
}

/** @param {any} experiment */
function count(experiment) {
  return targetsOf(experiment).length;
}

/** @param {(number | null)[]} values */
function meanSize(values) {
  return values.reduce((/** @type {number} */ sum, value) => sum + Math.abs(value ?? 0), 0) / values.length;
}
