// @ts-check
/** A number in its `<data>`: rounded for people, exact in the attribute, after words for who does not see where it stands. */

import { decimals } from "../../words/format.js";

/**
 * @param {Element | null} element @param {number | null} value
 * @param {{none?: string, isSigned?: boolean}} [how] `none`: what stands for null
 */
export function showNumber(element, value, { none = decimals(null), isSigned = false } = {}) {
  if (element === null) return;
  const text = value === null ? none : `${isSigned && value > 0 ? "+" : ""}${decimals(value)}`;
  element.setAttribute("value", value === null ? "" : String(value));
  const last = element.lastChild;
  if (last instanceof Text) last.data = text;
  else element.append(text);
}

/** @param {ParentNode} root @param {string} selector @returns {any} */
export const find = (root, selector) => root.querySelector(selector);

/** The rows of a picture, one an output. @param {ParentNode} root @returns {any[]} */
export const outputsOf = (root) => [...root.querySelectorAll("[data-output]")];
