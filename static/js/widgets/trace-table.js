// @ts-check
/** A trace as a table, some rows at a time, made only while it is looked at. It turns to the epoch that is shown. */

import { decimals } from "../format.js";
import { messages } from "../messages.js";

const ROWS = 100;

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
    /** @type {import("../trace.js").Trace | null} */
    this._trace = null;
    this._first = 0;
    this._epoch = 0;
    details.addEventListener("toggle", () => this._draw());
  }

  /** Another trace, or the same with more rows. @param {import("../trace.js").Trace | null} trace */
  update(trace) {
    if (trace !== this._trace) this._first = 0;
    this._trace = trace;
    this._draw();
  }

  /** Marks the row of an epoch. @param {number} epoch */
  show(epoch) {
    this._epoch = epoch;
    if (!this._details.open || this._trace === null || this._trace.length === 0) return;
    if (epoch < this._first || epoch >= this._first + ROWS) {
      this._first = Math.floor(Math.min(epoch, this._trace.lastEpoch) / ROWS) * ROWS;
      this._draw();
    } else this._mark();
  }

  _mark() {
    this._place.querySelector(".is-now")?.classList.remove("is-now");
    const row = this._place.querySelectorAll("tbody tr")[this._epoch - this._first];
    row?.classList.add("is-now");
    if (row instanceof HTMLElement) {
      const top = row.offsetTop - this._place.clientHeight / 2;
      this._place.scrollTop = Math.max(0, top);
    }
  }

  _draw() {
    if (!this._details.open) return;
    const trace = this._trace;
    if (trace === null || trace.length === 0) {
      this._place.textContent = messages.table.empty;
      this._pages.textContent = "";
      return;
    }
    const names = Object.keys(trace.columns);
    const table = document.createElement("table");
    const head = table.createTHead().insertRow();
    for (const name of names) {
      const cell = document.createElement("th");
      cell.scope = "col";
      cell.textContent = this._labels[name] ?? name;
      head.append(cell);
    }
    const body = table.createTBody();
    const end = Math.min(this._first + ROWS, trace.length);
    for (let index = this._first; index < end; index += 1) {
      const row = body.insertRow();
      for (const name of names) {
        const value = trace.columns[name][index];
        const data = document.createElement("data");
        data.value = String(value);
        data.textContent = name === "epoch" ? String(value) : decimals(value);
        row.insertCell().append(data);
      }
    }
    this._place.replaceChildren(table);
    this._drawPages(trace.length, end);
    this._mark();
  }

  /** @param {number} length @param {number} end */
  _drawPages(length, end) {
    const words = messages.table;
    const lastFirst = Math.floor((length - 1) / ROWS) * ROWS;
    /** @param {string} label @param {number} first */
    const turn = (label, first) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button";
      button.textContent = label;
      button.disabled = first === this._first || first < 0 || first > lastFirst;
      button.addEventListener("click", () => {
        this._first = first;
        this._draw();
        this._place.scrollTop = 0;
        this._place.focus();
      });
      return button;
    };
    const where = document.createElement("span");
    where.textContent = words.rows(this._first, end - 1);
    this._pages.replaceChildren(
      turn(words.first, 0),
      turn(words.previous, this._first - ROWS),
      where,
      turn(words.next, this._first + ROWS),
      turn(words.last, lastFirst),
    );
  }
}
