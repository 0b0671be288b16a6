// @ts-check
/**
 * Weights, inputs and targets of several inputs or examples as a table that is edited like a small spreadsheet
 * (templates/_partials/examples_table.html). What it holds is a grid of texts (examples-grid.js); every change of its
 * shape is an `input` and a `change` event of its element, as a change of a cell is.
 */

import { complaintOf, readNumber, tidied } from "../../entry/typed-number.js";
import { blockOf, fieldAt, fieldsOf, pasted, withExample, withInput, withoutExample, withoutInput, withoutNames } from "../../entry/examples-grid.js";
import { messages } from "../../words/messages.js";
import { CellGrid } from "./cell-grid.js";

/**
 * @typedef {import("../../entry/examples-grid.js").Grid} Grid
 * @typedef {object} Options
 * @property {Record<"w" | "x" | "y", import("../../entry/typed-number.js").Bounds>} bounds
 * @property {() => void} onSingle somebody has made it one input and one example
 */

/** How many wrong cells are spoken of; one is told at a time beside a field, too. */
const MOST_SENTENCES = 3;

export class ExamplesTable {
  /** @param {HTMLElement} element @param {Options} options */
  constructor(element, { bounds, onSingle }) {
    /** @param {string} selector @returns {any} */
    const find = (selector) => element.querySelector(selector);
    this.element = element;
    this._rules = { bounds, inputs: Number(element.dataset.inputs), examples: Number(element.dataset.examples) };
    this._onSingle = onSingle;
    /** @type {HTMLElement} */
    this._complaint = find(".field-error");
    /** @type {HTMLElement} */
    this._told = find('[role="status"]');
    element.addEventListener("input", () => (this._told.textContent = ""));
    this._add = { input: find('[data-add="input"]'), example: find('[data-add="example"]') };
    this._view = new CellGrid(find("table"), {
      bounds,
      onRemoveInput: (input) => this._change(withoutInput(this.grid, input), () => this._view.inputRemover(input)),
      onRemoveExample: (example) => this._change(withoutExample(this.grid, example), () => this._view.exampleRemover(example)),
    });
    this._cells = this._view.cells;
    /** @type {Map<HTMLInputElement, string>} what is wrong with which cell, as it is shown */
    this._wrong = new Map();
    this.grid = [["0"], ["0", "0"]];

    this._add.input.addEventListener("click", () => this._change(withInput(this.grid), () => this._cells[0].at(-1)));
    this._add.example.addEventListener("click", () => this._change(withExample(this.grid), () => this._cells.at(-1)?.[0]));
    element.addEventListener("keydown", (event) => this._onKey(event));
    element.addEventListener("change", ({ target }) => {
      if (target instanceof HTMLInputElement) target.value = tidied(target.value);
    });
    element.addEventListener("paste", (event) => this._onPaste(event));
  }

  /** The fields w, x and y, in their simplest shape. */
  get value() {
    return fieldsOf(this.grid);
  }

  /** @returns {Grid} */
  get grid() {
    return this._cells.map((row) => row.map(({ value }) => value));
  }

  set grid(grid) {
    this._view.fit(grid[0].length, grid.length - 1);
    this._add.input.disabled = grid[0].length >= this._rules.inputs;
    this._add.example.disabled = grid.length > this._rules.examples;
    for (const [row, texts] of grid.entries())
      for (const [column, text] of texts.entries()) {
        const cell = this._cells[row][column];
        if (cell.value === text) continue;
        // Whoever is typing 0,50 is not interrupted by the same number.
        const isBeingTyped = cell === document.activeElement && readNumber(cell.value) === readNumber(text);
        if (!isBeingTyped) cell.value = text;
      }
    this._mark(new Map());
  }

  /** The cells that do not keep their bounds, in order; they are marked, and a sentence says why. */
  check() {
    /** @type {Map<HTMLInputElement, string>} */
    const wrong = new Map();
    const { grid } = this;
    for (const [row, texts] of grid.entries())
      for (const [column, text] of texts.entries()) {
        const complaint = complaintOf(readNumber(text), this._rules.bounds[fieldAt(grid, row, column)]);
        if (complaint !== "") wrong.set(this._cells[row][column], complaint);
      }
    this._mark(wrong);
    return [...wrong.keys()];
  }

