// @ts-check
/** What the server sends as bytes in letters: grey values of a picture, levels of a surface. */

/** Of a surface, in two bytes. */
const LEVELS = 65535;

/** @param {string} text base64 @returns {Uint8Array} */
export function bytesOf(text) {
  return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
}

/** Numbers of two bytes each, the lower one first. @param {string} text base64 @returns {Uint16Array} */
function pairsOf(text) {
  const bytes = bytesOf(text);
  return Uint16Array.from({ length: bytes.length / 2 }, (_, index) => bytes[2 * index] + 256 * bytes[2 * index + 1]);
}

/**
 * The surface with numbers in place of letters.
 * @param {any} surface app/experiments/networks/snapshots.py
 * @returns {import("../charts/decision-surface.js").Surface}
 */
export function surfaceOf({ x, y, size, range: [low, high], outputs }) {
  return { x, y, size, outputs: outputs.map((/** @type {string} */ text) => Float32Array.from(pairsOf(text), (level) => low + ((high - low) * level) / LEVELS)) };
}

/**
 * A picture of grey values in the colour of ink, as an address.
 * @param {string} pixels base64, row by row @param {[number, number]} shape rows and columns @param {string} ink a colour
 */
export function pictureOf(pixels, [rows, columns], ink) {
  const bytes = bytesOf(pixels);
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [columns, rows];
  const context = canvas.getContext("2d");
  if (context === null) return "";
  context.fillStyle = ink;
  bytes.forEach((level, index) => {
    context.globalAlpha = level / 255;
    context.fillRect(index % columns, Math.floor(index / columns), 1, 1);
  });
  return canvas.toDataURL();
}

/** Rows and columns of a picture of which only the number of pixels is known: square. @param {string} pixels @returns {[number, number]} */
export function squareOf(pixels) {
  const side = Math.round(Math.sqrt(bytesOf(pixels).length));
  return [side, side];
}
