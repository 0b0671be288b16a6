// @ts-check
/** The address bar: what is chosen stands in it, so that a link brings it back, and the back button undoes a choice. */

export class Address {
  /** @param {{format: (state: any) => string, onReturn: (search: string) => void}} options `onReturn`: somebody went back or forward */
  constructor({ format, onReturn }) {
    this._format = format;
    this._timer = 0;
    this._onPop = () => {
      clearTimeout(this._timer);
      onReturn(location.search);
    };
    addEventListener("popstate", this._onPop);
  }

  /**
   * Writes a state down; `isStep`: as a step that the back button undoes. What changes many times a second is written
   * once it rests, because browsers refuse an address bar that flickers.
   * @param {any} state @param {boolean} isStep
   */
  write(state, isStep) {
    clearTimeout(this._timer);
    if (isStep) this._write(state, "pushState");
    else this._timer = window.setTimeout(() => this._write(state, "replaceState"), REST);
  }

  destroy() {
    clearTimeout(this._timer);
    removeEventListener("popstate", this._onPop);
  }

  /** @param {any} state @param {"pushState" | "replaceState"} how */
  _write(state, how) {
    const query = this._format(state);
    if (query === location.search.replace(/^\?/, "")) return;
    history[how](null, "", `${location.pathname}?${query}`);
  }
}

/** Milliseconds of rest before a passing state is written. */
const REST = 300;
