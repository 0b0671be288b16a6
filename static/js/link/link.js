// @ts-check
/** What a link says, taken from it piece by piece, and what there is to complain of. A link may come from anywhere. */

import { messages } from "../words/messages.js";

/** @typedef {import("./url-codecs.js").Codec} Codec */

const LONGEST_VALUE = 40;
const MOST_COMPLAINTS = 20;

export class Link {
  /** @param {string} search */
  constructor(search) {
    /** @type {Map<string, string[]>} */
    this._values = new Map();
    for (const [name, text] of new URLSearchParams(search)) {
      const known = this._values.get(name);
      if (known === undefined) this._values.set(name, [text]);
      else known.push(text);
    }
    /** @type {string[]} */
    this._complaints = [];
  }

  /** The first few, and how many more there are: a link of junk must not fill the page. */
  get complaints() {
    const more = this._complaints.length - MOST_COMPLAINTS;
    return more <= 1 ? this._complaints : [...this._complaints.slice(0, MOST_COMPLAINTS), messages.link.more(more)];
  }

  /** @param {string} name */
  has(name) {
    return this._values.has(name);
  }

  /** What a parameter says, or `fallback`. @param {string} name @param {Codec} codec @param {any} fallback */
  take(name, codec, fallback) {
    const texts = this._values.get(name);
    if (texts === undefined) return fallback;
    this._values.delete(name);
    const { value = fallback, rule } = texts.length > 1 ? { rule: messages.link.rule.once } : codec.read(texts[0]);
    if (rule !== undefined) this.complain(name, texts.join(" "), rule, codec.write(value));
    return value;
  }

  /** @param {string} name @param {string} text @param {string} rule @param {string} used */
  complain(name, text, rule, used) {
    this._complaints.push(messages.link.wrong(name, short(text), rule, short(used)));
  }

  /** Whatever has not been taken is not known. @param {number | null} [lanes] how many the link has, on a page of lanes */
  end(lanes = null) {
    const words = messages.link;
    for (const name of this._values.keys())
      this._complaints.push(lanes !== null && /^lane\d/.test(name) ? words.noLane(short(name), lanes) : words.unknown(short(name)));
  }
}

/** @param {string} text */
function short(text) {
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

/** Percent-encoded, but for what separates numbers: a link is to be read. @param {string} text */
export function readable(text) {
  return encodeURIComponent(text).replaceAll("%2C", ",").replaceAll("%3B", ";");
}
