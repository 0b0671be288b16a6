// @ts-check
/** The bars of templates/_partials/softmax_bars.html: a share of 1 from the left, a signed number from the middle. */

/** @param {SVGElement} bar @param {number} share @param {number | null} [ghost] what it was before, or null for none */
export function showShare(bar, share, ghost = null) {
  set(bar.querySelector(".bar"), 0, 100 * share);
  const outline = /** @type {SVGElement} */ (bar.querySelector(".ghost"));
  outline.toggleAttribute("hidden", ghost === null);
  set(outline, 0, 100 * (ghost ?? 0));
}

/** @param {SVGElement} bar @param {number} value @param {number} scale what fills one half */
export function showSigned(bar, value, scale) {
  const length = Math.max(-100, Math.min(100, (100 * value) / scale));
  set(bar.querySelector(".bar"), Math.min(length, 0), Math.abs(length));
}

/** Outputs end to end. @param {SVGElement} strip @param {number[]} shares */
export function showStrip(strip, shares) {
  let before = 0;
  strip.querySelectorAll(".bar").forEach((segment, index) => {
    set(segment, 100 * before, 100 * shares[index]);
    before += shares[index];
  });
}

/** @param {Element | null} rect @param {number} x @param {number} width */
function set(rect, x, width) {
  rect?.setAttribute("x", x.toFixed(4));
  rect?.setAttribute("width", width.toFixed(4));
}
