// @ts-check
/** The examples that a network gets most wrong: a picture of each, and its outputs beside it as bars. */

import { svg } from "../../charts/svg.js";
import { pictureOf, squareOf } from "../../networks/pictures.js";
import { decimals } from "../../words/format.js";
import { messages } from "../../words/messages.js";

/** Bars of a card: how long one is, and how high with the gap. */
const [LONG, HIGH] = [76, 11];
/** Outputs that a card has room for. */
const MOST_BARS = 12;
/** Inputs that are written out where there is no picture. */
const MOST_INPUTS = 6;

/** @typedef {{label: number | null, predicted: number | null, is_right: boolean, outputs: (number | null)[], targets: number[], cost: number | null, pixels?: string, inputs?: number[] | null}} Mistake */

export class Mistakes {
  /** @param {HTMLElement} element to be filled */
  constructor(element) {
    this._element = element;
    this._list = document.createElement("ol");
    this._list.className = "net-cards";
    element.append(this._list);
    /** @type {Mistake[] | null} */
    this._shown = null;
  }

  /** @param {Mistake[]} mistakes @param {string[]} classes what the classes are called, if they have names */
  show(mistakes, classes) {
    if (mistakes === this._shown) return;
    this._shown = mistakes;
    const ink = getComputedStyle(this._element).getPropertyValue("--ink").trim();
    this._list.replaceChildren(...mistakes.map((mistake) => card(mistake, classes, ink)));
  }

  /** In other colours perhaps. */
  forget() {
    this._shown = null;
  }
}

/** @param {Mistake} mistake @param {string[]} classes @param {string} ink */
function card(mistake, classes, ink) {
  const words = messages.network.mistakes;
  const item = document.createElement("li");
  item.className = mistake.is_right ? "net-card" : "net-card is-wrong";
  const name = (/** @type {number | null} */ index) => (index === null ? "" : (classes[index] ?? String(index)));
  const verdict = document.createElement("span");
  verdict.className = "net-verdict";
  verdict.textContent = mistake.label === null ? words.cost(decimals(mistake.cost)) : mistake.is_right ? words.right(name(mistake.label)) : words.wrong(name(mistake.label), name(mistake.predicted));
  item.append(look(mistake, ink), bars(mistake, name), verdict);
  return item;
}

/** @param {Mistake} mistake @param {string} ink */
function look({ pixels, inputs }, ink) {
  if (pixels !== undefined) {
    const picture = svg("svg", { class: "net-digit", viewBox: "0 0 1 1", "aria-hidden": "true" });
    const image = svg("image", { width: 1, height: 1, preserveAspectRatio: "none", "image-rendering": "pixelated", href: pictureOf(pixels, squareOf(pixels), ink) });
    picture.append(image);
    return picture;
  }
  const text = document.createElement("span");
  text.className = "net-inputs";
  const shown = (inputs ?? []).slice(0, MOST_INPUTS).map((value) => value.toFixed(2).replace("-", "\u2212"));
  text.textContent = shown.length === 0 ? "" : `(${shown.join(", ")}${(inputs?.length ?? 0) > MOST_INPUTS ? ", …" : ""})`;
  return text;
}

/** @param {Mistake} mistake @param {(index: number) => string} name of a class */
function bars({ outputs, targets }, name) {
  const shown = outputs.slice(0, MOST_BARS);
  const height = shown.length * HIGH;
  const label = shown.map((a, index) => messages.network.mistakes.output(name(index), decimals(a), targets[index] === 1)).join(", ");
  const picture = svg("svg", { class: "net-bars", viewBox: `-14 0 ${LONG + 16} ${height}`, width: LONG + 16, height, role: "img", "aria-label": label });
  shown.forEach((a, index) => {
    const length = Math.max(0, Math.min(1, a ?? 0)) * LONG;
    const isWanted = targets[index] >= 0.5;
    const y = index * HIGH;
    picture.append(
      svg("text", { class: isWanted ? "net-bar-name is-wanted" : "net-bar-name", x: -3, y: y + HIGH / 2, dy: "0.35em", "text-anchor": "end" }, name(index).slice(0, 2)),
      svg("rect", { class: "net-bar-track", y: y + HIGH / 2 - 0.5, width: LONG, height: 1 }),
      svg("rect", { class: isWanted ? "net-bar is-wanted" : "net-bar", y: y + 1.5, width: length.toFixed(1), height: HIGH - 3 }),
    );
    if (isWanted) picture.append(svg("path", { class: "net-bar-wanted", d: `M${LONG} ${y + 1}v${HIGH - 2}` }));
  });
  return picture;
}
