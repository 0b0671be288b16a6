// @ts-check
/**
 * A figure of the page as a picture file, exactly as it is on the screen: one SVG that needs nothing else, and a PNG
 * painted from it. A figure may hold several SVGs on top of each other, and words above, beside or below them.
 */

import { svg } from "./svg.js";
import { plainColour, scaled, SvgCopier } from "./svg-copy.js";

/** Paper around the figure, in pixels. */
const EDGE = 16;
const TITLE_LINE = 28;
/** A canvas beyond this many pixels is refused by some browsers. */
const MOST_PIXELS = 16e6;
/** Words that belong to the page, not to the picture. */
const NO_PART = "button, input, select, textarea, details, [hidden], .visually-hidden, [data-picture='none']";

/** @typedef {{markup: string, width: number, height: number}} Picture */
/** @typedef {{left: number, right: number, top: number, bottom: number}} Box in pixels of the window */
/** @typedef {Box & {text: string, style: CSSStyleDeclaration}} Words */

/**
 * @param {Element} figure
 * @param {string} title
 * @returns {Picture}
 */
export function pictureOf(figure, title) {
  const copier = new SvgCopier(fileName(title));
  const words = wordsOf(figure);
  /** @type {Box[]} */
  const boxes = [...words];
  const layers = [];
  for (const layer of figure.querySelectorAll("svg")) {
    if (layer.ownerSVGElement !== null || layer.closest(NO_PART) !== null) continue;
    const box = layer.getBoundingClientRect();
    const copy = box.width > 0 && box.height > 0 ? copier.copy(layer) : null;
    if (copy === null) continue;
    boxes.push(box);
    layers.push({ layer, copy, box });
  }
  const top = words.length === 0 ? heading(title, layers[0]?.layer ?? figure) : null;
  if (top !== null) boxes.push(above(boxes, top.width));
  const edge = {
    left: Math.min(...boxes.map(({ left }) => left)) - EDGE,
    right: Math.max(...boxes.map(({ right }) => right)) + EDGE,
    top: Math.min(...boxes.map(({ top }) => top)) - EDGE,
    bottom: Math.max(...boxes.map(({ bottom }) => bottom)) + EDGE,
  };
  const [width, height] = [Math.ceil(edge.right - edge.left), Math.ceil(edge.bottom - edge.top)];
  const root = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}` });
  root.append(svg("title", {}, title), svg("rect", { width, height, fill: paperOf(figure) }));
  if (top !== null) root.append(top.text);
  for (const { copy, box } of layers) {
    const { width, height } = box;
    for (const [name, value] of Object.entries({ x: box.left - edge.left, y: box.top - edge.top, width, height }))
      copy.setAttribute(name, rounded(value));
    root.append(copy);
  }
  for (const piece of words) root.append(written(piece, edge));
  const resources = copier.resources();
  if (resources.childElementCount > 0) root.prepend(resources);
  return { markup: new XMLSerializer().serializeToString(root), width, height };
}

/** @param {Picture} picture @returns {Blob} */
export function svgFile({ markup }) {
  return new Blob(['<?xml version="1.0" encoding="UTF-8"?>\n', markup, "\n"], { type: "image/svg+xml" });
}

/**
 * @param {Picture} picture
 * @returns {Promise<Blob>} at least twice as fine as the screen, for print
 */
export async function pngFile({ markup, width, height }) {
  const scale = Math.min(Math.max(2, devicePixelRatio), Math.sqrt(MOST_PIXELS / (width * height)));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(withStrokesFor(scale, markup))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob === null ? reject(new Error("no picture came of it")) : resolve(blob)), "image/png"),
  );
}

/** A stroke that is not scaled with its shape is as wide on a finer canvas only if it is told to. @param {number} scale @param {string} markup */
function withStrokesFor(scale, markup) {
  const picture = new DOMParser().parseFromString(markup, "image/svg+xml");
  for (const shape of picture.querySelectorAll("[vector-effect]"))
    for (const property of ["stroke-width", "stroke-dasharray"])
      shape.setAttribute(property, scaled(shape.getAttribute(property) ?? "", scale));
  return new XMLSerializer().serializeToString(picture);
}

/**
 * A name for a file: "Cost C, quadratic, η = 0.15" becomes "cost-c-quadratic-eta-0.15".
 * @param {string} words
 */
export function fileName(words) {
  const plain = words.toLowerCase().replaceAll("η", "eta").replaceAll("σ", "sigma").replaceAll("δ", "delta");
  const name = plain.replaceAll("\u2212", "-").replaceAll(/[^\p{L}\p{N}.-]+/gu, "-").replaceAll(/^[-.]+|[-.]+$/g, "");
  return name.slice(0, 100) || "picture";
}

/** @param {number} value */
function rounded(value) {
  return String(Math.round(value * 100) / 100);
}

/** The title, for a figure that has no words of its own. @param {string} title @param {Element} place whose type it has */
function heading(title, place) {
  const { fontFamily, color } = getComputedStyle(place);
  const size = 15;
  const text = svg("text", { x: EDGE, y: EDGE + size, fill: plainColour(color).colour, "font-size": size, "font-family": fontFamily });
  text.textContent = title;
  const { width = 0 } = measured(title, `${size}px ${fontFamily}`);
  return { text, width };
}

/** The room for a title of a width above all that is drawn. @param {Box[]} boxes @param {number} width */
function above(boxes, width) {
  const left = Math.min(...boxes.map((box) => box.left));
  const bottom = Math.min(...boxes.map((box) => box.top));
  return { left, right: left + width, top: bottom - TITLE_LINE, bottom };
}

/** @param {string} text @param {string} font @returns {Partial<TextMetrics>} */
function measured(text, font) {
  const context = document.createElement("canvas").getContext("2d");
  if (context === null) return {};
  context.font = font;
  return context.measureText(text);
}

/** The first colour behind the figure that is one. @param {Element} figure */
function paperOf(figure) {
  for (let place = /** @type {Element | null} */ (figure); place !== null; place = place.parentElement) {
    const { colour } = plainColour(getComputedStyle(place).backgroundColor);
    if (colour !== "none") return colour;
  }
  return "#ffffff";
}

/** The words of a figure line by line, where they stand. @param {Element} figure @returns {Words[]} */
function wordsOf(figure) {
  const found = [];
  const walker = document.createTreeWalker(figure, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const parent = /** @type {Element} */ (node.parentElement);
    if (parent.closest(`svg, ${NO_PART}`) !== null) continue;
    const style = getComputedStyle(parent);
    if (style.visibility === "visible") found.push(...linesOf(/** @type {Text} */ (node), style));
  }
  return found;
}

/** @param {Text} node @param {CSSStyleDeclaration} style @returns {Words[]} */
function linesOf(node, style) {
  /** @type {Words[]} */
  const lines = [];
  const range = document.createRange();
  for (const { 0: text, index } of node.data.matchAll(/[^ \n\t]+/g)) {
    range.setStart(node, index);
    range.setEnd(node, index + text.length);
    const { left, right, top, bottom } = range.getBoundingClientRect();
    const line = lines.at(-1);
    if (right - left === 0) continue;
    if (line !== undefined && Math.abs(line.top - top) < 1) Object.assign(line, { text: `${line.text} ${text}`, right });
    else lines.push({ text, left, right, top, bottom, style });
  }
  return lines;
}

/** @param {Words} words @param {{left: number, top: number}} edge */
function written({ text, left, top, bottom, style }, edge) {
  // A line's box is as high as its font reaches up and down; letters stand on what is between.
  const { fontBoundingBoxAscent: up = 4, fontBoundingBoxDescent: down = 1 } = measured(text, style.font);
  const made = svg("text", {
    x: rounded(left - edge.left),
    y: rounded(top - edge.top + ((bottom - top) * up) / (up + down)),
    fill: plainColour(style.color).colour,
    "font-family": style.fontFamily,
    "font-size": style.fontSize.replace("px", ""),
    "font-style": style.fontStyle,
    "font-weight": style.fontWeight,
  });
  made.textContent = text;
  return made;
}
