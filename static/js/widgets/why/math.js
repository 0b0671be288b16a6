// @ts-check
/**
 * A formula in a line of text, set as mathematics: single letters in italics (words are not), `_` before an index, ∂C/∂w as a fraction.
 * MathML would set it as well, but takes a font of its own, beside which the numbers would look strange.
 */

const PARTS = /∂(\p{L})\/∂(\p{L})(?:_(\p{L}|\d+))?|Σ_(\p{L})|\p{L}{2,}|(\p{L})(?:_(\p{L}|\d+))?/gu;

/**
 * @param {string} text "∂C/∂w_j = (a − y) σ′(z) x_j"
 * @returns {(Node | string)[]} to be put into an element
 */
export function mathNodes(text) {
  /** @type {(Node | string)[]} */
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(PARTS)) {
    const [whole, above, below, belowIndex, sumIndex, letter, index] = match;
    nodes.push(text.slice(end, match.index));
    if (above !== undefined) nodes.push(fraction(whole.replaceAll("_", ""), above, below, belowIndex));
    else if (sumIndex !== undefined) nodes.push("Σ", small(sumIndex));
    else if (letter === undefined) nodes.push(whole);
    else nodes.push(...symbol(letter, index));
    end = match.index + whole.length;
  }
  nodes.push(text.slice(end));
  return nodes;
}

/** @param {string} letter @param {string | undefined} index */
function symbol(letter, index) {
  const italic = document.createElement("i");
  italic.textContent = letter;
  return index === undefined ? [italic] : [italic, small(index)];
}

/** @param {string} index */
function small(index) {
  const sub = document.createElement("sub");
  sub.append(...(/\d/.test(index) ? [index] : symbol(index, undefined)));
  return sub;
}

/** @param {string} label @param {string} above @param {string} below @param {string | undefined} index */
function fraction(label, above, below, index) {
  const element = document.createElement("span");
  element.className = "fraction";
  element.setAttribute("role", "img");
  element.setAttribute("aria-label", label);
  const [top, bottom] = [document.createElement("span"), document.createElement("span")];
  top.append("∂", ...symbol(above, undefined));
  bottom.append("∂", ...symbol(below, index));
  element.append(top, bottom);
  return element;
}
