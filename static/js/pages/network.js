// @ts-check
/** The page of networks: makes its parts, and tells the bench of them. */

import { get } from "../api.js";
import { loadPlotly } from "../charts/plotly.js";
import { FrameQueue } from "../frames.js";
import { Address } from "../link/address.js";
import { fitsLink, formatNetworks, parseNetworks } from "../link/network-state.js";
import { wholeExperiment } from "../networks/experiment.js";
import { copyText } from "../widgets/lesson/copy.js";
import { Notice } from "../widgets/lesson/notice.js";
import { Projector } from "../widgets/lesson/projector.js";
import { Shortcuts } from "../widgets/lesson/shortcuts.js";
import { Chooser } from "../widgets/network/chooser.js";
import { Curves } from "../widgets/network/curves.js";
import { NetworkFiles } from "../widgets/network/files.js";
import { NetworkLane } from "../widgets/network/lane.js";
import { NetworkBench } from "../widgets/network/network-bench.js";
import { Report } from "../widgets/network/report.js";
import { Setup } from "../widgets/network/setup.js";
import { TrainingBar } from "../widgets/network/training-bar.js";
import { LaneTable } from "../widgets/take-away/lane-table.js";
import { PictureButtons } from "../widgets/take-away/downloads.js";
import { Transport } from "../widgets/transport.js";
import { messages } from "../words/messages.js";

const data = JSON.parse(document.getElementById("page-data")?.textContent ?? "");
const frames = new FrameQueue();

/** @param {string} selector @returns {any} */
const find = (selector) => document.querySelector(selector);
const root = find("[data-network]");

/** What the server would only refuse is not asked of it. @param {any} experiment */
const isPossible = ({ output, cost }) => data.outputs[output].costs.includes(cost);

const rules = { ...data, isPossible };
const notice = new Notice(find('[data-part="notice"]'));
const projector = new Projector({
  onChange: (isOn) => {
    bench.change({ projector: isOn });
    bench.redraw();
  },
});
const address = new Address({ format: (state) => formatNetworks(state, rules), onReturn: () => open({ isFirst: false }) });
const bench = new NetworkBench({ data, onState: (state, isStep) => address.write(state, isStep) });

const setup = new Setup(find('[data-part="setup"]'), {
  fields: data.fields,
  limits: data.limits,
  outputs: data.outputs,
  onChange: (experiments) => bench.change({ experiments }),
  onRun: () => bench.run(),
  onClasses: (classes) => bench.nameClasses(classes),
});
bench.furnish({
  setup,
  bar: new TrainingBar(find('[data-part="training"]'), {
    onPause: () => bench.training?.pause(),
    onResume: () => bench.training?.resume(),
    onStop: () => bench.training?.stop(),
    onContinue: (epochs) => bench.training?.continueFor(epochs),
    onRate: (lane, eta) => bench.training?.setRate(lane, eta),
  }),
  lanes: [...document.querySelectorAll(/** @type {any} */ ("[data-lane]"))].map(
    (place) => new NetworkLane(place.dataset.lane, place, { frames, edges: data.edges, onExample: (example) => bench.change({ example }) }),
  ),
  curves: new Curves(find('[data-part="curves"]'), find('[data-part="legend"]'), { frames }),
  transport: new Transport(find(".net-clock .transport"), { onRun: () => bench.run(), onCommand: (command) => bench.dispatch(command) }),
  chooser: new Chooser(root, {
    presets: data.presets,
    onPreset: (name) => bench.preset(name),
    onAdd: () => bench.addLane(),
    onRemove: (lane) => bench.removeLane(lane),
    onOn: (on) => bench.change({ on }),
    onExample: (example) => bench.change({ example }),
  }),
  report: new Report(find('[data-part="words"]')),
  table: new LaneTable(find('[data-part="lane-table"]'), { columns: data.columns, onLane: (table) => bench.change({ table }) }),
});
new NetworkFiles(find('[data-part="downloads"]'), { getShown: () => bench.shown });
for (const figure of document.querySelectorAll(/** @type {any} */ ("[data-picture-name]"))) new PictureButtons(figure, { name: figure.dataset.pictureName });

const shortcuts = new Shortcuts(find('[data-dialog="shortcuts"]'), {
  dispatch: (command) => bench.dispatch(command),
  run: () => bench.run(),
  projector: () => projector.toggle(),
  faster: () => bench.changeSpeed(1),
  slower: () => bench.changeSpeed(-1),
});
const tools = {
  copy: async () => {
    const isCopied = await copyText(new URL(`?${formatNetworks(bench.state, rules)}`, location.href).href);
    const warning = fitsLink(bench.state.experiments) ? "" : ` ${messages.network.link.tooLong}`;
    find('[data-part="said"]').textContent = (isCopied ? messages.lab.copied : messages.lab.notCopied) + warning;
  },
  projector: () => projector.toggle(),
  keys: () => shortcuts.open(),
};
for (const [name, use] of Object.entries(tools)) find(`[data-tool="${name}"]`).addEventListener("click", use);

/** @param {{isFirst: boolean}} how The page as its address says; what the address says wrongly is named. */
function open({ isFirst }) {
  const { state, complaints } = parseNetworks(location.search, rules);
  notice.show(complaints);
  const opening = data.presets[data.opening].lanes.map((/** @type {any} */ lane) => wholeExperiment(lane, data));
  projector.set(state.projector);
  bench.open({ ...state, experiments: state.experiments.length === 0 ? opening : state.experiments });
  if (isFirst) bench.greet();
}

open({ isFirst: true });

get(`${data.api}/problems`, {}).then(
  (/** @type {any} */ answer) => bench.know(lackingOf(answer)),
  () => bench.know(new Map()), // What there is not is then said by Run.
);

/** Problems that cannot be had here, with the reason. @param {any} answer of GET /problems @returns {Map<string, string>} */
function lackingOf(answer) {
  return new Map(answer.flatMap((/** @type {any} */ { name, available, reason }) => (available ? [] : [[name, reason ?? ""]])));
}

loadPlotly(data.plotly).then(
  (plotly) => bench.makeCharts(plotly),
  () => notice.add(messages.problem.noCharts),
);

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => bench.redraw());
