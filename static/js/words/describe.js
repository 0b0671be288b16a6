// @ts-check
/** What happened in a run, in words: computed from its trace and its summary, never written by hand. */

import { roughly } from "./format.js";
import { messages } from "./messages.js";

/** An error above this counts as a plateau. */
export const PLATEAU = 0.9;

/**
 * @param {import("../runs/session.js").Lane} lane of a finished run
 * @returns {string}
 */
export function describe({ experiment, trace, summary }) {
  const words = messages.run;
  if (trace.length === 0) return words.divergedAtOnce;
  const outputs = trace.columns.a;
  if (Array.isArray(outputs[0])) return describeMany({ experiment, trace, summary });
  const parts = [opening(experiment, outputs, summary)];
  if (summary.epochs_to_half === 0) parts.push(words.right);
  else if (summary.epochs_to_half === null) parts.push(words.never(trace.lastEpoch));
  else parts.push(words.half(summary.epochs_to_half));
  const text = parts.join(" ") + words.end(roughly(summary.final_output)) + (isSwinging(outputs) ? words.swings : "");
  return summary.diverged === null ? text : `${text} ${words.diverged(summary.diverged)}`;
}

/** The last rows that tell whether a run swings, and how far the output must go to be seen to. */
const [LAST, SWING] = [12, 0.005];

/** Whether the output still goes up and down in turns at the end. @param {number[]} outputs */
function isSwinging(outputs) {
  const moves = outputs.slice(-LAST - 1).flatMap((a, index, all) => (index === 0 ? [] : [a - all[index - 1]]));
  if (moves.length < LAST) return false;
  return moves.every((move, index) => Math.abs(move) > SWING && (index === 0 || Math.sign(move) !== Math.sign(moves[index - 1])));
}

/** The same for several examples, of the mean distance to their targets. @param {import("../runs/session.js").Lane} lane */
function describeMany({ experiment, trace, summary }) {
  const words = messages.run.many;
  /** @param {number} row */
  const distance = (row) => {
    const outputs = trace.columns.a[row];
    const sum = outputs.reduce((/** @type {number} */ all, /** @type {number} */ a, /** @type {number} */ index) => all + Math.abs(a - experiment.y[index]), 0);
    return roughly(sum / outputs.length);
  };
  const half =
    summary.epochs_to_half === 0 ? words.right : summary.epochs_to_half === null ? words.never(trace.lastEpoch) : words.half(summary.epochs_to_half);
  const fastest = summary.fastest_epoch === null ? "" : words.fastest(summary.fastest_epoch);
  const text = words.distance(distance(0), distance(trace.length - 1), trace.lastEpoch) + fastest + half;
  return summary.diverged === null ? text : `${text} ${messages.run.diverged(summary.diverged)}`;
}

/** @param {any} experiment @param {number[]} outputs @param {any} summary */
function opening(experiment, outputs, summary) {
  const words = messages.run;
  const y = experiment.y;
  const end = outputs.findIndex((a) => Math.abs(a - y) <= PLATEAU);
  const isAbove = outputs[0] > y;
  const hasPlateau = end > 0 && summary.fastest_epoch >= end;
  const level = roughly(isAbove ? y + PLATEAU : y - PLATEAU);
  const start = hasPlateau ? words.plateau(level, end, isAbove) : words.start(roughly(outputs[0]));
  if (summary.fastest_epoch === null) return start + words.still;
  const isFalling = outputs[summary.fastest_epoch + 1] < outputs[summary.fastest_epoch];
  return start + words.fastest(summary.fastest_epoch, isFalling, hasPlateau);
}
