// @ts-check
/** Taking things away: the runs on the screen as files from the server, and each chart as a picture. */

import { fileName, pictureOf, pngFile, svgFile } from "../../charts/picture-file.js";
import { messages } from "../../words/messages.js";

/** A browser has begun to save long before this; after it the memory is free again. */
const KEPT_MILLISECONDS = 30_000;

/** @param {Blob} blob @param {string} name */
export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MILLISECONDS);
}

/** Buttons of files that the server makes (templates/_partials/downloads.html). */
export class Downloads {
  /**
   * @param {Element} element
   * @param {{api: string, getExperiments: () => any[], isReady?: () => boolean}} options `isReady`: whether the
   *   experiments are what stands in the forms; a file of others would be mistaken for theirs
   */
  constructor(element, { api, getExperiments, isReady = () => true }) {
    this._address = `${api}/exports`;
    this._getExperiments = getExperiments;
    this._isReady = isReady;
    this._status = /** @type {Element} */ (element.querySelector('[role="status"]'));
    this._problem = /** @type {Element} */ (element.querySelector('[role="alert"]'));
    /** @type {HTMLButtonElement[]} */
    this._buttons = [...element.querySelectorAll(/** @type {any} */ ("[data-format]"))];
    this._gone = new AbortController();
    this._isBusy = false;
    for (const button of this._buttons) {
      button.addEventListener("click", () => this._fetch(button), { signal: this._gone.signal });
      button.disabled = false;
    }
  }

  destroy() {
    this._gone.abort();
  }

  /** @param {HTMLButtonElement} button */
  async _fetch(button) {
    if (this._isBusy) return;
    if (!this._isReady()) return this._show(false, "", messages.download.invalid);
    this._show(true, messages.download.busy(button.textContent?.trim() ?? ""), "");
    try {
      const body = JSON.stringify({ experiments: this._getExperiments(), format: button.dataset.format, explain: true });
      const headers = { "Content-Type": "application/json" };
      const answer = await fetch(this._address, { method: "POST", headers, body, signal: this._gone.signal });
      if (!answer.ok) return this._show(false, "", messages.download.refused(await complaintOf(answer)));
      const name = nameIn(answer.headers.get("Content-Disposition")) ?? messages.download.fallback;
      save(await answer.blob(), name);
      this._show(false, messages.download.done(name), "");
    } catch {
      if (!this._gone.signal.aborted) this._show(false, "", messages.download.lost);
    }
  }

  /** @param {boolean} isBusy @param {string} status @param {string} problem */
  _show(isBusy, status, problem) {
    this._isBusy = isBusy;
    // A button that is disabled loses the focus: it only says that it is waiting.
    for (const button of this._buttons) button.setAttribute("aria-disabled", String(isBusy));
    this._status.textContent = status;
    this._problem.textContent = problem;
  }
}

/** What the server says is wrong. @param {Response} answer */
export async function complaintOf(answer) {
  const problem = await answer.json().catch(() => null);
  return problem?.detail ?? String(answer.status);
}

/** @param {string | null} disposition */
export function nameIn(disposition) {
  return /filename="?([^";]+)"?/.exec(disposition ?? "")?.[1] ?? null;
}

/** Buttons under a figure that save it as it is on the screen. */
export class PictureButtons {
  /**
   * @param {HTMLElement} figure
   * @param {{name: string, setting?: () => string}} options the chart's title, and what it shows for the file's name
   */
  constructor(figure, { name, setting = () => "" }) {
    this._figure = figure;
    this._name = name;
    this._setting = setting;
    const words = messages.download;
    this._row = document.createElement("p");
    this._row.className = "picture-files";
    this._problem = document.createElement("span");
    this._problem.setAttribute("role", "alert");
    this._problem.className = "visually-hidden";
    this._row.append(words.picture, ...["PNG", "SVG"].map((kind) => this._button(kind)), this._problem);
    this._row.dataset.picture = "none";
    figure.append(this._row);
  }

  destroy() {
    this._row.remove();
  }

  /** @param {string} kind */
  _button(kind) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = kind;
    button.setAttribute("aria-label", messages.download.pictureAs(this._name, kind));
    button.addEventListener("click", () => this._save(kind));
    return button;
  }

  /** @param {string} kind */
  async _save(kind) {
    this._say("");
    const title = [this._name, this._setting()].filter(Boolean).join(", ");
    try {
      const picture = pictureOf(this._figure, title);
      const blob = kind === "SVG" ? svgFile(picture) : await pngFile(picture);
      save(blob, `${fileName(title)}.${kind.toLowerCase()}`);
    } catch {
      this._say(messages.download.noPicture);
    }
  }

  /** @param {string} problem */
  _say(problem) {
    this._problem.textContent = problem;
    this._problem.classList.toggle("visually-hidden", problem === "");
  }
}
