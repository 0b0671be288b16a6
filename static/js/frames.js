// @ts-check
/**
 * Costly drawing, one job an animation frame. A redraw of a chart takes about ten milliseconds; several in one frame
 * would be seen as a stutter. A job that is asked for again before its turn is done once.
 */

export class FrameQueue {
  constructor() {
    /** @type {Map<object, () => void>} */
    this._jobs = new Map();
    this._isWaiting = false;
  }

  /**
   * @param {object} owner whose job this is; a newer job of the same owner replaces it
   * @param {() => void} job
   */
  add(owner, job) {
    this._jobs.set(owner, job);
    this._wait();
  }

  /** @param {object} owner */
  drop(owner) {
    this._jobs.delete(owner);
  }

  _wait() {
    if (this._isWaiting || this._jobs.size === 0) return;
    this._isWaiting = true;
    requestAnimationFrame(() => {
      this._isWaiting = false;
      const next = this._jobs.entries().next().value;
      if (next === undefined) return;
      const [owner, job] = next;
      this._jobs.delete(owner);
      try {
        job();
      } finally {
        this._wait();
      }
    });
  }
}
