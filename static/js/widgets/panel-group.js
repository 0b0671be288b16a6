// @ts-check
/** Panels that are meant to be compared: whatever each of them shows, their charts have the same axes. */

import { suitableRange } from "../axes.js";

/**
 * @typedef {import("./run-panel.js").RunPanel} RunPanel
 * @typedef {[number, number]} Range
 */

export class PanelGroup {
  /** @param {RunPanel[]} panels */
  constructor(panels) {
    this._panels = panels;
    for (const panel of panels) panel.onRows(() => this.share());
    this.share();
  }

  /** Gives all panels the axes that suit all of them. */
  share() {
    const epochs = Math.max(...this._panels.map((panel) => panel.experiment.epochs));
    const axes = Object.fromEntries(
      this._panels[0].plots.map(({ column, low, high }) => {
        const [least, greatest] = suitableRange([low, high], this._extent(column));
        return [column, { epochs, low: least, high: greatest }];
      }),
    );
    for (const panel of this._panels) panel.setAxes(axes);
  }

  /** The least and the greatest number of a column in all panels. @param {string} column @returns {Range | null} */
  _extent(column) {
    const extents = this._panels.flatMap((panel) => {
      const extent = panel.lane?.trace.extent(column) ?? null;
      return extent === null ? [] : [extent];
    });
    if (extents.length === 0) return null;
    return [Math.min(...extents.map(([low]) => low)), Math.max(...extents.map(([, high]) => high))];
  }
}
