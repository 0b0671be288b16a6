// @ts-check
/** The colours of a map, read from the style sheets (css/tokens.css), and the hatching of cells without a value. */

import { svg } from "./svg.js";

/** How many colours are told apart: more than anybody can. */
const SHADES = 256;
/** Distance of the lines of the hatching, in pixels. */
const APART = 7;

/** The stops of the scale, from little to much. @param {Element} element within whose style they are read */
export function stopsOf(element) {
  const style = getComputedStyle(element);
  const stops = [];
  for (let index = 0; ; index += 1) {
    const colour = style.getPropertyValue(`--map-${index}`).trim();
    if (colour === "") return stops.length > 0 ? stops : ["#ffffff", "#000000"];
    stops.push(colour);
  }
}

/** Every shade of the scale as the four bytes of a pixel. @param {Element} element */
export function paletteOf(element) {
  const stops = stopsOf(element).map((colour) => [1, 3, 5].map((place) => parseInt(colour.slice(place, place + 2), 16)));
  const bytes = new Uint8ClampedArray(SHADES * 4);
  for (let shade = 0; shade < SHADES; shade += 1) {
    const place = (shade / (SHADES - 1)) * (stops.length - 1);
    const below = Math.min(Math.floor(place), stops.length - 2);
    for (const channel of [0, 1, 2])
      bytes[4 * shade + channel] = stops[below][channel] + (stops[below + 1][channel] - stops[below][channel]) * (place - below);
    bytes[4 * shade + 3] = 255;
  }
  return new Uint32Array(bytes.buffer);
}

/** @param {string} id unique on the page */
export function hatch(id) {
  const pattern = svg("pattern", { id, width: APART, height: APART, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
  pattern.append(
    svg("rect", { class: "map-hatch-paper", width: APART, height: APART }),
    svg("path", { class: "map-hatch-line", d: `M${APART / 2} 0V${APART}` }),
  );
  return pattern;
}
