// @ts-check
/**
 * A network as a picture: neurons filled by how strongly they answer, weights as lines, the thicker the larger, whole
 * ones above and dashed ones below zero. It is built once for a shape; a frame sets widths and fills.
 */

import { layoutOf } from "../networks/layout.js";
import { decimals } from "../words/format.js";
import { messages } from "../words/messages.js";
import { svg } from "./svg.js";

/**
 * @typedef {object} Content
 * @property {number[]} sizes of all layers, inputs first
 * @property {(number[][] | null)[]} weights one matrix a layer, null where it is not known
 * @property {number[][] | null} activations of all layers, inputs first
 * @property {number} scale the weight that has the thickest line
 * @property {number[] | null} targets of the outputs
 * @property {string[]} names of the outputs
 * @property {{pixels: string, height: number, width: number} | null} picture stands for the inputs
 */

const [THICKEST, THICKEST_OF_MANY, MANY] = [4.5, 2.2, 60];
/** Of a weight that is next to nothing, so that the line is still there. */
const THINNEST = 0.4;
const PICTURE = 84;
/** Half a neuron and the gap beside it, in pixels. */
const BESIDE = 18;
/** The widest output with its target, and a character of a name, in widths of the type. */
const [OUTPUT, CHARACTER] = [5.6, 0.58];

export class NetworkDiagram {
  /** @param {HTMLElement} element to be filled */
  constructor(element) {
    this._element = element;
    this._root = svg("svg", { class: "net-diagram", role: "img", "aria-label": "" });
    element.append(this._root);
    /** @type {Content | null} */
    this._content = null;
    this._shape = "";
    /** @type {{line: SVGElement, layer: number, from: number, to: number}[]} */
    this._lines = [];
    /** @type {{node: SVGElement, title: SVGElement, layer: number, neuron: number}[]} */
    this._nodes = [];
    /** @type {{name: string, called: SVGElement, value: SVGElement, target: SVGElement, neuron: number}[]} */
    this._outputs = [];
    /** @type {SVGElement | null} */
    this._image = null;
    this._resizes = new ResizeObserver(() => this._content !== null && this.show(this._content));
    this._resizes.observe(element);
  }

  /** @param {Content} content */
  show(content) {
    this._content = content;
    const { clientWidth: width, clientHeight: height } = this._element;
    if (width === 0) return;
    const shape = JSON.stringify([content.sizes, width, height, content.picture !== null, content.names]);
    if (shape !== this._shape) this._build(content, width, height);
    this._shape = shape;
    this._fill(content);
  }

  /** @param {string} label */
  describe(label) {
    this._root.setAttribute("aria-label", label);
  }

  destroy() {
    this._resizes.disconnect();
    this._root.remove();
  }

