// @ts-check
/**
 * The pictures of one lane: where its wrong outputs stand, the network itself, what it answers, and how large the error
 * is in each layer. They follow the clock; what is kept of the network only now and then is shown as it was last kept.
 */

import { powerOf } from "../../axes.js";
import { DecisionSurface, markerOf } from "../../charts/decision-surface.js";
import { NetworkDiagram } from "../../charts/network-diagram.js";
import { SaturationChart } from "../../charts/saturation-chart.js";
import { svg } from "../../charts/svg.js";
import { pictureOf, surfaceOf } from "../../networks/pictures.js";
import { weightsOf } from "../../networks/snapshots.js";
import { grouped } from "../../words/format.js";
import { messages } from "../../words/messages.js";
import { EpochPlots } from "../epoch-plots.js";
import { Mistakes } from "./mistakes.js";

/**
 * @typedef {import("../../networks/training.js").Lane} Lane
 * @typedef {import("../../networks/examples.js").Examples} Examples
 * @typedef {{lane: Lane | null, experiment: any, slot: number, title: string, epochs: number, most: number, deltas: [number, number], examples: Examples | null, example: number, isProbability: boolean}} View
 */

const words = messages.network;
/** Layers are told apart by a number in their dots; so many have one. */
const MOST_LAYERS = 7;
/** Colours and marks of classes that there are. */
const CLASSES = 5;

export class NetworkLane {
  /**
   * @param {string} letter @param {HTMLElement} root
   * @param {{frames: import("../../frames.js").FrameQueue, edges: number[], onExample: (index: number) => void}} options
   */
  constructor(letter, root, { frames, edges, onExample }) {
    /** @param {string} part @returns {any} */
    const find = (part) => root.querySelector(`[data-part="${part}"]`);
    this.letter = letter;
    this._root = root;
    this._frames = frames;
    this._edges = edges;
    this._part = find;
    this._saturation = new SaturationChart(find("saturation"), edges);
    this._diagram = new NetworkDiagram(find("diagram"));
    this._surface = new DecisionSurface(find("surface"), { onChoose: onExample });
    this._mistakes = new Mistakes(find("mistakes"));
    this._plots = new EpochPlots([root], { id: letter, frames });
    /** @type {View | null} */
    this._view = null;
    this._epoch = this._seen = 0;
    /** The snapshot that the pictures show; another one, or another example, has them drawn anew. @type {unknown[]} */
    this._drawn = [];
  }

  /** @param {any} plotly */
  makeCharts(plotly) {
    this._plots.make(plotly);
  }

  /** @param {boolean} isUsed */
  use(isUsed) {
    this._root.hidden = !isUsed;
  }

  /** Rows have come, or another network is chosen. @param {View} view */
  update(view) {
    this._view = view;
    this._root.className = this._root.className.replace(/cost-\d+/, `cost-${view.slot}`);
    this._part("name").textContent = view.title;
    const trace = view.lane?.trace.columns ?? {};
    this._saturation.update({ histogram: trace.histogram ?? [], epochs: view.epochs, most: view.most });
    this._frames.add(this._saturation, () => this._saturation.draw());
    const [low, high] = view.deltas;
    this._plots.update({ deltas: { axes: { epochs: view.epochs, low, high, isLog: true }, lines: this._deltaLines() } });
    this._drawn = [];
    this.show({ epoch: this._epoch, seen: this._seen });
  }

  /** @param {{epoch: number, seen: number}} clock */
  show({ epoch, seen }) {
    [this._epoch, this._seen] = [epoch, seen];
    this._saturation.reveal(epoch, seen);
    this._plots.reveal(epoch, seen);
    this._part("saturation-words").textContent = this._saturationWords();
    this._drawNetwork();
  }

  /** In other colours or sizes. */
  redraw() {
    this._mistakes.forget();
    this._plots.redraw();
    if (this._view !== null) this.update(this._view);
  }

  /** @param {string} problem */
  say(problem) {
    this._part("problem").textContent = problem;
  }

  /** One line a layer, the logarithm of its δ; the outputs last. @returns {import("../../charts/epoch-chart.js").Line[]} */
  _deltaLines() {
    const { lane, slot } = /** @type {View} */ (this._view);
    const norms = lane?.trace.columns.delta_norms ?? [];
    const layers = norms.find((each) => each !== null)?.length ?? 0;
    this._part("deltas-words").textContent = words.deltas(layers);
    return Array.from({ length: Math.min(layers, MOST_LAYERS) }, (_, layer) => ({
      x: lane?.trace.columns.epoch ?? [],
      y: norms.map((each) => powerOf(each?.[layer])),
      slot,
      repeat: layers - 1 - layer,
      letter: String(layer + 1),
    }));
  }

