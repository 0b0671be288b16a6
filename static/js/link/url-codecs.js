// @ts-check
/**
 * How one value stands in a link, and how it is read back: as a person would write it, and exact to the last bit.
 *
 * A codec never throws. What it cannot read it answers with the rule that was broken, in words; a `value` beside the
 * rule is what can be saved of it.
 */

import { brokenBy, NUMBER } from "../entry/numbers.js";
import { plain } from "../words/format.js";
import { messages } from "../words/messages.js";

/**
 * @typedef {{value?: any, rule?: string}} Reading
 * @typedef {{read: (text: string) => Reading, write: (value: any) => string}} Codec
 * @typedef {import("../entry/numbers.js").Bounds} Bounds
 */

const words = messages.link.rule;

const MINUS = "\u2212";

/** @param {string[]} options @returns {Codec} */
export function choice(options) {
  return {
    read: (text) => (options.includes(text) ? { value: text } : { rule: words.option(options.join(", ")) }),
    write: String,
  };
}

/** @type {Codec} */
export const flag = {
  read: (text) => (text === "yes" || text === "no" ? { value: text === "yes" } : { rule: words.option("yes, no") }),
  write: (value) => (value ? "yes" : "no"),
};

/** Some of a few names; one that is not known costs only itself. @param {string[]} known @returns {Codec} */
export function names(known) {
  return {
    read(text) {
      const found = [...new Set(text.split(","))].filter((name) => name !== "");
      const value = found.filter((name) => known.includes(name));
      return value.length === found.length ? { value } : { value, rule: words.names([...new Set(known)].join(", ")) };
    },
    write: (value) => value.join(","),
  };
}

/** One of a few numbers. @param {number[]} options @returns {Codec} */
export function oneOf(options) {
  const number = decimal({});
  return {
    read: (text) => (options.includes(number.read(text).value) ? number.read(text) : { rule: words.option(options.join(", ")) }),
    write: number.write,
  };
}

/** @param {Bounds} bounds @returns {Codec} */
export function decimal(bounds) {
  return {
    read(text) {
      // The page writes a minus as print does, and so does somebody who copies from it.
      const digits = text.trim().replaceAll(MINUS, "-");
      const value = Number(digits);
      if (!NUMBER.test(digits) || !Number.isFinite(value)) return { rule: words.number };
      const broken = brokenBy(value, bounds);
      if (broken === null) return { value };
      return { rule: broken.rule === "whole" ? words.whole : words[broken.rule](plain(broken.bound)) };
    },
    // The shortest text that says this number and no other. A plus sign would be read as a space.
    write: (value) => (Object.is(value, -0) ? "-0" : String(value).replace("e+", "e")),
  };
}

/**
 * The number that counts from 1 for people, from 0 in scripts; "all" where none is chosen.
 * @param {number} most @returns {Codec}
 */
export function ordinal(most) {
  const number = decimal({ least: 1, most, isWhole: true });
  return {
    read(text) {
      if (text === "all") return { value: null };
      const { value, rule } = number.read(text);
      return rule === undefined ? { value: value - 1 } : { rule };
    },
    write: (value) => (value === null ? "all" : number.write(value + 1)),
  };
}

/**
 * What a list is read and written by: "1,2". A list of one ends with its comma, to be told from a number.
 * @param {Codec} item @param {string} comma @param {number} most @param {string} tooMany @returns {Codec}
 */
function list(item, comma, most, tooMany) {
  return {
    read(text) {
      const parts = text.split(comma);
      if (parts.length > 1 && parts[parts.length - 1].trim() === "") parts.pop();
      if (parts.length > most) return { rule: tooMany };
      const readings = parts.map(item.read);
      const bad = readings.find(({ rule }) => rule !== undefined);
      return bad ?? { value: readings.map(({ value }) => value) };
    },
    write: (value) => value.map(item.write).join(comma) + (value.length === 1 ? comma : ""),
  };
}

/**
 * A number, where `depth` allows it also a list "1,2" or a table "1,2;3,4".
 * @param {Codec} number @param {number} depth 0, 1 or 2
 * @param {{list: number, row: number, rows: number}} most numbers in a list and in a row, and rows in a table
 * @returns {Codec}
 */
export function cells(number, depth, most) {
  const row = list(number, ",", most.row, words.row(most.row));
  const codecs = [
    number,
    list(number, ",", most.list, words.list(most.list)),
    list(row, ";", most.rows, words.rows(most.rows)),
  ];
  return {
    read(text) {
      const found = text.includes(";") ? 2 : text.includes(",") ? 1 : 0;
      return found <= depth ? codecs[found].read(text) : { rule: depth === 0 ? words.number : words.noTable };
    },
    write: (value) => codecs[Array.isArray(value) ? (Array.isArray(value[0]) ? 2 : 1) : 0].write(value),
  };
}
