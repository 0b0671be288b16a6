// @ts-check
/** A reader brings examples of their own: a file or what they paste, and which column is learned. */

import { likelyLabel, MOST_TEXT, sheetOf, tableOf } from "../../networks/csv.js";
import { messages } from "../../words/messages.js";

export class TableEntry {
  /**
   * @param {HTMLElement} element @param {{limits: import("../../networks/csv.js").Limits,
   *   onTable: (table: {name: string, x: number[][], y: number[][]}, classes: string[]) => void}} options
   */
  constructor(element, { limits, onTable }) {
    /** @param {string} part @returns {any} */
    const find = (part) => element.querySelector(`[data-part="table-${part}"]`);
    this._element = element;
    this._limits = limits;
    this._onTable = onTable;
    this._words = find("words");
    this._problem = find("problem");
    this._label = find("label");
    this._column = find("column");
    /** @type {import("../../networks/csv.js").Sheet | null} */
    this._sheet = null;
    const file = find("file");
    file.addEventListener("change", async () => {
      const [chosen] = file.files;
      // The same file once more, mended, is a change too.
      if (chosen !== undefined) this._read(chosen.size > MOST_TEXT ? null : await chosen.text());
      file.value = "";
    });
    find("take").addEventListener("click", () => this._read(find("text").value));
    this._column.addEventListener("change", () => this._take());
    // None of this is a field of the experiment.
    for (const type of ["input", "change"]) element.addEventListener(type, (event) => event.stopPropagation());
  }

  /** Asks for a table. */
  open() {
    this._element.hidden = false;
    this._words.textContent = messages.network.table.ask(this._limits.rows, this._limits.columns);
    /** @type {HTMLElement | null} */ (this._element.querySelector("input"))?.focus();
  }

  /** Shown while a table is what is learned, or is being asked for. @param {boolean} isTable */
  show(isTable) {
    if (isTable) this._element.hidden = false;
    else if (this._sheet !== null || this._words.textContent === "") this._element.hidden = true;
  }

  /** @param {string | null} text null: too much to be read */
  _read(text) {
    const sheet = text === null ? { problem: messages.network.table.tooLong } : sheetOf(text, this._limits);
    if ("problem" in sheet) return this._say(sheet.problem);
    this._sheet = sheet;
    this._column.replaceChildren(...sheet.header.map((name, index) => new Option(name, String(index))));
    this._column.value = String(likelyLabel(sheet));
    this._label.hidden = false;
    return this._take();
  }

  _take() {
    if (this._sheet === null) return;
    const table = tableOf(this._sheet, Number(this._column.value), this._limits);
    if ("problem" in table) return this._say(table.problem);
    this._say("");
    this._words.textContent = messages.network.table.taken(table.x.length, table.features, table.classes);
    this._onTable({ name: "table", x: table.x, y: table.y }, table.classes);
  }

  /** @param {string} problem */
  _say(problem) {
    this._problem.textContent = problem;
  }
}
