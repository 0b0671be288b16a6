// @ts-check
/** Which lane a part of the page shows. */

export class LanePicker {
  /** @param {HTMLSelectElement} select @param {(letter: string) => void} onChange */
  constructor(select, onChange) {
    this._select = select;
    select.addEventListener("change", () => onChange(select.value));
  }

  /**
   * The lanes to choose from, and the one that is chosen, if that is known elsewhere.
   * @param {{letter: string, title: string}[]} lanes @param {string} [letter]
   */
  update(lanes, letter = this._select.value) {
    const names = lanes.map((lane) => `${lane.letter}: ${lane.title}`);
    if (names.join() !== [...this._select.options].map(({ text }) => text).join())
      this._select.replaceChildren(...lanes.map((lane, index) => new Option(names[index], lane.letter)));
    const index = lanes.findIndex((lane) => lane.letter === letter);
    this._select.selectedIndex = Math.max(index, 0);
  }

  /** The chosen lane, from 0, among those that may be chosen. */
  get index() {
    return Math.max(this._select.selectedIndex, 0);
  }
}
