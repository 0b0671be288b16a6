// @ts-check
/**
 * The clock of a run: which epoch is shown, and whether it moves. It knows no trace, no chart and no page, and takes
 * its commands through `dispatch` alone, so that something other than a button may send them one day.
 *
 * Time is measured, not counted in frames: a slow display skips epochs and keeps the pace.
 */

/**
 * @typedef {{type: "play"} | {type: "pause"} | {type: "toggle"} | {type: "step", by: number}
 *   | {type: "seek", epoch: number} | {type: "speed", speed: number}} Command
 * @typedef {{epoch: number, last: number, available: number, isPlaying: boolean, speed: number, seen: number}} State
 */

/** Epochs a second at speed 1, so that the chapter's 300 epochs take five seconds. */
const PACE = 60;
/** A long run is shown in this many seconds at speed 1. */
const LONGEST_SHOW = 20;
/** A hidden page or a busy machine must not make the clock leap. */
const LONGEST_FRAME = 0.1;

export class Player {
  /**
   * @param {number} last the epoch of the last row
   * @param {{request?: (callback: (now: number) => void) => number, cancel?: (handle: number) => void}} [frames]
   * @param {number} [pace] epochs a second at speed 1, for a run that is not long
   */
  constructor(last, frames = {}, pace = PACE) {
    this._pace = pace;
    this._request = frames.request ?? ((callback) => requestAnimationFrame(callback));
    this._cancel = frames.cancel ?? ((handle) => cancelAnimationFrame(handle));
    this._last = last;
    this._available = 0;
    this._position = 0;
    this._seen = 0;
    this._speed = 1;
    this._isPlaying = false;
    /** @type {number | null} */
    this._then = null;
    /** @type {number | null} */
    this._handle = null;
    /** @type {Set<(state: State) => void>} */
    this._listeners = new Set();
  }

  /** @returns {State} */
  get state() {
    return {
      epoch: Math.floor(this._position),
      last: this._last,
      available: this._available,
      isPlaying: this._isPlaying,
      speed: this._speed,
      seen: Math.floor(this._seen),
    };
  }

  /**
   * @param {(state: State) => void} listener
   * @returns {() => void} takes the listener away again
   */
  subscribe(listener) {
    this._listeners.add(listener);
    return () => this._listeners.delete(listener);
  }

  /** Rows have arrived up to this epoch. @param {number} epoch */
  extend(epoch) {
    if (epoch > this._available) this._available = epoch;
  }

  /** What has come counts as seen: it may be drawn before it is played. */
  unveil() {
    this._seen = Math.min(this._available, this._last);
    this._tell();
  }

  /** The run ends at another epoch than was thought: earlier, or later because it was told to go on. @param {number} epoch */
  end(epoch) {
    this._last = epoch;
    this._position = Math.min(this._position, epoch);
    this._tell();
  }

  /** @param {Command} command */
  dispatch(command) {
    switch (command.type) {
      case "play":
        if (Math.floor(this._position) >= this._last) this._position = 0;
        this._start();
        break;
      case "pause":
        this._stop();
        break;
      case "toggle":
        this.dispatch({ type: this._isPlaying ? "pause" : "play" });
        return;
      case "step":
        this._stop();
        this._move(Math.floor(this._position) + command.by);
        break;
      case "seek":
        this._stop();
        this._move(command.epoch);
        break;
      case "speed":
        this._speed = command.speed;
        break;
    }
    this._tell();
  }

  /** Stops for good: nothing more is told to anybody. */
  destroy() {
    this._stop();
    this._listeners.clear();
  }

  _start() {
    this._isPlaying = true;
    this._then = null;
    this._handle ??= this._request((now) => this._frame(now));
  }

  _stop() {
    this._isPlaying = false;
    if (this._handle !== null) this._cancel(this._handle);
    this._handle = null;
  }

  /** @param {number} epoch */
  _move(epoch) {
    this._position = Math.min(Math.max(epoch, 0), this._available, this._last);
    this._seen = Math.max(this._seen, this._position);
  }

  /** @param {number} now in milliseconds */
  _frame(now) {
    this._handle = null;
    if (!this._isPlaying) return;
    const seconds = this._then === null ? 0 : Math.min((now - this._then) / 1000, LONGEST_FRAME);
    this._then = now;
    const before = Math.floor(this._position);
    this._move(this._position + seconds * this._speed * Math.max(this._pace, this._last / LONGEST_SHOW));
    if (this._position >= this._last) this._stop();
    else this._handle = this._request((next) => this._frame(next));
    if (Math.floor(this._position) !== before || !this._isPlaying) this._tell();
  }

  _tell() {
    const state = this.state;
    for (const listener of [...this._listeners]) listener(state);
  }
}