  _saturationWords() {
    const view = /** @type {View} */ (this._view);
    if (view === null || view.lane === null || view.lane.trace.length === 0) return words.saturation.empty;
    if (!view.isProbability) return words.saturation.unsaturable;
    const row = view.lane.trace.at(this._epoch);
    if (row === null || row.histogram === null || row.wrong === 0) return words.saturation.none(row?.epoch ?? 0, row?.wrong === 0);
    const below = this._edges.indexOf(0.01);
    const stuck = row.histogram.slice(0, below === -1 ? 0 : below).reduce((/** @type {number} */ sum, /** @type {number} */ count) => sum + count, 0);
    return words.saturation.some(row.epoch, grouped(row.wrong), row.wrong, grouped(stuck));
  }

  _drawNetwork() {
    const view = this._view;
    if (view === null) return;
    const { lane, examples, example } = view;
    const snapshot = lane?.snapshots.at(this._epoch) ?? null;
    this._part("diagram-words").textContent = words.diagram.caption(snapshot === null ? null : snapshot.epoch, this._epoch, snapshot?.weights !== null);
    const drawn = [snapshot, lane, examples, example];
    if (drawn.every((each, index) => each === this._drawn[index]) && this._drawn.length > 0) return;
    this._drawn = drawn;
    this._frames.add(this, () => {
      this._drawDiagram(snapshot, view);
      this._drawAnswers(snapshot, view);
    });
  }

  /** @param {any} snapshot @param {View} view */
  _drawDiagram(snapshot, { lane, examples, example, experiment }) {
    const sizes = snapshot?.sizes ?? (examples === null ? null : [examples.inputs, ...experiment.hidden, examples.outputs]);
    if (sizes === null) return;
    const answers = snapshot?.answers?.[example] ?? null;
    const shown = examples?.shown[example] ?? null;
    const ink = getComputedStyle(this._root).getPropertyValue("--ink").trim();
    const picture = shown?.pixels === undefined ? null : { pixels: pictureOf(shown.pixels, /** @type {any} */ (examples).image, ink), width: 0, height: 0 };
    const outputs = sizes[sizes.length - 1];
    this._diagram.show({
      sizes,
      weights: snapshot === null ? [] : weightsOf(snapshot),
      activations: answers === null ? null : [shown?.inputs ?? [], ...answers],
      scale: lane?.snapshots.largestWeight ?? 1,
      targets: shown === null || shown.targets.length !== outputs ? null : shown.targets,
      names: outputs > 1 ? (examples?.classes ?? []).slice(0, outputs) : [],
      picture,
    });
    this._diagram.describe(words.diagram.label(sizes.join("–"), answers === null ? null : answers[answers.length - 1].map((/** @type {number} */ a) => a.toFixed(2)).join(", ")));
  }

  /** @param {any} snapshot @param {View} view */
  _drawAnswers(snapshot, { examples, example, experiment }) {
    const isPlane = (examples?.inputs ?? snapshot?.sizes[0]) === 2;
    const isMistakes = !isPlane && snapshot !== null;
    this._part("surface").hidden = !isPlane;
    this._part("mistakes").hidden = !isMistakes;
    this._part("classes").hidden = !isPlane || (examples?.classes.length ?? 0) === 0;
    this._part("answers-title").textContent = isPlane ? words.answers.plane : words.answers.mistakes;
    this._part("answers-words").textContent = isPlane
      ? words.answers.planeWords(snapshot === null ? null : snapshot.epoch)
      : words.answers.mistakesWords(snapshot === null ? null : snapshot.epoch, (snapshot?.mistakes ?? []).filter((/** @type {any} */ each) => !each.is_right).length, snapshot?.held_out === true);
    if (isPlane) {
      this._surface.update(snapshot?.surface == null ? null : surfaceOf(snapshot.surface), examples?.points ?? [], example);
      this._surface.describe(words.answers.planeLabel(experiment.problem.name));
      this._surface.draw();
      this._part("classes").replaceChildren(...(examples?.classes ?? []).map(classItem));
    } else if (isMistakes) this._mistakes.show(snapshot.mistakes, examples?.classes ?? []);
  }
}

/** A class's mark and its name. @param {string} name @param {number} label */
function classItem(name, label) {
  const item = document.createElement("li");
  const mark = svg("svg", { viewBox: "-7 -7 14 14", width: 14, height: 14, "aria-hidden": "true" });
  mark.append(svg("path", { class: `class-${label % CLASSES}`, d: markerOf(label, 5.5) }));
  item.append(mark, name);
  return item;
}
