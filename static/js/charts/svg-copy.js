// @ts-check
/**
 * A copy of what an SVG looks like, that can stand alone: whatever the page's style sheets say of it is written into
 * presentation attributes, and nothing is left that only the page understands. What cannot be seen is left out.
 */

import { svg } from "./svg.js";

const XLINK = "http://www.w3.org/1999/xlink";

/** @typedef {Record<string, string>} Look */

/** What an element looks like: properties that it inherits, and those of its own, as they are at the outset. */
const INHERITED = {
  fill: "#000000",
  "fill-opacity": "1",
  "fill-rule": "nonzero",
  stroke: "none",
  "stroke-width": "1",
  "stroke-opacity": "1",
  "stroke-dasharray": "none",
  "stroke-dashoffset": "0",
  "stroke-linecap": "butt",
  "stroke-linejoin": "miter",
  "stroke-miterlimit": "4",
  "clip-rule": "nonzero",
  "shape-rendering": "auto",
  "paint-order": "normal",
  visibility: "visible",
  "text-anchor": "start",
  "dominant-baseline": "auto",
  "letter-spacing": "normal",
  "font-family": "",
  "font-size": "16",
  "font-style": "normal",
  "font-weight": "400",
};
const OWN = { opacity: "1", "vector-effect": "none", "clip-path": "none", mask: "none", "stop-color": "#000000", "stop-opacity": "1" };
const LOOK = { ...INHERITED, ...OWN };
const COLOURS = { fill: "fill-opacity", stroke: "stroke-opacity", "stop-color": "stop-opacity" };

const CONTAINERS = new Set(["svg", "g"]);
const SHAPES = new Set(["path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text"]);
const PARTS = new Set([...CONTAINERS, ...SHAPES, "tspan", "textPath", "stop", "image", "use", "title", "desc"]);
/** Seen only through a reference to them. */
const RESOURCES = new Set(["clipPath", "mask", "linearGradient", "radialGradient", "pattern", "marker", "symbol"]);
/** Attributes that say nothing about the look, or say it a second time. */
const FOREIGN = /^(class|style|id|hidden|role|tabindex|focusable|cursor|pointer-events|unselectable|data-.*|aria-.*|on.*)$/;
const WRITING = /^(font-|text-|dominant-|letter-)/;
const REFERENCE = /url\(["']?[^"')]*#([^"')]+)["']?\)/g;

/**
 * A colour as every reader of SVG understands it, and how much of it is there.
 * @param {string} value as computed: rgb(…), rgba(…), color(srgb …), or something that is no colour
 */
export function plainColour(value) {
  const found = /^(rgba?|color)\((?:srgb\s)?([^)]*)\)$/.exec(value);
  if (found === null) return { colour: value, alpha: 1 };
  const [red, green, blue, alpha = 1] = found[2].split(/[\s,/]+/).filter(Boolean).map(Number);
  const whole = [red, green, blue].map((part) => Math.round(found[1] === "color" ? part * 255 : part));
  const colour = `#${whole.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
  return { colour: alpha === 0 ? "none" : colour, alpha: alpha === 0 ? 1 : alpha };
}

export class SvgCopier {
  /** @param {string} prefix of the ids in the copy, so that two pictures can stand in one document */
  constructor(prefix) {
    this._prefix = prefix;
    /** @type {Map<string, string>} the new names of what is referred to */
    this._names = new Map();
  }

  /**
   * @param {Element} element an svg that stands in the page
   * @returns {Element | null} null when nothing of it can be seen
   */
  copy(element) {
    return this._copy(element, INHERITED, true);
  }

  /** What the copies refer to: clip paths, gradients and the like. To be asked for when everything has been copied. */
  resources() {
    const defs = svg("defs");
    // What is copied here may refer to more, which then joins the names while they are walked.
    for (const [id, name] of this._names) {
      const element = document.getElementById(id);
      const copy = element && this._copy(element, INHERITED, false);
      copy?.setAttribute("id", name);
      if (copy) defs.append(copy);
    }
    return defs;
  }

  /**
   * @param {Element} element @param {Look} outer the look that it inherits @param {boolean} isSeen not within a resource
   * @returns {Element | null}
   */
  _copy(element, outer, isSeen) {
    const name = element.localName;
    if (!PARTS.has(name) && (isSeen || !RESOURCES.has(name))) return null;
    const computed = getComputedStyle(element);
    if (isSeen && (computed.display === "none" || computed.opacity === "0")) return null;
    const copy = svg(name);
    this._copyAttributes(element, copy);
    const look = lookOf(computed);
    /** @type {Look} */
    const before = { ...outer, ...OWN };
    for (const [property, value] of Object.entries(look))
      if (value !== before[property] && !(WRITING.test(property) && (SHAPES.has(name) || RESOURCES.has(name)) && name !== "text"))
        copy.setAttribute(property, this._renamed(value));
    if (look["vector-effect"] === "non-scaling-stroke") keepStroke(element, copy, look);
    if (name === "circle") copy.setAttribute("r", computed.getPropertyValue("r").replace("px", ""));
    if (name === "svg" && computed.overflow !== "hidden") copy.setAttribute("overflow", "visible");
    for (const child of element.childNodes) {
      const part = child instanceof Element ? this._copy(child, look, isSeen) : child instanceof Text ? child.data : null;
      if (part !== null) copy.append(part);
    }
    return isSeen && !canBeSeen(copy, look) ? null : copy;
  }

  /** @param {Element} element @param {Element} copy */
  _copyAttributes(element, copy) {
    for (const { localName, namespaceURI, value } of element.attributes) {
      if (FOREIGN.test(localName) || localName in LOOK) continue;
      if (localName !== "href") {
        if (namespaceURI === null) copy.setAttribute(localName, this._renamed(value));
      } else if (value.startsWith("#")) copy.setAttributeNS(XLINK, "xlink:href", `#${this._nameOf(value.slice(1))}`);
      else if (value.startsWith("data:")) copy.setAttributeNS(XLINK, "xlink:href", value);
    }
  }

  /** @param {string} value whose references are to lead to the copies */
  _renamed(value) {
    return value.replace(REFERENCE, (_, id) => `url(#${this._nameOf(id)})`);
  }

  /** @param {string} id */
  _nameOf(id) {
    const name = this._names.get(id) ?? `${this._prefix}-${this._names.size + 1}`;
    this._names.set(id, name);
    return name;
  }
}

