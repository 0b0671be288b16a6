// @ts-check
/** A part of a map as a table: for who does not see the colours, and for who wants the numbers (templates/_partials/map_more.html). */

import { nearestIndex } from "../../map/axis.js";
import { around, sampled, valueIn } from "../../map/grid.js";
import { bareText, coordinate, valueText } from "../../words/map-words.js";
import { messages } from "../../words/messages.js";

/** Rows and columns at the most: more cannot be taken in. */
const MOST = 21;

/**
 * @typedef {object} View
 * @property {{label: string, grid: import("../../map/grid.js").Grid | null}[]} sides
 * @property {{across: string, up: string}} symbols
 * @property {{across: string, up: string}} titles
 * @property {import("../../words/map-words.js").Measure} measure
 * @property {"none" | "left" | "right"} table
 * @property {"whole" | "near"} excerpt
 * @property {{across: number, up: number} | null} place of the cross
 */

export class MapTable {
  /** @param {HTMLDetailsElement} element @param {(change: {table?: "none" | "left" | "right", excerpt?: "whole" | "near"}) => void} onChange */
  constructor(element, onChange) {
    /** @param {string} selector @returns {any} */
    const find = (selector) => element.querySelector(selector);
    this._element = element;
    this._side = find('[data-part="table-side"]');
    this._excerpt = find('[data-part="excerpt"]');
    this._scroll = find(".map-table-scroll");
    this._isOpen = false;
    element.addEventListener("toggle", () => {
      if (element.open === this._isOpen) return;
      this._isOpen = element.open;
      onChange({ table: element.open ? this._side.value : "none" });
    });
    this._side.addEventListener("change", () => onChange({ table: this._side.value }));
    this._excerpt.addEventListener("change", () => onChange({ excerpt: this._excerpt.value }));
    this._timer = 0;
  }

  /** @param {View} view */
  update(view) {
    const words = messages.map.table;
    this._isOpen = this._element.open = view.table !== "none";
    const orders = [words.orders.left, words.orders.right];
    [...this._side.options].forEach((option, index) => (option.text = words.of(orders[index], view.sides[index].label)));
    if (view.table === "none") return;
    this._side.value = view.table;
    this._excerpt.value = view.excerpt;
    // A cross that is moved fast would make many tables.
    cancelAnimationFrame(this._timer);
    this._timer = requestAnimationFrame(() => this._draw(view));
  }

  /** @param {View} view */
  _draw({ sides, symbols, titles, measure, table: side, excerpt, place }) {
    const { label, grid } = sides[side === "right" ? 1 : 0];
    if (grid === null) return this._scroll.replaceChildren();
    const excerptOf = (/** @type {number[]} */ values, /** @type {number | undefined} */ at) =>
      excerpt === "near" && at !== undefined ? around(values, nearestIndex(values, at), MOST) : sampled(values, MOST);
    const columns = excerptOf(grid.across, place?.across);
    const rows = excerptOf(grid.up, place?.up).toReversed();
    const table = document.createElement("table");
    const caption = table.createCaption();
    caption.textContent = messages.map.table.caption(label, measure.label, titles.up, titles.across);
    const head = table.createTHead().insertRow();
    head.append(heading("col", messages.map.table.corner(symbols.up, symbols.across)), ...columns.map((value) => heading("col", coordinate(value))));
    const body = table.createTBody();
    const now = place && { across: columns[nearestIndex(columns, place.across)], up: [...rows].reverse()[nearestIndex([...rows].reverse(), place.up)] };
    for (const up of rows) {
      const row = body.insertRow();
      row.append(heading("row", coordinate(up)));
      for (const across of columns) {
        const value = valueIn(grid, across, up);
        const data = document.createElement("data");
        data.value = value === undefined || Number.isNaN(value) ? "" : String(value);
        data.textContent = value === undefined ? messages.map.table.toCome : Number.isNaN(value) ? valueText(value, measure) : bareText(value, measure);
        const cell = row.insertCell();
        cell.append(data);
        if (now !== null && across === now.across && up === now.up) cell.className = "is-now";
      }
    }
    this._scroll.replaceChildren(table);
  }
}

/** @param {"col" | "row"} scope @param {string} text */
function heading(scope, text) {
  return Object.assign(document.createElement("th"), { scope, textContent: text });
}
