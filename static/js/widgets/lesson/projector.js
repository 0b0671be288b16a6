// @ts-check
/**
 * The page for the back row: big type, thick lines, nothing but the pictures (css/projector.css). It fills the screen
 * where the browser lets it, and Escape leaves it, as it leaves a full screen.
 */

export class Projector {
  /** @param {{onChange: (isOn: boolean) => void}} handlers `onChange`: somebody has switched it; charts have to be drawn again */
  constructor({ onChange }) {
    this._root = document.documentElement;
    this._onChange = onChange;
    this._stop = new AbortController();
    const { signal } = this._stop;
    document.addEventListener("fullscreenchange", () => document.fullscreenElement === null && this._switch(false), { signal });
    document.addEventListener("keydown", (event) => this._onKey(event), { signal });
  }

  get isOn() {
    return this._root.hasAttribute("data-projector");
  }

  /** By a person's hand: only then may a page fill the screen. */
  toggle() {
    const isOn = !this.isOn;
    this._switch(isOn);
    // Not everybody has full screen, and a page in a frame may be refused it; the mode is worth having without.
    if (isOn && document.fullscreenEnabled) this._root.requestFullscreen().catch(() => {});
    // The page is laid out anew, and what comes first is what the back row is to see.
    if (isOn) requestAnimationFrame(() => scrollTo({ top: 0, behavior: "instant" }));
    if (!isOn && document.fullscreenElement !== null) document.exitFullscreen().catch(() => {});
  }

  /** As a link has it: the screen is not asked for, and who calls knows already. @param {boolean} isOn */
  set(isOn) {
    this._root.toggleAttribute("data-projector", isOn);
  }

  destroy() {
    this._stop.abort();
    this._root.removeAttribute("data-projector");
  }

  /** @param {boolean} isOn */
  _switch(isOn) {
    if (isOn === this.isOn) return;
    this.set(isOn);
    this._onChange(isOn);
  }

  /** @param {KeyboardEvent} event */
  _onKey(event) {
    if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]") !== null) return;
    if (this.isOn) this.toggle();
  }
}