/** @param {CSSStyleDeclaration} computed @returns {Look} */
function lookOf(computed) {
  const look = Object.fromEntries(
    Object.keys(LOOK).map((property) => [property, computed.getPropertyValue(property).replace(/(\d)px/g, "$1")]),
  );
  for (const [property, opacity] of Object.entries(COLOURS)) {
    const { colour, alpha } = plainColour(look[property]);
    const whole = Number(look[opacity]) * alpha;
    look[property] = whole === 0 ? "none" : colour;
    look[opacity] = whole === 0 ? "1" : String(whole);
  }
  return look;
}

/**
 * A stroke that is not scaled with its shape would stay thin in a picture that is enlarged. Where the shape is scaled
 * alike in both directions its stroke can be a usual one; where it is not, it is at least said how wide it is.
 * @param {Element} element @param {Element} copy @param {Look} look
 */
function keepStroke(element, copy, look) {
  const matrix = element instanceof SVGGraphicsElement ? element.getScreenCTM() : null;
  const [across, down] = matrix === null ? [1, 0] : [Math.hypot(matrix.a, matrix.b), Math.hypot(matrix.c, matrix.d)];
  const isEven = Math.abs(across - down) < 0.01 * across;
  if (isEven) copy.removeAttribute("vector-effect");
  if (isEven && Math.abs(across - 1) < 0.01) return;
  for (const property of ["stroke-width", "stroke-dasharray"])
    copy.setAttribute(property, scaled(look[property], isEven ? 1 / across : 1));
}

/** @param {string} lengths @param {number} factor */
export function scaled(lengths, factor) {
  return lengths.replace(/[\d.]+/g, (length) => String(Math.round(Number(length) * factor * 1000) / 1000));
}

/** @param {Element} copy @param {Look} look */
function canBeSeen(copy, look) {
  const name = copy.localName;
  if (CONTAINERS.has(name)) return copy.childElementCount > 0;
  if (!SHAPES.has(name)) return true;
  if (name === "path" && !copy.getAttribute("d")) return false;
  if (name === "text" && copy.textContent?.trim() === "") return false;
  return look.visibility === "visible" && (look.fill !== "none" || look.stroke !== "none");
}
