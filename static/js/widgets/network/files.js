// @ts-check
/** The rows on the page as files. They are made here: a training with another rate on its way cannot be computed again from its experiment. */

import { save } from "../take-away/downloads.js";

/** @typedef {{letter: string, title: string, lane: import("../../networks/training.js").Lane | null}} Shown */

export class NetworkFiles {
  /** @param {HTMLElement} element @param {{getShown: () => Shown[]}} options */
  constructor(element, { getShown }) {
    this._getShown = getShown;
    for (const button of element.querySelectorAll(/** @type {any} */ ("[data-format]"))) {
      button.disabled = false;
      button.addEventListener("click", () => this._save(button.dataset.format));
    }
  }

  /** @param {"csv" | "json"} format */
  _save(format) {
    const lanes = this._getShown().filter(({ lane }) => lane !== null && lane.trace.length > 0);
    const text = format === "json" ? JSON.stringify(lanes.map(jsonOf), null, 1) : csvOf(lanes);
    save(new Blob([text], { type: format === "json" ? "application/json" : "text/csv" }), `networks.${format}`);
  }
}

/** @param {Shown} shown */
function jsonOf({ letter, title, lane }) {
  const { experiment, trace, summary } = /** @type {import("../../networks/training.js").Lane} */ (lane);
  return { lane: letter, title, experiment, summary, trace: trace.columns };
}

/** One line a row, the lane in front; a list has a column for each of its numbers. @param {Shown[]} lanes */
export function csvOf(lanes) {
  const traces = lanes.map(({ lane }) => /** @type {any} */ (lane).trace.columns);
  /** @type {Map<string, number>} */
  const widths = new Map();
  for (const columns of traces)
    for (const [name, cells] of Object.entries(columns)) {
      const width = Math.max(...cells.map((/** @type {any} */ cell) => (Array.isArray(cell) ? cell.length : 0)));
      widths.set(name, Math.max(widths.get(name) ?? 0, width));
    }
  const head = ["lane", ...[...widths].flatMap(([name, width]) => (width === 0 ? [name] : Array.from({ length: width }, (_, index) => `${name}.${index}`)))];
  const lines = lanes.flatMap(({ letter }, index) =>
    traces[index].epoch.map((/** @type {number} */ _, /** @type {number} */ row) =>
      [letter, ...[...widths].flatMap(([name, width]) => {
        const cell = traces[index][name]?.[row] ?? null;
        return width === 0 ? [cell ?? ""] : Array.from({ length: width }, (__, place) => cell?.[place] ?? "");
      })].join(","),
    ),
  );
  return [head.join(","), ...lines, ""].join("\r\n");
}
