// @ts-check
/** What the colours of the maps mean: a bar with ticks, and the hatching of cells without a value. */

import { placeOf, ticksOf } from "../map/colour-scale.js";
import { hatch, stopsOf } from "./map-colours.js";
import { svg } from "./svg.js";

/** In pixels: the bar and the room at its ends for numbers. */
const [HEIGHT, ROOM] = [14, 22];
/** Letters for which the room at an end is enough when they stand in the middle of it. */
const SHORT = 5;

export class ColourLegend {
  /** @param {HTMLElement} element to be filled */
  constructor(element) {
    this._element = element;
    this._title = document.createElement("span");
    this._title.className = "map-legend-title";
    this._place = document.createElement("span");
    this._place.className = "map-legend-bar";
    this._none = document.createElement("span");
    this._none.className = "map-legend-none";
    element.append(this._title, this._place, this._none);
    /** @type {{scale: import("../map/colour-scale.js").ColourScale, title: string, none: string, far: string, write: (value: number) => string} | null} */
    this._content = null;
    this._resizes = new ResizeObserver(() => this.draw());
    this._resizes.observe(element);
  }

  /**
   * @param {{scale: import("../map/colour-scale.js").ColourScale, title: string, none: string, far: string, write: (value: number) => string} | null} content
   *   `none`: what it means to have no value, `far` to lie far beyond the scale
   */
  update(content) {
    this._content = content;
    this.draw();
  }

  draw() {
    this._element.classList.toggle("is-empty", this._content === null);
    if (this._content === null) return;
    const { scale, title, none, far, write } = this._content;
    this._title.textContent = scale.isFar ? `${title} ${far}` : title;
    this._place.replaceChildren(this._bar(scale, write));
    this._none.hidden = !scale.hasNone;
    if (scale.hasNone) this._none.replaceChildren(swatch(), none);
  }

  destroy() {
    this._resizes.disconnect();
  }

  /** @param {import("../map/colour-scale.js").ColourScale} scale @param {(value: number) => string} write */
  _bar(scale, write) {
    const type = Number(getComputedStyle(this._element).getPropertyValue("--chart-font-size")) || 13;
    const height = HEIGHT + type + 10;
    const width = Math.max(this._place.clientWidth, 120);
    const bar = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
    const gradient = svg("linearGradient", { id: "map-legend-colours" });
    const stops = stopsOf(this._element);
    stops.forEach((colour, index) => gradient.append(svg("stop", { offset: index / (stops.length - 1), "stop-color": colour })));
    const defs = svg("defs");
    defs.append(gradient);
    const length = width - 2 * ROOM;
    bar.append(defs, svg("rect", { x: ROOM, width: length, height: HEIGHT, fill: "url(#map-legend-colours)" }));
    const most = Math.max(2, Math.round(length / (5.5 * type)));
    for (const value of legendTicks(scale, most)) {
      const x = (ROOM + length * placeOf(scale, value)).toFixed(1);
      const isLeast = scale.isCut && value <= scale.low;
      const text = isLeast ? `≤ ${write(Number(value.toPrecision(2)))}` : write(value);
      // A long one would reach beyond the left end.
      const place = isLeast && text.length > SHORT ? { x: 0, "text-anchor": "start" } : { x, "text-anchor": "middle" };
      bar.append(svg("path", { class: "map-tick", d: `M${x} ${HEIGHT}v4` }), svg("text", { ...place, y: HEIGHT + 4 + type }, text));
    }
    return bar;
  }
}

/** Where smaller values have the first colour, it says of itself what it stands for. @param {import("../map/colour-scale.js").ColourScale} scale @param {number} most */
function legendTicks(scale, most) {
  const ticks = ticksOf(scale, most);
  if (!scale.isCut || ticks[0] <= scale.low) return ticks;
  return [scale.low, ...ticks.filter((value) => placeOf(scale, value) > 1.2 / most)];
}

function swatch() {
  const key = svg("svg", { class: "map-legend-swatch", width: 28, height: HEIGHT, viewBox: `0 0 28 ${HEIGHT}`, "aria-hidden": "true" });
  const defs = svg("defs");
  defs.append(hatch("map-legend-hatch"));
  key.append(defs, svg("rect", { class: "map-open", width: 28, height: HEIGHT, fill: "url(#map-legend-hatch)" }));
  key.append(svg("rect", { class: "map-edge", x: 0.5, y: 0.5, width: 27, height: HEIGHT - 1 }));
  return key;
}
