// @ts-check
/** The front page: makes its panels, gives them sessions, and lets those that are compared share axes and a clock. */

import { suitableRange } from "../axes.js";
import { loadPlotly } from "../charts/plotly.js";
import { FrameQueue } from "../frames.js";
import { Session } from "../session.js";
import { ActivationCurve } from "../widgets/activation-curve.js";
import { RunPanel } from "../widgets/run-panel.js";

/** Panels whose axes are the same. */
const COMPARED = [
  ["wrong", "badly-wrong"],
  ["cross-entropy-wrong", "cross-entropy-badly-wrong"],
];

const data = JSON.parse(/** @type {HTMLElement} */ (document.getElementById("page-data")).textContent ?? "");
const frames = new FrameQueue();
const calm = matchMedia("(prefers-reduced-motion: reduce)");
/** @type {Map<string, RunPanel>} */
const panels = new Map();
/** The session that each panel shows. @type {Map<RunPanel, Session>} */
const sessions = new Map();

/** Runs panels in step: one session, one lane each. @param {RunPanel[]} group */
function run(group) {
  if (!group.every((panel) => panel.isReady)) return;
  const experiments = group.map((panel) => panel.experiment);
  const session = new Session(data.stream, experiments, { showsAtOnce: calm.matches, speed: group[0].speed });
  group.forEach((panel, lane) => {
    leave(panel);
    sessions.set(panel, session);
    panel.show(session, lane);
  });
  group.forEach((panel) => showCharts(panel));
  for (const follow of followers) follow(session, group);
}

/** A session that no panel shows any more has no reason to go on. @param {RunPanel} panel */
function leave(panel) {
  const session = sessions.get(panel);
  sessions.delete(panel);
  if (session !== undefined && ![...sessions.values()].includes(session)) session.destroy();
}

/** @param {string[]} group */
function shareAxes(group) {
  const members = group.map((id) => panels.get(id)).filter((panel) => panel !== undefined);
  if (members.length < group.length) return;
  const epochs = Math.max(...members.map((panel) => panel.experiment.epochs));
  /** @type {Record<string, import("../charts/epoch-chart.js").Axes>} */
  const axes = {};
  for (const place of members[0].plots) {
    const column = /** @type {string} */ (place.dataset.plot);
    /** @type {[number, number]} */
    const usual = [Number(place.dataset.low), Number(place.dataset.high)];
    const extents = members.map((panel) => panel.lane?.trace.extent(column) ?? null).filter((extent) => extent !== null);
    /** @type {[number, number] | null} */
    const extent = extents.length === 0 ? null : [Math.min(...extents.map(([low]) => low)), Math.max(...extents.map(([, high]) => high))];
    const [low, high] = suitableRange(usual, extent);
    axes[column] = { epochs, low, high };
  }
  for (const panel of members) panel.setAxes(axes);
}

/** Charts are made when their panel comes near the screen, or is run. @param {RunPanel} panel */
function showCharts(panel) {
  loadPlotly(data.plotly).then(
    (plotly) => panel.makeCharts(plotly),
    () => panel.showNoCharts(),
  );
}

for (const element of document.querySelectorAll("[data-panel]")) {
  const group = COMPARED.find((ids) => ids.includes(/** @type {HTMLElement} */ (element).dataset.panel ?? ""));
  const panel = new RunPanel(/** @type {HTMLElement} */ (element), {
    ...data,
    frames,
    onRun: () => run([panel]),
    onSetting: () => {
      leave(panel);
      if (group) shareAxes(group);
      for (const follow of followers) follow(null, [panel]);
    },
    onRows: () => group && shareAxes(group),
  });
  panels.set(panel.id, panel);
}

/** @param {string | undefined} ids @returns {RunPanel[]} */
const panelsNamed = (ids) => (ids ?? "").split(" ").map((id) => /** @type {RunPanel} */ (panels.get(id)));

/** Pictures that show several panels' neurons at once. @type {((session: Session | null, group: RunPanel[]) => void)[]} */
const followers = [];

for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-curve]"))) {
  const shown = panelsNamed(element.dataset.curve);
  const curve = new ActivationCurve(/** @type {Element} */ (element.querySelector(".curve")), data.activations);
  followers.push((session, group) => {
    for (const panel of group.filter((member) => shown.includes(member))) {
      if (session === null) {
        const preset = Object.values(data.presets).find(({ experiment }) => experiment === panel.experiment);
        if (preset) curve.show(panel.id, preset.start);
        continue;
      }
      const update = () => {
        const row = panel.lane?.trace.at(session.player.state.epoch);
        if (row && sessions.get(panel) === session && panel.experiment.activation === "sigmoid") curve.show(panel.id, row);
      };
      session.player.subscribe(update);
      update();
    }
  });
}

for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("[data-run-both]"))) {
  button.addEventListener("click", () => run(panelsNamed(button.dataset.runBoth)));
  button.disabled = false;
}

for (const choice of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-rules]"))) {
  choice.addEventListener("change", (event) => {
    const names = /** @type {HTMLInputElement} */ (event.target).value.split(" ");
    panelsNamed(choice.dataset.rules).forEach((panel, index) => panel.choose(data.presets[names[index]]));
  });
}

for (const group of COMPARED) shareAxes(group);

const nearby = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      nearby.unobserve(target);
      showCharts(/** @type {RunPanel} */ (panels.get(/** @type {HTMLElement} */ (target).dataset.panel ?? "")));
    }
  },
  { rootMargin: "50%" },
);

// Two frames later the page has been painted; from then on the library may have the processor.
requestAnimationFrame(() =>
  requestAnimationFrame(() => {
    for (const panel of panels.values()) nearby.observe(panel.element);
  }),
);

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  for (const panel of panels.values()) panel.redraw();
});
