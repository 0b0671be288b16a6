// @ts-check
/** Runs panels, alone or in step, and knows which session each of them shows: at most one each. */

import { Session } from "../../runs/session.js";

/** @typedef {import("./run-panel.js").RunPanel} RunPanel */

export class Stage {
  /** @param {string} path of the stream */
  constructor(path) {
    this._path = path;
    this._calm = matchMedia("(prefers-reduced-motion: reduce)");
    /** @type {Map<RunPanel, Session>} */
    this._sessions = new Map();
  }

  /**
   * Runs panels in step: one session with one clock, a lane each. Nothing happens when a form is not filled in right.
   * @param {RunPanel[]} panels
   */
  run(panels) {
    if (!panels.every((panel) => panel.isReady)) return;
    const experiments = panels.map((panel) => panel.experiment);
    const session = new Session(this._path, experiments, {
      opening: this._calm.matches ? "end" : "play",
      speed: panels[0].speed,
    });
    panels.forEach((panel, lane) => {
      this.leave(panel);
      this._sessions.set(panel, session);
      panel.show(session, lane);
    });
  }

  /** The panel shows its session no more; one that nobody shows is ended. @param {RunPanel} panel */
  leave(panel) {
    const session = this._sessions.get(panel);
    this._sessions.delete(panel);
    if (session !== undefined && ![...this._sessions.values()].includes(session)) session.destroy();
  }
}
