// @ts-check
/**
 * A trace as a table, some rows at a time, made only while it is looked at. It turns to the epoch that is shown.
 *
 * While a run plays it must not make the page lay itself out in every frame: what it has to know of the page's
 * layout it measures when it draws, and it scrolls only when the row has left the view.
 */

import { decimals } from "../../words/format.js";
import { messages } from "../../words/messages.js";
import { tableColumns } from "../../runs/trace-columns.js";

const ROWS = 100;
/** A long run passes a page of rows in a frame: while it plays, the pages are turned no faster than they can be read. */
const PAGE_MILLISECONDS = 250;
/** Columns of whole numbers. */
const COUNTS = new Set(["epoch", "wrong", "histogram"]);

/** @typedef {import("../../runs/trace-columns.js").Column} Column */

export class TraceTable {
  /**
   * @param {HTMLDetailsElement} details
   * @param {Record<string, string>} labels of the columns
   */
  constructor(details, labels) {
    this._details = details;
    this._labels = labels;
    this._place = /** @type {HTMLElement} */ (details.querySelector(".trace-table"));
    this._pages = /** @type {HTMLElement} */ (details.querySelector(".trace-pages"));
    /** @type {import("../../runs/trace.js").Trace | null} */
    this._trace = null;
    /** @type {number | null} */
    this._example = null;
    this._first = 0;
    this._epoch = 0;
    /** @type {HTMLTableRowElement[]} */
    this._rows = [];
    /** @type {HTMLTableRowElement | null} */
    this._current = null;
    this._turned = 0;
    /** In pixels, as last measured; null before, and when it may have changed. @type {{top: number, head: number, row: number, view: number} | null} */
    this._layout = null;
    this._scrolled = 0;
    this._pager = this._makePager();
    // It may have been closed while the clock went on.
    details.addEventListener("toggle", () => (this._trace === null ? this._draw() : this._turn(this._epoch)));
    this._place.addEventListener("scroll", () => (this._scrolled = this._place.scrollTop), { passive: true });
    this._resizes = new ResizeObserver(() => (this._layout = null));
    this._resizes.observe(this._place);
  }

  /** Another trace, or the same with more rows. @param {import("../../runs/trace.js").Trace | null} trace */
  update(trace) {
    const isSame = trace === this._trace && trace !== null && this._rows.length === ROWS;
    if (trace !== this._trace) this._first = 0;
    this._trace = trace;
    if (isSame) this._showPages();
    else this._draw();
  }

  /** Shows the numbers of one of several examples; null: of as many as there is room for. @param {number | null} example */
  choose(example) {
    if (example === this._example) return;
    this._example = example;
    this._draw();
  }

  /** Marks the row of an epoch. @param {number} epoch @param {boolean} [isPlaying] then another page may come later */
  show(epoch, isPlaying = false) {
    // A run that is shorter than the one beside it stays at its end.
    epoch = this._epoch = Math.min(epoch, Math.max(this._trace?.lastEpoch ?? 0, 0));
    if (!this._details.open || this._trace === null || this._trace.length === 0) return;
    if (epoch >= this._first && epoch < this._first + ROWS) this._mark();
    else if (!isPlaying || performance.now() - this._turned > PAGE_MILLISECONDS) this._turn(epoch);
  }

  destroy() {
    this._resizes.disconnect();
  }

  /** Turns to the page of an epoch. @param {number} epoch */
  _turn(epoch) {
    const last = /** @type {import("../../runs/trace.js").Trace} */ (this._trace).lastEpoch;
    this._first = Math.floor(Math.max(Math.min(epoch, last), 0) / ROWS) * ROWS;
    this._turned = performance.now();
    this._draw();
  }

  _mark() {
    const row = this._rows[this._epoch - this._first] ?? null;
    if (row === this._current) return;
    this._current?.classList.remove("is-now");
    this._current?.removeAttribute("aria-current");
    this._current = row;
    if (row === null) return;
    row.classList.add("is-now");
    row.setAttribute("aria-current", "true");
    this._bringIntoView(this._epoch - this._first);
  }

  /** @param {number} index of the row on this page */
  _bringIntoView(index) {
    this._layout ??= this._measure();
    const { top, head, row, view } = this._layout;
    const start = top + index * row;
    if (start - head >= this._scrolled && start + row <= this._scrolled + view) return;
    // Near the top, so that the rows after it have room before the next time.
    this._scrolled = Math.max(0, start - head - 2 * row);
    this._place.scrollTop = this._scrolled;
  }

