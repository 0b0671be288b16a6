// @ts-check
/** Which lane a part of the page shows. */

export class LanePicker {
  /** @param {HTMLSelectElement} select @param {() => void} onChange */
  constructor(select, onChange) {
    this._select = select;
    select.addEventListener("change", onChange);
  }

  /** @param {{letter: string, name: string}[]} lanes */
  update(lanes) {
    const names = lanes.map(({ letter, name }) => `${letter}: ${name}`);
    const { index } = this;
    if (names.join() !== [...this._select.options].map(({ text }) => text).join())
      this._select.replaceChildren(...names.map((name) => new Option(name)));
    this._select.selectedIndex = Math.min(index, lanes.length - 1);
  }

  /** The chosen lane, from 0. */
  get index() {
    return Math.max(this._select.selectedIndex, 0);
  }
}
