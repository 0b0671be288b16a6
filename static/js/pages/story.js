// @ts-check
/** The front page: makes its panels and tells them, and what is around them, of each other. */

import { loadPlotly } from "../charts/plotly.js";
import { FrameQueue } from "../frames.js";
import { ActivationCurve } from "../widgets/activation-curve.js";
import { PanelGroup } from "../widgets/story/panel-group.js";
import { RunPanel } from "../widgets/story/run-panel.js";
import { Stage } from "../widgets/story/stage.js";

/** Panels whose axes are the same. */
const COMPARED = ["wrong badly-wrong", "cross-entropy-wrong cross-entropy-badly-wrong"];

const data = JSON.parse(document.getElementById("page-data")?.textContent ?? "");
const frames = new FrameQueue();
const stage = new Stage(data.stream);

/** @param {string} selector @returns {HTMLElement[]} */
const all = (selector) => [...document.querySelectorAll(/** @type {any} */ (selector))];

const panels = new Map(
  all("[data-panel]").map((element) => {
    const panel = new RunPanel(element, {
      ...data,
      frames,
      onRun: () => {
        stage.run([panel]);
        showCharts(panel);
      },
      onSetting: () => stage.leave(panel),
    });
    return [panel.id, panel];
  }),
);

/** @param {string | undefined} ids separated by spaces */
const panelsNamed = (ids) => (ids ?? "").split(" ").map((id) => /** @type {RunPanel} */ (panels.get(id)));

for (const ids of COMPARED) new PanelGroup(panelsNamed(ids));

for (const element of all("[data-curve]")) {
  const curve = new ActivationCurve(/** @type {Element} */ (element.querySelector(".curve")), data.activations);
  for (const panel of panelsNamed(element.dataset.curve)) {
    panel.onRow((row, experiment) => {
      if (row !== null && experiment.activation === "sigmoid") curve.showMark(panel.id, row);
      else curve.hideMark(panel.id);
    });
  }
}

for (const button of all("[data-run-both]")) {
  button.addEventListener("click", () => {
    const both = panelsNamed(button.dataset.runBoth);
    stage.run(both);
    both.forEach(showCharts);
  });
  button.removeAttribute("disabled");
}

for (const choice of all("[data-rules]")) {
  choice.addEventListener("change", (event) => {
    const names = /** @type {HTMLInputElement} */ (event.target).value.split(" ");
    panelsNamed(choice.dataset.rules).forEach((panel, index) => panel.choose(data.presets[names[index]]));
  });
}

/** Charts are made when their panel comes near the screen, or is run. @param {RunPanel} panel */
function showCharts(panel) {
  loadPlotly(data.plotly).then(
    (plotly) => panel.makeCharts(plotly),
    () => panel.showNoCharts(),
  );
}

const nearby = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      nearby.unobserve(target);
      panelsNamed(/** @type {HTMLElement} */ (target).dataset.panel).forEach(showCharts);
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
