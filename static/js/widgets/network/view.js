// @ts-check
/** What the pictures of networks are told: the lanes with their titles, the axes that they share, what happened. Pure. */

import { powerRange } from "../../axes.js";
import { compareNetworks, describeNetwork, titlesOf } from "../../words/network-words.js";

/**
 * @typedef {import("../../networks/training.js").Training} Training
 * @typedef {import("../../networks/training.js").Lane} Lane
 * @typedef {{letter: string, slot: number, title: string, experiment: any, lane: Lane | null}} Shown
 */

const LETTERS = [..."ABC"];

/** @param {any[]} experiments @param {Training | null} training of these @param {any} data of the page @returns {Shown[]} */
export function shownLanes(experiments, training, data) {
  const titles = titlesOf(experiments, data);
  return experiments.map((experiment, index) => ({
    letter: LETTERS[index],
    slot: data.costs[experiment.cost].slot,
    title: titles[index],
    experiment,
    lane: training?.lanes[index] ?? null,
  }));
}

/** The axes of all lanes: epochs, the longest bar of the histograms, the powers of ten of the norms. @param {Shown[]} shown */
export function commonAxes(shown) {
  return {
    epochs: Math.max(1, ...shown.map(({ lane, experiment }) => lane?.epochs ?? experiment.epochs)),
    most: Math.max(1, ...shown.map(({ lane }) => lane?.trace.extent("histogram")?.[1] ?? 1).filter(Number.isFinite)),
    deltas: deltaRange(shown.map(({ lane }) => lane)),
  };
}

/** Whether there is something held out to be shown; before the first row there may be. @param {Training | null} training */
export function hasHeldOut(training) {
  const costs = training?.lanes.flatMap(({ trace }) => (trace.length > 0 ? [trace.columns.test_cost?.[0] ?? null] : [])) ?? [];
  return costs.length === 0 || costs.some((cost) => cost !== null);
}

/** What happened, once its end has been seen; nothing while it happens: a live region must not chatter. @param {Shown[]} shown @param {Training | null} training @param {any} data */
export function reportOf(shown, training, data) {
  if (training === null || training.isUnderWay) return { lanes: [], together: "" };
  const { seen, available, last } = training.player.state;
  if (seen < (training.status === "paused" ? available : last)) return { lanes: [], together: "" };
  return {
    lanes: shown.flatMap(({ letter, slot, title, lane }) => (lane === null ? [] : [{ letter, slot, title, words: describeNetwork(lane, data) }])),
    together: compareNetworks(training.lanes, LETTERS),
  };
}

/** The powers of ten between which all norms lie. @param {(import("../../networks/training.js").Lane | null)[]} lanes @returns {[number, number]} */
function deltaRange(lanes) {
  const norms = lanes.flatMap((lane) => lane?.trace.columns.delta_norms ?? []);
  return powerRange(norms.flatMap((each) => each ?? []), [-6, 0]);
}
