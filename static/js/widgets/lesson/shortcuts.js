// @ts-check
/**
 * The keys of the page, and the dialog that lists them (templates/_partials/shortcuts.html): one table for both. A key
 * that means something to what is focused, an arrow to a slider or a letter to a field, is left to it.
 */

import { messages } from "../../words/messages.js";

/** @typedef {import("../../runs/player.js").Command} Command */

/**
 * @typedef {object} Handlers
 * @property {(command: Command) => void} dispatch
 * @property {() => void} run
 * @property {() => void} projector
 * @property {() => void} faster
 * @property {() => void} slower
 *
 * @typedef {object} Shortcut
 * @property {keyof typeof messages.shortcuts.what} what
 * @property {string} [shown] as the key is called in the list; none for another key of the same meaning
 * @property {string} key
 * @property {boolean} [shift] whether it must be held; it matters to no key but those that say so
 * @property {boolean} [repeats] whether holding the key does it again and again
 * @property {(handlers: Handlers & {help: () => void}) => void} act
 */

/** Further than any run goes: the player stops at its end. */
const END = Number.MAX_SAFE_INTEGER;

/** @param {number} by @returns {Shortcut["act"]} */
const step = (by) => ({ dispatch }) => dispatch({ type: "step", by });

/** @type {Shortcut[]} */
const SHORTCUTS = [
  { what: "run", shown: "R", key: "r", act: ({ run }) => run() },
  { what: "toggle", shown: "Space", key: " ", act: ({ dispatch }) => dispatch({ type: "toggle" }) },
  { what: "step", shown: "←", key: "ArrowLeft", shift: false, repeats: true, act: step(-1) },
  { what: "step", shown: "→", key: "ArrowRight", shift: false, repeats: true, act: step(1) },
  { what: "leap", shown: "Shift ←", key: "ArrowLeft", shift: true, repeats: true, act: step(-10) },
  { what: "leap", shown: "Shift →", key: "ArrowRight", shift: true, repeats: true, act: step(10) },
  { what: "ends", shown: "Home", key: "Home", act: ({ dispatch }) => dispatch({ type: "seek", epoch: 0 }) },
  { what: "ends", shown: "End", key: "End", act: ({ dispatch }) => dispatch({ type: "seek", epoch: END }) },
  { what: "speed", shown: "−", key: "-", act: ({ slower }) => slower() },
  { what: "speed", shown: "+", key: "+", act: ({ faster }) => faster() },
  { what: "speed", key: "=", act: ({ faster }) => faster() }, // the same key without Shift, on many keyboards
  { what: "projector", shown: "P", key: "p", act: ({ projector }) => projector() },
  { what: "help", shown: "?", key: "?", act: ({ help }) => help() },
];

const MOVES = ["ArrowLeft", "ArrowRight", "Home", "End"];
/** Which keys belong to what is focused, by the first that fits: "*" for all. @type {[string, string[]][]} */
const OWNERS = [
  ['input[type="range"]', MOVES],
  ['input[type="radio"]', [...MOVES, " "]],
  ['input[type="checkbox"], button, summary', [" "]],
  ['input, select, textarea, [contenteditable]:not([contenteditable="false"])', ["*"]],
  ['[tabindex="0"]', [...MOVES, " "]], // what scrolls, and whatever is moved by hand
];

export class Shortcuts {
  /** @param {HTMLDialogElement} dialog @param {Handlers} handlers */
  constructor(dialog, handlers) {
    this._dialog = dialog;
    this._handlers = { ...handlers, help: () => this.open() };
    this._stop = new AbortController();
    document.addEventListener("keydown", (event) => this._onKey(event), { signal: this._stop.signal });
    this._list();
  }

  /** Shows the list. */
  open() {
    if (!this._dialog.open) this._dialog.showModal();
  }

  destroy() {
    this._stop.abort();
    this._dialog.close();
  }

  /** @param {KeyboardEvent} event */
  _onKey(event) {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]") !== null) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const found = SHORTCUTS.find((shortcut) => shortcut.key === key && (shortcut.shift ?? event.shiftKey) === event.shiftKey);
    if (found === undefined || belongsTo(event.target, key)) return;
    event.preventDefault();
    if (!event.repeat || found.repeats) found.act(this._handlers);
  }

  _list() {
    const words = messages.shortcuts.what;
    const rows = Object.entries(words).map(([what, label]) => {
      const [row, meaning, keys] = ["div", "dd", "dt"].map((name) => document.createElement(name));
      meaning.textContent = label;
      for (const { shown } of SHORTCUTS.filter((shortcut) => shortcut.what === what && shortcut.shown !== undefined)) {
        const key = document.createElement("kbd");
        key.textContent = /** @type {string} */ (shown);
        keys.append(key, " ");
      }
      row.append(keys, meaning);
      return row;
    });
    this._dialog.querySelector('[data-part="keys"]')?.replaceChildren(...rows);
  }
}

/** @param {EventTarget | null} target @param {string} key */
function belongsTo(target, key) {
  if (!(target instanceof Element)) return false;
  const keys = OWNERS.find(([selector]) => target.matches(selector))?.[1] ?? [];
  return keys.includes(key) || keys.includes("*");
}