  /** @param {Content} content @param {number} width @param {number} height */
  _build({ sizes, picture, names }, width, height) {
    const isPicture = picture !== null;
    const left = isPicture ? PICTURE / 2 + 4 : 26;
    const { places, gaps, radius } = layoutOf(sizes, { left, right: width - this._roomForOutputs(names), top: 14, bottom: height - 30 });
    const wires = svg("g", { class: "net-wires" });
    const neurons = svg("g", {});
    this._lines = [];
    this._nodes = [];
    this._outputs = [];
    places.slice(1).forEach((layer, index) => {
      if (index === 0 && isPicture) return wires.append(...fan(left + PICTURE / 2, height / 2 - 8, layer));
      for (const to of layer)
        for (const from of places[index]) {
          const line = svg("line", { x1: from.x, y1: from.y, x2: to.x, y2: to.y });
          wires.append(line);
          this._lines.push({ line, layer: index, from: from.neuron, to: to.neuron });
        }
    });
    places.forEach((layer, index) => {
      if (index === 0 && isPicture) return;
      for (const { neuron, x, y } of layer) {
        const title = svg("title");
        const node = svg("circle", { class: "net-neuron", cx: x, cy: y, r: radius });
        node.append(title);
        neurons.append(svg("circle", { class: "net-neuron-back", cx: x, cy: y, r: radius }), node);
        this._nodes.push({ node, title, layer: index, neuron });
        if (index === places.length - 1) neurons.append(...this._output(neuron, x + radius + 6, y, names[neuron] ?? ""));
      }
    });
    for (const gap of gaps)
      if (!(gap.layer === 0 && isPicture)) neurons.append(svg("text", { class: "net-gap", x: gap.x, y: gap.y, dy: "0.35em", "text-anchor": "middle" }, "⋮"));
    const counts = sizes.map((size, index) =>
      svg("text", { class: "net-size", x: index === 0 && isPicture ? left : places[index][0].x, y: height - 6, "text-anchor": "middle" }, messages.network.diagram.size(size, index === 0, index === sizes.length - 1)),
    );
    this._image = isPicture ? svg("image", { x: 4, y: height / 2 - 8 - PICTURE / 2, width: PICTURE, height: PICTURE, preserveAspectRatio: "none", "image-rendering": "pixelated" }) : null;
    const label = this._root.getAttribute("aria-label") ?? "";
    for (const [name, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}`, "aria-label": label })) this._root.setAttribute(name, String(value));
    this._root.replaceChildren(wires, neurons, ...counts, ...(this._image === null ? [] : [frame(this._image), this._image]));
  }

  /** Pixels beside the last layer, where names, outputs and targets are written: they grow with the type. @param {string[]} names */
  _roomForOutputs(names) {
    const em = parseFloat(getComputedStyle(this._root).fontSize) || 13;
    const named = Math.max(0, ...names.map((name) => name.length + 1));
    return BESIDE + em * (OUTPUT + CHARACTER * named);
  }

  /** @param {number} neuron @param {number} x @param {number} y @param {string} name */
  _output(neuron, x, y, name) {
    const text = svg("text", { class: "net-output", x, y, dy: "0.35em" });
    const value = svg("tspan", {});
    const target = svg("tspan", { class: "net-target", dx: 5 });
    const called = svg("tspan", { class: "net-class" });
    text.append(called, value, target);
    this._outputs.push({ name, called, value, target, neuron });
    return [text];
  }

  /** @param {Content} content */
  _fill({ weights, activations, scale, targets, picture }) {
    const thickest = this._lines.length > MANY ? THICKEST_OF_MANY : THICKEST;
    for (const { line, layer, from, to } of this._lines) {
      const w = weights[layer]?.[to]?.[from] ?? null;
      const part = w === null ? 0 : Math.min(Math.abs(w) / Math.max(scale, 1e-9), 1);
      line.setAttribute("class", w === null ? "net-wire" : w < 0 ? "net-wire is-below" : "net-wire is-above");
      line.setAttribute("stroke-width", (w === null ? 1 : THINNEST + (thickest - THINNEST) * part).toFixed(2));
      line.setAttribute("stroke-opacity", (w === null ? 0.35 : 0.2 + 0.8 * part).toFixed(2));
    }
    for (const { node, title, layer, neuron } of this._nodes) {
      const a = activations?.[layer]?.[neuron] ?? null;
      node.setAttribute("class", a !== null && a < 0 ? "net-neuron is-below" : "net-neuron");
      node.setAttribute("fill-opacity", (a === null ? 0 : Math.min(Math.abs(a), 1)).toFixed(3));
      title.textContent = a === null ? "" : messages.network.diagram.neuron(layer, neuron + 1, decimals(a));
    }
    const last = activations?.at(-1) ?? null;
    for (const { name, called, value, target, neuron } of this._outputs) {
      const a = last?.[neuron] ?? null;
      called.textContent = name === "" || a === null ? name : `${name}: `;
      value.textContent = a === null ? "" : outputText(a);
      target.textContent = targets === null || a === null ? "" : messages.network.diagram.wanted(String(targets[neuron]));
      target.classList.toggle("is-wrong", targets !== null && a !== null && Math.abs(a - targets[neuron]) >= 0.5);
    }
    if (this._image !== null) this._image.setAttribute("href", picture?.pixels ?? "");
  }
}

/** Two decimals, and more where they would make a 0 or a 1 of what is none: there a saturated output differs from a right one. @param {number} a */
function outputText(a) {
  const digits = [2, 3, 4].find((count) => ![0, 1].includes(Number(a.toFixed(count)))) ?? 2;
  return a.toFixed(digits).replace("-", "\u2212");
}

/** Lines from a picture to the first layer: the weights are too many to be drawn. @param {number} x @param {number} y @param {import("../networks/layout.js").Place[]} layer */
function fan(x, y, layer) {
  return layer.map((to) => svg("line", { class: "net-wire", "stroke-opacity": 0.35, x1: x, y1: y, x2: to.x, y2: to.y }));
}

/** @param {SVGElement} image */
function frame(image) {
  const place = Object.fromEntries(["x", "y", "width", "height"].map((name) => [name, image.getAttribute(name) ?? ""]));
  return svg("rect", { class: "net-picture-frame", ...place });
}