  /** Where the first row begins, how much the head hides, how high a row and the view are: all rows are of one height. */
  _measure() {
    const [place, head, first] = [this._place, this._place.querySelector("thead"), this._rows[0]].map((element) =>
      /** @type {Element} */ (element).getBoundingClientRect(),
    );
    this._scrolled = this._place.scrollTop;
    return { top: first.top - place.top + this._scrolled, head: head.height, row: first.height, view: this._place.clientHeight };
  }

  _draw() {
    if (!this._details.open) return;
    const trace = this._trace;
    this._rows = [];
    this._current = null;
    this._layout = null;
    if (trace === null || trace.length === 0) {
      this._place.textContent = messages.table.empty;
      this._pages.replaceChildren();
      return;
    }
    const { columns, shown, examples } = tableColumns(trace.columns, this._labels, this._example);
    const table = document.createElement("table");
    table.createCaption().textContent = messages.table.caption(shown, examples, this._example);
    const head = table.createTHead().insertRow();
    for (const { label } of columns) head.append(heading("col", label));
    const body = table.createTBody();
    const end = Math.min(this._first + ROWS, trace.length);
    for (let index = this._first; index < end; index += 1) this._rows.push(rowOf(body, trace.columns, columns, index));
    this._place.replaceChildren(table);
    this._pages.replaceChildren(...this._pager.parts);
    this._showPages();
    this._mark();
  }

  _showPages() {
    if (!this._details.open || this._trace === null) return;
    const { length } = this._trace;
    const lastFirst = Math.floor((length - 1) / ROWS) * ROWS;
    const { first, previous, next, last, where, epoch } = this._pager;
    first.disabled = previous.disabled = this._first === 0;
    next.disabled = last.disabled = this._first >= lastFirst;
    where.textContent = messages.table.rows(this._first, Math.min(this._first + ROWS, length) - 1);
    epoch.max = String(length - 1);
  }

  _makePager() {
    const words = messages.table;
    /** @param {string} label @param {() => number} epochOf of the page to be turned to */
    const turn = (label, epochOf) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button";
      button.textContent = label;
      button.addEventListener("click", () => this._leafTo(epochOf()));
      return button;
    };
    const first = turn(words.first, () => 0);
    const previous = turn(words.previous, () => this._first - ROWS);
    const next = turn(words.next, () => this._first + ROWS);
    const last = turn(words.last, () => this._trace?.lastEpoch ?? 0);
    const where = document.createElement("span");
    const { form, epoch } = goTo((wanted) => this._leafTo(wanted));
    return { first, previous, next, last, where, epoch, parts: [first, previous, where, next, last, form] };
  }

  /** Turns to an epoch's page because somebody asked for it: the row is brought to the top, and the table is focused. @param {number} epoch */
  _leafTo(epoch) {
    if (this._trace === null) return;
    this._turn(Math.min(Math.max(Math.floor(epoch), 0), this._trace.lastEpoch));
    const { top, head, row } = (this._layout ??= this._measure());
    this._place.scrollTop = epoch === this._first ? 0 : top - head + (epoch - this._first) * row;
    this._place.focus();
  }
}

/** @param {"col" | "row"} scope @param {string | Element} content */
function heading(scope, content) {
  const cell = document.createElement("th");
  cell.scope = scope;
  cell.append(content);
  return cell;
}

/** @param {HTMLTableSectionElement} body @param {Record<string, any[]>} values @param {Column[]} columns @param {number} row */
function rowOf(body, values, columns, row) {
  const made = body.insertRow();
  for (const { name, index } of columns) {
    const cell = values[name][row];
    const value = index === null ? cell : (cell?.[index] ?? null);
    const data = document.createElement("data");
    data.value = value === null ? "" : String(value);
    data.textContent = COUNTS.has(name) && value !== null ? String(value) : decimals(value);
    if (name === "epoch") made.append(heading("row", data));
    else made.insertCell().append(data);
  }
  return made;
}

/** A small form that asks for an epoch. @param {(epoch: number) => void} onEpoch */
function goTo(onEpoch) {
  const form = document.createElement("form");
  form.className = "trace-goto";
  const label = document.createElement("label");
  const epoch = document.createElement("input");
  epoch.type = "number";
  epoch.min = "0";
  epoch.step = "1";
  epoch.required = true;
  label.append(messages.table.goTo, " ", epoch);
  const button = document.createElement("button");
  button.className = "button";
  button.textContent = messages.table.go;
  form.append(label, button);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    onEpoch(epoch.valueAsNumber);
  });
  return { form, epoch };
}
