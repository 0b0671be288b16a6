// @ts-check
/**
 * The rows and cells of the table of examples: a text field each, named for where it stands, so that names never change
 * when contents move. What the texts mean and what happens with them is examples-table.js's.
 */

import { messages } from "../../words/messages.js";

/**
 * @typedef {object} Options
 * @property {Record<"w" | "x" | "y", import("../../entry/typed-number.js").Bounds>} bounds
 * @property {(input: number) => void} onRemoveInput
 * @property {(example: number) => void} onRemoveExample
 */

export class CellGrid {
  /** @param {HTMLTableElement} table with an empty row in its head @param {Options} options */
  constructor(table, options) {
    this._options = options;
    this._head = /** @type {HTMLTableSectionElement} */ (table.tHead).rows[0];
    this._body = table.tBodies[0];
    /** @type {HTMLInputElement[][]} as a grid of examples-grid.js */
    this.cells = [];
  }

  /**
   * Makes or takes away cells, so that there are as many: rows at the end and columns before the targets. Thousands of
   * cells are not made anew for one more.
   * @param {number} inputs @param {number} examples
   */
  fit(inputs, examples) {
    while (this.cells.length > examples + 1) {
      this._body.rows[this._body.rows.length - 1].remove();
      this.cells.pop();
    }
    for (const [row, cells] of this.cells.entries()) this._fitRow(row, cells, inputs);
    const rows = new DocumentFragment();
    while (this.cells.length < examples + 1) rows.append(this._makeRow(this.cells.length, inputs));
    this._body.append(rows);
    if (this._head.cells.length !== inputs + 3) this._drawHead(inputs);
    for (const button of this._head.querySelectorAll("button")) button.disabled = inputs === 1;
    const first = this._body.rows[1].querySelector("button");
    if (first !== null) first.disabled = examples === 1;
  }

  /** @param {number} row @param {HTMLInputElement[]} cells of it @param {number} inputs */
  _fitRow(row, cells, inputs, line = this._body.rows[row]) {
    const targets = row === 0 ? 0 : 1;
    while (cells.length - targets > inputs) {
      line.deleteCell(inputs + 1);
      cells.splice(inputs, 1);
    }
    for (let input = cells.length - targets; input < inputs; input += 1) {
      const cell = this._makeCell(row, input);
      line.insertCell(input + 1).append(cell);
      cells.splice(input, 0, cell);
    }
  }

  /** @param {number} inputs */
  _drawHead(inputs) {
    const words = messages.examples;
    const heads = Array.from({ length: inputs }, (_, input) => {
      const head = heading("col", words.input(input + 1));
      head.append(this._makeRemover(words.removeInput(input + 1), () => this._options.onRemoveInput(input)));
      return head;
    });
    this._head.replaceChildren(document.createElement("td"), ...heads, heading("col", words.target), document.createElement("td"));
  }

  /** @param {number} row 0 is that of the weights @param {number} inputs */
  _makeRow(row, inputs) {
    const words = messages.examples;
    const line = document.createElement("tr");
    line.append(heading("row", row === 0 ? words.weight : String(row)));
    /** @type {HTMLInputElement[]} */
    const cells = row === 0 ? [] : [makeCell(words.targetCell(row), this._options.bounds.y)];
    for (const cell of cells) line.insertCell().append(cell);
    if (row > 0) {
      const tail = line.insertCell();
      tail.className = "examples-tail";
      tail.append(this._makeRemover(words.removeExample(row), () => this._options.onRemoveExample(row - 1)));
    }
    this.cells.push(cells);
    this._fitRow(row, cells, inputs, line);
    return line;
  }

  /** @param {number} row @param {number} input */
  _makeCell(row, input) {
    const words = messages.examples;
    return row === 0
      ? makeCell(words.weightCell(input + 1), this._options.bounds.w)
      : makeCell(words.inputCell(row, input + 1), this._options.bounds.x);
  }

  /** @param {string} name @param {() => void} onClick */
  _makeRemover(name, onClick) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "examples-remove";
    button.setAttribute("aria-label", name);
    button.textContent = "×";
    button.addEventListener("click", onClick);
    return button;
  }

  /** The button that removes an input, or the last one before it. @param {number} input */
  inputRemover(input) {
    const buttons = this._head.querySelectorAll("button");
    return buttons[Math.min(input, buttons.length - 1)];
  }

  /** The button that removes an example, or the last one before it. @param {number} example */
  exampleRemover(example) {
    return this._body.rows[Math.min(example + 1, this.cells.length - 1)].querySelector("button");
  }

  /** @param {EventTarget | null} target */
  placeOf(target) {
    if (!(target instanceof HTMLInputElement)) return null;
    const row = this.cells.findIndex((cells) => cells.includes(target));
    return row === -1 ? null : { row, column: this.cells[row].indexOf(target) };
  }
}

/** @param {string} name @param {import("../../entry/typed-number.js").Bounds} bounds */
function makeCell(name, { least }) {
  const cell = document.createElement("input");
  cell.type = "text";
  // The keyboards that phones show for decimals have no minus.
  cell.inputMode = (least ?? 0) < 0 ? "text" : "decimal";
  cell.autocomplete = "off";
  cell.spellcheck = false;
  cell.setAttribute("aria-label", name);
  return cell;
}

/** @param {"row" | "col"} scope @param {string} text */
function heading(scope, text) {
  const head = document.createElement("th");
  head.scope = scope;
  head.textContent = text;
  return head;
}
