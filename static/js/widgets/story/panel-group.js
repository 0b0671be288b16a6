// @ts-check
/** Panels that are meant to be compared: whatever each of them shows, their charts have the same axes. */

import { commonRange } from "../../axes.js";

/** @typedef {import("./run-panel.js").RunPanel} RunPanel */

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
        const extents = this._panels.map((panel) => panel.lane?.trace.extent(column) ?? null);
        const [least, greatest] = commonRange([low, high], extents);
        return [column, { epochs, low: least, high: greatest }];
      }),
    );
    for (const panel of this._panels) panel.setAxes(axes);
  }
}
