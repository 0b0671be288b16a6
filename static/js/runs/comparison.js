// @ts-check
/**
 * One to four experiments that are compared in step. Whatever is chosen is computed at once, so that its curves are
 * there while somebody still moves a slider; Run plays what is there. While a computation is under way the last
 * finished one stays to be seen, and of several choices in the meantime only the newest is computed.
 */

import { areSameExperiments, isSameExperiment } from "./experiment.js";
import { Session } from "./session.js";

/**
 * @typedef {import("./session.js").Lane} Lane
 * @typedef {import("./player.js").Command} Command
 * @typedef {import("./player.js").State} State
 */

/** Rows have to have grown by so much before they are drawn again: drawing is slower than computing. */
const GROWTH = 1.5;

export class Comparison {
  /**
   * @param {string} path of the stream
   * @param {{onLanes: () => void, onClock: (state: State) => void}} handlers `onLanes`: the lanes that are shown have
   *   other rows, or there are others
   */
  constructor(path, { onLanes, onClock }) {
    this._path = path;
    this._onLanes = onLanes;
    this._onClock = onClock;
    /** Whether curves stay hidden until they are played: somebody is to say first what they expect. */
    this.isSecret = false;
    /** @type {any[]} */
    this.experiments = [];
    /** @type {Session | null} */
    this._shown = null;
    /** @type {Session | null} */
    this._coming = null;
    /** What is to be played as soon as it is there. @type {"play" | "end" | null} */
    this._wish = null;
    this._isStale = false;
    this._rows = 0;
    this._speed = 1;
    /** Where the next run is shown, if somebody has said so. @type {number | null} */
    this._opening = null;
    /** @type {(() => void)[]} */
    this._unsubscribe = [];
  }

  /** The lanes that are shown; fewer or other ones than `experiments` while those are computed. @returns {Lane[]} */
  get lanes() {
    return this._shown?.lanes ?? [];
  }

  /** @returns {State | null} */
  get clock() {
    return this._shown?.player.state ?? null;
  }

  /** What came of the newest computation, and whether its rows are what is shown: only a failed one is of interest beyond its lanes. */
  get outcome() {
    const session = this._coming ?? this._shown;
    return { status: session?.status ?? "running", problem: session?.problem ?? null, isShown: this._coming === null };
  }

  /** Whether what is shown is what is chosen, computed to its end. */
  get isCurrent() {
    return this._shown !== null && this._coming === null && !this._isStale && this._shown.status === "finished";
  }

  /** Everything anew, resting at an epoch. @param {any[]} experiments @param {{epoch: number, speed: number}} clock */
  open(experiments, { epoch, speed }) {
    this._speed = speed;
    this._opening = epoch;
    this.choose(experiments);
    if (!this.isCurrent) return;
    // There is nothing to be computed, and so nothing that would bring the clock there.
    this._opening = null;
    this.dispatch({ type: "speed", speed });
    this.dispatch({ type: "seek", epoch });
  }

  /** @param {any[]} experiments */
  choose(experiments) {
    const isUnderWay = !this._isStale && ["running", "finished"].includes((this._coming ?? this._shown)?.status ?? "lost");
    const isKnown = isUnderWay && areSameExperiments(experiments, this.experiments);
    this.experiments = experiments;
    if (isKnown) return;
    this._isStale = true;
    this._wish = null;
    if (this._coming === null || this._coming.status !== "running") this._compute();
  }

  /** Plays from the start; `isCalm`: shows the end instead. @param {boolean} isCalm */
  run(isCalm) {
    this._wish = isCalm ? "end" : "play";
    if (this.isCurrent) this._grant();
    else if (this._coming === null || this._coming.status !== "running") this._compute();
    else this._onComing(this._coming);
  }

  /** @param {Command} command */
  dispatch(command) {
    if (command.type === "speed") this._speed = command.speed;
    this._shown?.player.dispatch(command);
  }

  /** Keeps the curves hidden until they are played, or shows them. @param {boolean} isSecret */
  keepSecret(isSecret) {
    this.isSecret = isSecret;
    if (isSecret) this._compute();
    else this._shown?.player.unveil();
  }

  destroy() {
    this._coming?.destroy();
    this._leave();
  }

  _compute() {
    this._coming?.destroy();
    this._isStale = false;
    const opening = this.isSecret ? "secret" : "start";
    const known = this.experiments.map((experiment) => this._knownLane(experiment));
    // The last one is computed again even if it is known, so that a session always ends in the same way.
    if (known.every((lane) => lane !== null)) known.pop();
    const session = new Session(this._path, this.experiments, { opening, speed: this._speed, explain: true, known });
    this._coming = session;
    session.subscribe(() => this._onComing(session));
  }

  /** What has been computed of an experiment and is still here. @param {any} experiment @returns {Lane | null} */
  _knownLane(experiment) {
    return this.lanes.find((lane) => lane.summary !== null && isSameExperiment(lane.experiment, experiment)) ?? null;
  }

  /** @param {Session} session */
  _onComing(session) {
    if (session !== this._coming) return;
    if (session.status === "running") {
      const isUnderWay = session.lanes.every(({ trace }) => trace.length > 1);
      if (this._wish !== null && !this._isStale && isUnderWay) this._show(session);
      return;
    }
    if (session.status === "finished") this._show(session);
    else {
      this._wish = null;
      this._onLanes();
    }
    if (this._isStale) this._compute();
  }

  /** Takes the place of what was shown: at the same epoch, and playing if that was; in secret, at the start. @param {Session} session */
  _show(session) {
    const before = this.isSecret ? undefined : this._shown?.player.state;
    const opening = this._opening;
    const epoch = this.isSecret ? 0 : (opening ?? before?.epoch ?? 0);
    this._opening = null;
    this._leave();
    this._coming = null;
    this._shown = session;
    this._rows = 0;
    // Before anybody looks: nobody is to see another epoch first.
    if (epoch > 0) session.player.dispatch({ type: "seek", epoch });
    this._unsubscribe = [
      session.subscribe(() => this._onMoreRows(session)),
      session.player.subscribe((state) => this._onClock(state)),
    ];
    this._onLanes();
    if (before?.isPlaying && opening === null) session.player.dispatch({ type: "play" });
    this._grant();
    this._onClock(session.player.state);
  }

  /** @param {Session} session */
  _onMoreRows(session) {
    const rows = session.lanes.reduce((sum, { trace }) => sum + trace.length, 0);
    if (session.status === "running" && rows < GROWTH * this._rows) return;
    this._rows = rows;
    this._onLanes();
    this._onClock(session.player.state);
    if (session.status !== "running" && this._isStale) this._compute();
  }

  _grant() {
    const player = this._shown?.player;
    if (this._wish === null || player === undefined) return;
    const isCalm = this._wish === "end";
    this._wish = null;
    player.dispatch({ type: "seek", epoch: isCalm ? player.state.last : 0 });
    if (!isCalm) player.dispatch({ type: "play" });
  }

  _leave() {
    for (const unsubscribe of this._unsubscribe) unsubscribe();
    this._unsubscribe = [];
    this._shown?.destroy();
    this._shown = null;
  }
}
