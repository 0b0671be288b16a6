// @ts-check
/** The map: makes its parts, and tells the bench of them. */

import { loadPlotly } from "../charts/plotly.js";
import { FrameQueue } from "../frames.js";
import { Address } from "../link/address.js";
import { formatMap, parseMap, stateOf } from "../link/map-state.js";
import { ChosenRun } from "../widgets/map/chosen-run.js";
import { Controls } from "../widgets/map/controls.js";
import { MapBench } from "../widgets/map/map-bench.js";
import { MapFiles } from "../widgets/map/map-files.js";
import { MapPair } from "../widgets/map/map-pair.js";
import { MapProgress } from "../widgets/map/progress.js";
import { MapTable } from "../widgets/map/map-table.js";
import { Questions } from "../widgets/map/questions.js";
import { Stripes } from "../widgets/map/stripes.js";
import { copyText } from "../widgets/lesson/copy.js";
import { Notice } from "../widgets/lesson/notice.js";
import { Projector } from "../widgets/lesson/projector.js";
import { messages } from "../words/messages.js";

const data = JSON.parse(document.getElementById("page-data")?.textContent ?? "");
const frames = new FrameQueue();

/** @param {string} selector @returns {any} */
const find = (selector) => document.querySelector(selector);
const root = find("[data-map]");

/** What the server would only refuse is not asked of it. @param {string} cost @param {string} activation */
const isPossible = (cost, activation) => !data.costs[cost].needsProbability || data.activations[activation].isProbability;

const rules = { ...data, isPossible };
const notice = new Notice(find('[data-part="notice"]'));
const projector = new Projector({
  onChange: (isOn) => {
    bench.change({ projector: isOn });
    bench.redraw();
  },
});
const address = new Address({ format: (state) => formatMap(state, rules), onReturn: () => open() });
const bench = new MapBench({ data, frames, onState: (state, isStep) => address.write(state, isStep) });

const pair = new MapPair(root, {
  frames,
  onChoose: (place) => bench.choose(place),
  onZoom: (axes) => bench.zoom(axes),
  onCross: () => bench.follow(),
});
const controls = new Controls(root, { axes: data.axes, isPossible, onChange: (change) => bench.change(change) });
const run = new ChosenRun(find('[data-part="run"]'), {
  api: data.api,
  fields: data.fields,
  frames,
  onRefusal: (errors) => controls.complain(errors.map(({ field, message }) => ({ field: field.split(".").slice(2).join("."), message }))),
});

bench.furnish({
  pair,
  controls,
  run,
  progress: new MapProgress(root, { onCancel: () => bench.cancel(), onResume: () => bench.resume() }),
  stripes: new Stripes(find('[data-part="stripes"]'), (stripes) => bench.change({ stripes })),
  table: new MapTable(find('[data-part="table"]'), (change) => bench.change(change)),
  files: new MapFiles(find('[data-part="files"]'), {
    api: data.api,
    figure: find('[data-part="maps"]'),
    getSide: (side) => bench.fileOf(side),
    getTitle: () => bench.title,
  }),
  questions: new Questions(root, { questions: data.questions, onAsk: (name) => bench.ask(name) }),
  words: find('[data-part="words"]'),
});

find('[data-tool="projector"]').addEventListener("click", () => projector.toggle());
find('[data-tool="copy"]').addEventListener("click", async () => {
  const isCopied = await copyText(new URL(`?${formatMap(bench.state, rules)}`, location.href).href);
  find('[data-part="said"]').textContent = isCopied ? messages.lab.copied : messages.lab.notCopied;
});

/** The page as its address says; what the address says wrongly is named. */
function open() {
  const opening = stateOf(data.questions[data.opening], rules);
  const { state, complaints } = parseMap(location.search, rules, opening);
  notice.show(complaints);
  projector.set(state.projector);
  bench.open(state);
}

open();

// The library of the charts is large: to read it earlier would keep the first maps waiting.
bench.shown.then(() => loadPlotly(data.plotly)).then(
  (plotly) => run.makeCharts(plotly),
  () => notice.add(messages.problem.noCharts),
);

addEventListener("pagehide", () => bench.leave());
// Who comes back finds the page as it was, and what was broken off is asked again.
addEventListener("pageshow", (event) => event.persisted && bench.resume());
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => bench.redraw());
