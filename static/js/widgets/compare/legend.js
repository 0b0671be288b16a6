// @ts-check
/** What stands beside a chart of several lanes: a piece of each lane's line with its letter, and what the lane is. */

import { svg } from "../../charts/svg.js";

/** How many lanes of the same colour come before each: another dash and marker tells them apart. @param {{slot: number}[]} lanes */
export function repeatsOf(lanes) {
  return lanes.map(({ slot }, index) => lanes.slice(0, index).filter((lane) => lane.slot === slot).length);
}

/** @param {{letter: string, slot: number, repeat: number, words: string}} lane */
export function legendItem({ letter, slot, repeat, words }) {
  const item = document.createElement("li");
  item.className = `cost-${slot}`;
  item.append(key(letter, slot + repeat), document.createTextNode(words));
  return item;
}

/** A piece of the line with the lane's letter in its dot. @param {string} letter @param {number} style of its dash */
function key(letter, style) {
  const picture = svg("svg", { class: `legend-key dash-${style % 4}`, viewBox: "0 0 56 20", "aria-hidden": "true" });
  picture.innerHTML =
    '<path class="legend-line" d="M0 10H56"/><circle class="dot" cx="28" cy="10" r="9"/>' +
    '<text class="dot-letter" x="28" y="10" dy="0.35em" text-anchor="middle"></text>';
  /** @type {Element} */ (picture.querySelector("text")).textContent = letter;
  return picture;
}