  /**
   * What the server says, put to its cell, or beneath the table when it names none.
   * @param {import("../../runs/stream.js").FieldError[]} errors with fields such as "w.1", "x.0.1" or "y"
   */
  complain(errors) {
    /** @type {Map<HTMLInputElement, string>} */
    const wrong = new Map();
    const others = [];
    for (const { field, message } of errors) {
      const cell = this._cellOf(field);
      if (cell === undefined) others.push(message);
      else wrong.set(cell, message);
    }
    this._mark(wrong);
    if (others.length > 0) this._say([this._complaint.textContent, ...others].join(" ").trim());
  }

  /** @param {string} path @returns {HTMLInputElement | undefined} */
  _cellOf(path) {
    const [field, ...places] = path.split(".");
    const [inputs, examples] = [this._cells[0].length, this._cells.length - 1];
    const [first, second] = places.map(Number);
    if (field === "w") return this._cells[0][first ?? (inputs === 1 ? 0 : -1)];
    if (field === "y") return this._cells[1 + (first ?? (examples === 1 ? 0 : -2))]?.[inputs];
    // The list x holds the inputs of the one example, or the one input of each example, or a row for each.
    const [example, input] = second !== undefined ? [first, second] : examples === 1 ? [0, first] : [first, inputs === 1 ? 0 : undefined];
    return input === undefined ? undefined : this._cells[1 + (example ?? -2)]?.[input];
  }

  /** Another shape, or other numbers at once. @param {Grid} grid @param {() => HTMLElement | null | undefined} focus where to go on */
  _change(grid, focus) {
    this.grid = grid;
    const goal = focus();
    if (goal instanceof HTMLButtonElement && goal.disabled) this._cells[0][0].focus();
    else goal?.focus();
    if (goal instanceof HTMLInputElement) goal.select();
    if (this._cells.length === 2 && this._cells[0].length === 1) this._onSingle();
    for (const type of ["input", "change"]) this.element.dispatchEvent(new Event(type, { bubbles: true }));
  }

  /** @param {KeyboardEvent} event */
  _onKey(event) {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key !== "Enter" && event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    const place = this._view.placeOf(event.target);
    if (place === null) return;
    event.preventDefault();
    const isUp = event.key === "ArrowUp" || (event.key === "Enter" && event.shiftKey);
    const cell = this._cells[place.row][place.column];
    const goal = this._cells[place.row + (isUp ? -1 : 1)]?.[place.column];
    // A cell that is left is finished by the browser; one that has no neighbour is not left.
    if (goal !== undefined) goal.focus();
    else if (event.key === "Enter") cell.dispatchEvent(new Event("change", { bubbles: true }));
    (goal ?? cell).select();
  }

  /** @param {ClipboardEvent} event */
  _onPaste(event) {
    const place = this._view.placeOf(event.target);
    const text = event.clipboardData?.getData("text/plain") ?? "";
    // One value alone goes where the cursor is, as in any field.
    if (place === null || !/[\t;\r\n]/.test(text.trim())) return;
    event.preventDefault();
    const isFromTable = /<table\b/i.test(event.clipboardData?.getData("text/html") ?? "");
    const block = blockOf(text, isFromTable);
    if (block === null) return this._say(messages.examples.comma);
    const { block: numbers, row, column } = withoutNames(block);
    const outcome = pasted(this.grid, place, numbers, this._rules);
    if ("refusal" in outcome) return this._say(outcome.refusal);
    this._change(outcome.grid, () => this._cells[place.row][place.column]);
    this._told.textContent = row || column ? messages.examples.leftOut(row, column) : "";
  }

  /** @param {Map<HTMLInputElement, string>} wrong */
  _mark(wrong) {
    const words = messages.examples;
    for (const cell of this._wrong.keys()) {
      cell.removeAttribute("aria-invalid");
      cell.removeAttribute("aria-describedby");
    }
    for (const cell of wrong.keys()) {
      cell.setAttribute("aria-invalid", "true");
      cell.setAttribute("aria-describedby", this._complaint.id);
    }
    this._wrong = wrong;
    const sentences = [...wrong].slice(0, MOST_SENTENCES).map(([cell, complaint]) => words.wrong(cell.getAttribute("aria-label") ?? "", complaint));
    if (wrong.size > MOST_SENTENCES) sentences.push(words.more(wrong.size - MOST_SENTENCES));
    this._say(sentences.join(" "));
  }

  /** @param {string} text */
  _say(text) {
    // The same words again would be read out again.
    if (this._complaint.textContent !== text) this._complaint.textContent = text;
  }
}
