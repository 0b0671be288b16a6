// @ts-check
/** The address bar: what is chosen stands in it, so that a link brings it back, and the back button undoes a choice. */

export class Address {
  /** @param {{format: (state: any) => string, onReturn: (search: string) => void}} options `onReturn`: somebody went back or forward */
  constructor({ format, onReturn }) {
    this._format = format;
    this._timer = 0;
    /** What is to be written once it rests. @type {any} */
    this._passing = null;
    this._onPop = () => {
      this._forget();
      onReturn(location.search);
    };
    addEventListener("popstate", this._onPop);
  }

  /**
   * Writes a state down: as a step that the back button undoes, or in place of the present one. What passes (the epoch)
   * is written once it rests, because browsers refuse an address bar that flickers.
   * @param {any} state @param {boolean} isStep
   */
  write(state, isStep) {
    if (isStep) {
      // The step that is left keeps what has just passed in it.
      if (this._passing !== null) this._write(this._passing, "replaceState");
      this._write(state, "pushState");
      return;
    }
    this._forget();
    this._passing = state;
    this._timer = window.setTimeout(() => this._write(state, "replaceState"), REST);
  }

  destroy() {
    this._forget();
    removeEventListener("popstate", this._onPop);
  }

  _forget() {
    clearTimeout(this._timer);
    this._passing = null;
  }

  /** @param {any} state @param {"pushState" | "replaceState"} how */
  _write(state, how) {
    this._forget();
    const query = this._format(state);
    if (query === location.search.replace(/^\?/, "")) return;
    try {
      history[how](null, "", `${location.pathname}?${query}`);
    } catch {
      // Some browsers allow so many changes in half a minute and no more; the page goes on without.
    }
  }
}

/** Milliseconds of rest before a passing state is written. */
const REST = 300;
