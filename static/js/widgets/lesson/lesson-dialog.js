// @ts-check
/**
 * The dialog that makes a link for a lesson (templates/_partials/lesson_dialog.html), and what such a link does to the
 * page. What may be left out is whatever the page marks with data-control and data-control-label.
 */

import { messages } from "../../words/messages.js";
import { copyText } from "./copy.js";

/**
 * @typedef {import("../../link/url-state.js").State} State
 * @typedef {object} Options
 * @property {() => State} getState the page as it stands
 * @property {(state: State) => string} format as a query string (url-state.js)
 * @property {string[]} frameOrigins which other sites may show the page in a frame now
 * @property {string} [lab] path of the page
 * @property {string} [embed] path of the page as it is framed
 * @property {(text: string) => Promise<boolean>} [onCopy]
 */

/** In pixels: two lanes with their curves and the player. */
const FRAME_HEIGHT = 900;

/** What may be left out of the page, by name. @returns {Map<string, string>} */
export function controlsOf(root = document) {
  /** @type {Map<string, string>} */
  const labels = new Map();
  for (const { dataset } of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-control]")))
    if (!labels.has(dataset.control ?? "")) labels.set(dataset.control ?? "", dataset.controlLabel ?? "");
  return labels;
}

/**
 * Makes the page what a lesson wants: parts left out, lanes fixed (whatever is marked data-changes), theme, language.
 * @param {Pick<State, "hide" | "fixed" | "theme" | "lang">} state
 */
export function applyLesson({ hide, fixed, theme, lang }) {
  const root = document.documentElement;
  root.lang = lang;
  if (theme === "auto") delete root.dataset.theme;
  else root.dataset.theme = theme;
  // An attribute of its own: a part may be hidden or shown for reasons of its own too.
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-control]")))
    part.toggleAttribute("data-left-out", hide.includes(part.dataset.control ?? ""));
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-changes]"))) {
    if (part instanceof HTMLFieldSetElement || part instanceof HTMLButtonElement) part.disabled = fixed;
    else part.inert = fixed;
  }
}

export class LessonDialog {
  /** @param {HTMLDialogElement} dialog @param {Options} options */
  constructor(dialog, { getState, format, frameOrigins, lab = "/lab", embed = "/embed", onCopy = copyText }) {
    /** @param {string} part @returns {any} */
    const find = (part) => dialog.querySelector(`[data-part="${part}"]`);
    this._dialog = dialog;
    this._getState = getState;
    this._format = format;
    this._copy = onCopy;
    this._paths = { lab, embed };
    /** @type {State} */
    this._state = getState();
    this._controls = find("controls");
    this._said = find("said");
    /** @type {{link: HTMLInputElement, frame: HTMLTextAreaElement}} */
    this._fields = { link: find("link"), frame: find("frame") };
    find("origins").textContent = messages.lesson.origins(frameOrigins.join(", "));
    dialog.addEventListener("input", () => this._show());
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (dialog.querySelectorAll("[data-copy]")))
      button.addEventListener("click", () => this._onCopy(/** @type {"link" | "frame"} */ (button.dataset.copy)));
  }

  /** Shows the dialog, set as the page is. */
  open() {
    this._state = this._getState();
    const { hide, ...view } = this._state;
    /** @type {Record<string, any>} */
    const chosen = { ...view, play: view.play ? "yes" : "no" };
    this._controls.replaceChildren(...[...controlsOf()].map(([name, label]) => this._choice(name, label, hide.includes(name))));
    for (const control of this._named()) {
      if (control.type === "checkbox") control.checked = chosen[control.name];
      else control.value = chosen[control.name];
    }
    this._show();
    this._dialog.showModal();
  }

  /** @returns {any[]} */
  _named() {
    return [...this._dialog.querySelectorAll("[data-choice]")];
  }

  /** @param {string} name @param {string} label @param {boolean} isHidden */
  _choice(name, label, isHidden) {
    const [line, box] = [document.createElement("label"), document.createElement("input")];
    box.type = "checkbox";
    box.name = "hide";
    box.value = name;
    box.checked = isHidden;
    line.append(box, ` ${label}`);
    return line;
  }

  /** The state of the page with what is chosen here. @returns {State} */
  get _lesson() {
    const chosen = Object.fromEntries(
      this._named().map(({ type, name, checked, value }) => [name, type === "checkbox" ? checked : value]),
    );
    const play = chosen.play === "yes";
    const hide = [...this._controls.querySelectorAll("input:checked")].map(({ value }) => value);
    // Who is to predict must not find the end on the screen, and a run that plays by itself plays from the start.
    const epoch = play || chosen.predict ? 0 : this._state.epoch;
    return { ...this._state, ...chosen, play, hide, epoch };
  }

  _show() {
    const search = this._format(this._lesson);
    const address = (/** @type {string} */ path) => new URL(search === "" ? path : `${path}?${search}`, location.origin).href;
    this._fields.link.value = address(this._paths.lab);
    const source = address(this._paths.embed).replaceAll("&", "&amp;").replaceAll('"', "&quot;");
    this._fields.frame.value =
      `<iframe src="${source}" title="${messages.lesson.frameTitle}" ` +
      `width="100%" height="${FRAME_HEIGHT}" loading="lazy" allow="fullscreen; clipboard-write"></iframe>`;
    this._said.textContent = "";
  }

  /** @param {"link" | "frame"} which */
  async _onCopy(which) {
    const field = this._fields[which];
    const isCopied = await this._copy(field.value);
    if (!isCopied) {
      field.focus();
      field.select();
    }
    this._said.textContent = isCopied ? messages.copy.done : messages.copy.failed;
  }
}
