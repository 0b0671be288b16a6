// @ts-check
/** The lab: makes its lanes and parts, and tells the workbench of them. */

import { Address } from "../link/address.js";
import { get } from "../api.js";
import { loadPlotly } from "../charts/plotly.js";
import { FrameQueue } from "../frames.js";
import { messages } from "../words/messages.js";
import { format, parse } from "../link/url-state.js";
import { Blackboard } from "../widgets/why/blackboard.js";
import { copyText } from "../widgets/lesson/copy.js";
import { CostCurve } from "../widgets/why/cost-curve.js";
import { Downloads, PictureButtons } from "../widgets/take-away/downloads.js";
import { MovesChoice } from "../widgets/why/moves-choice.js";
import { ExampleChoice } from "../widgets/why/example-choice.js";
import { FairRate } from "../widgets/compare/fair-rate.js";
import { GradientBars } from "../widgets/why/gradient-bars.js";
import { Lane } from "../widgets/lab/lane.js";
import { Landscape } from "../widgets/why/landscape.js";
import { LaneTable } from "../widgets/take-away/lane-table.js";
import { applyLesson, controlsOf, LessonDialog } from "../widgets/lesson/lesson-dialog.js";
import { Notice } from "../widgets/lesson/notice.js";
import { Overview } from "../widgets/compare/overview.js";
import { PlateauLaw } from "../widgets/why/plateau-law.js";
import { PredictSwitch } from "../widgets/predict/predict-switch.js";
import { Projector } from "../widgets/lesson/projector.js";
import { Shortcuts } from "../widgets/lesson/shortcuts.js";
import { Transport } from "../widgets/transport.js";
import { Workbench } from "../widgets/lab/workbench.js";

const data = JSON.parse(document.getElementById("page-data")?.textContent ?? "");
const frames = new FrameQueue();

/** @param {string} selector @returns {any} */
const find = (selector) => document.querySelector(selector);
/** @param {string} selector @returns {any[]} */
const all = (selector) => [...document.querySelectorAll(selector)];

/** What the server would only refuse is not asked of it again and again. @param {string} cost @param {string} activation */
const isPossible = (cost, activation) => !data.costs[cost].needsProbability || data.activations[activation].isProbability;

const controls = [...controlsOf().keys()];
const notice = new Notice(find('[data-part="notice"]'));
const projector = new Projector({ onChange: (isOn) => bench.change({ projector: isOn }) });

const address = new Address({ format: (state) => format(state, data), onReturn: () => open({ isFirst: false }) });
const bench = new Workbench({ data, onState: (state, isStep) => address.write(state, isStep) });

const letters = [...new Set(all("[data-lane]").map((root) => root.dataset.lane))];
const lanes = letters.map(
  (letter, index) =>
    new Lane(letter, all(`[data-lane="${letter}"]`), {
      ...data,
      frames,
      isPossible,
      makeViews: (within) => [
        new GradientBars(within(".gradient-bars"), data),
        new CostCurve(within(".cost-curve"), {
          ...data,
          fetchCurve: async (question) => {
            if (!isPossible(question.cost, question.activation)) throw new Error("there is no such curve");
            return get(`${data.api}/curves`, question);
          },
          onDrag: (z, { isFinal }) => bench.startLane(index, z, { isFinal }),
        }),
        new Blackboard(within(".blackboard"), data),
      ],
      onChoose: (experiment, isFinal) => bench.setLane(index, experiment, isFinal),
      onRun: () => bench.run(),
      onGuess: () => bench.onGuess(),
      onDuplicate: () => bench.duplicateLane(index),
      onRemove: () => bench.removeLane(index),
    }),
);

const transport = new Transport(find(".lab-clock .transport"), {
  onRun: () => bench.run(),
  onCommand: (command) => bench.dispatch(command),
});

bench.furnish(lanes, [
  { update: ({ isGuessing }) => transport.allow(!isGuessing), show: (clock) => transport.show(clock) },
  new PredictSwitch(find("[data-lab]"), { onSwitch: (isOn) => bench.change({ predict: isOn }) }),
  new Overview(find('[data-part="overview"]'), { frames, onQuantity: (show) => bench.change({ show }) }),
  new MovesChoice(find('[data-part="moves"]'), { onMoves: (moves) => bench.change({ moves }) }),
  new ExampleChoice(find('[data-part="example-choice"]'), { onExample: (example) => bench.change({ example }) }),
  new FairRate(find('[data-part="fair"]'), {
    api: data.api,
    getExperiments: () => bench.state.experiments,
    onPair: (pair) => bench.change(pair),
    onRate: (index, eta) => bench.setLane(index, { ...bench.state.experiments[index], eta }, true),
  }),
  new PlateauLaw(find('[data-part="plateau-law"]'), { ...data, frames, isPossible, onLane: (law) => bench.change({ law }) }),
  new Landscape(find('[data-part="landscape"]'), { ...data, frames, isPossible, onLane: (landscape) => bench.change({ landscape }) }),
  new LaneTable(find('[data-part="lane-table"]'), { ...data, onLane: (table) => bench.change({ table }) }),
]);

const lesson = new LessonDialog(find('[data-dialog="lesson"]'), {
  getState: () => bench.state,
  format: (state) => format(state, data),
  frameOrigins: data.frameOrigins,
});
const shortcuts = new Shortcuts(find('[data-dialog="shortcuts"]'), {
  dispatch: (command) => bench.dispatch(command),
  run: () => bench.run(),
  projector: () => projector.toggle(),
  faster: () => bench.changeSpeed(1),
  slower: () => bench.changeSpeed(-1),
});

new Downloads(find('[data-part="downloads"]'), {
  api: data.api,
  getExperiments: () => bench.state.experiments,
  isReady: () => bench.isReady,
});
for (const figure of all("[data-picture-name]")) {
  // A picture that is found again in a month says what its lane was.
  const setting = () => figure.closest("[data-lane]")?.querySelector('[data-part="name"]').textContent ?? "";
  new PictureButtons(figure, { name: figure.dataset.pictureName, setting });
}

const tools = {
  copy: async () => {
    const isCopied = await copyText(new URL(`?${format(bench.state, data)}`, location.href).href);
    find('[data-part="said"]').textContent = isCopied ? messages.lab.copied : messages.lab.notCopied;
  },
  lesson: () => lesson.open(),
  projector: () => projector.toggle(),
  keys: () => shortcuts.open(),
};
for (const [name, use] of Object.entries(tools)) find(`[data-tool="${name}"]`)?.addEventListener("click", use);

/** @param {{isFirst: boolean}} how The page as its address says; what the address says wrongly is named. */
function open({ isFirst }) {
  const { state, complaints } = parse(location.search, { ...data, controls, isPossible });
  notice.show(complaints);
  const experiments = state.experiments.length === 0 ? data.opening : state.experiments;
  applyLesson(state);
  projector.set(state.projector);
  bench.open({ ...state, experiments });
  // Who comes back to a step wants to see it, and not everything once more.
  if (state.play && isFirst) bench.run();
}

open({ isFirst: true });

loadPlotly(data.plotly).then(
  (plotly) => bench.makeCharts(plotly),
  () => notice.add(messages.problem.noCharts),
);

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => bench.redraw());
