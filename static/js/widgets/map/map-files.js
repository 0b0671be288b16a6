// @ts-check
/** The maps as files: each one's numbers from the server, and the picture of both (templates/_partials/map_more.html). */

import { fileName, pictureOf, pngFile, svgFile } from "../../charts/picture-file.js";
import { messages } from "../../words/messages.js";
import { complaintOf, save } from "../take-away/downloads.js";

/** Milliseconds between two looks at a job that has to be made again. */
const LOOK = 500;

/**
 * @typedef {{cost: string, question: {measure: string, body: unknown} | null, result: string | null}} Side
 *   `result`: the address of the finished result, where the server keeps one
 */

export class MapFiles {
  /**
   * @param {HTMLElement} element
   * @param {{api: string, figure: HTMLElement, getSide: (side: "left" | "right") => Side, getTitle: () => string}} options
   */
  constructor(element, { api, figure, getSide, getTitle }) {
    this._address = `${api}/sweeps`;
    this._getSide = getSide;
    this._status = /** @type {Element} */ (element.querySelector('[role="status"]'));
    this._problem = /** @type {Element} */ (element.querySelector('[role="alert"]'));
    /** @type {HTMLElement[]} */
    this._sides = [...element.querySelectorAll(/** @type {any} */ ("[data-side]"))];
    /** @type {HTMLButtonElement[]} */
    this._buttons = [...element.querySelectorAll(/** @type {any} */ ("button"))];
    this._isBusy = false;
    for (const button of this._buttons) {
      button.disabled = false;
      const { format = "", picture = "" } = button.dataset;
      const side = /** @type {"left" | "right"} */ (button.closest("[data-side]")?.getAttribute("data-side"));
      button.addEventListener("click", () => (format === "" ? this._savePicture(picture, figure, getTitle()) : this._fetch(side, format)));
    }
  }

  /** @param {Record<"left" | "right", string>} labels of the costs */
  update(labels) {
    for (const group of this._sides) {
      const label = labels[/** @type {"left" | "right"} */ (group.dataset.side)];
      /** @type {Element} */ (group.querySelector('[data-part="of"]')).textContent = messages.map.files.of(label);
      for (const button of group.querySelectorAll("button"))
        button.setAttribute("aria-label", messages.map.files.label(/** @type {string} */ (button.textContent), label));
    }
  }

  /** @param {string} kind @param {HTMLElement} figure @param {string} title */
  async _savePicture(kind, figure, title) {
    this._say("", "");
    try {
      const picture = pictureOf(figure, title);
      const name = `${fileName(title)}.${kind.toLowerCase()}`;
      save(kind === "SVG" ? svgFile(picture) : await pngFile(picture), name);
      this._say(messages.download.done(name), "");
    } catch {
      this._say("", messages.download.noPicture);
    }
  }

  /** @param {"left" | "right"} side @param {string} format */
  async _fetch(side, format) {
    if (this._isBusy) return;
    const { cost, question, result } = this._getSide(side);
    if (question === null) return this._say("", messages.map.files.notYet);
    const words = messages.download;
    this._wait(true);
    this._say(words.busy(format.toUpperCase()), "");
    try {
      const kept = result === null ? null : await fetch(`${result}?format=${format}`);
      const answer = kept?.ok ? kept : await this._compute(question.body, format);
      if (answer.ok) {
        const name = `${fileName(messages.map.files.name(question.measure, cost))}.${format}`;
        save(await answer.blob(), name);
        this._say(words.done(name), "");
      } else this._say("", words.refused(await complaintOf(answer)));
    } catch {
      this._say("", words.lost);
    }
    this._wait(false);
  }

  /** The server keeps a result only for a while; after that it is made once more. @param {unknown} body @param {string} format @returns {Promise<Response>} */
  async _compute(body, format) {
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch(`${this._address}?format=${format}`, { method: "POST", headers, body: JSON.stringify(body) });
    if (answer.status !== 202) return answer;
    const address = `${this._address}/${(await answer.json()).id}`;
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, LOOK));
      const looked = await fetch(address);
      if (!looked.ok) return looked;
      const { state } = await looked.json();
      if (state !== "waiting" && state !== "running") return fetch(`${address}/result?format=${format}`);
    }
  }

  /** @param {boolean} isBusy */
  _wait(isBusy) {
    this._isBusy = isBusy;
    for (const button of this._buttons) button.setAttribute("aria-disabled", String(isBusy));
  }

  /** @param {string} status @param {string} problem */
  _say(status, problem) {
    this._status.textContent = status;
    this._problem.textContent = problem;
  }
}
