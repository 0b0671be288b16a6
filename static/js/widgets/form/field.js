// @ts-check
/** One field of the form with its label, help and complaint: a choice, unless a kind of its own says otherwise. */

export class Field {
  /** @param {HTMLElement} element with `data-field` */
  constructor(element) {
    this.element = element;
    /** @type {any} */
    this.control = element.querySelector("[name]");
    /** @type {string} */
    this.name = this.control.name;
    this._complaint = /** @type {HTMLElement} */ (element.querySelector(".field-error"));
  }

  /** @returns {any} */
  get value() {
    return this.control.value;
  }

  set value(value) {
    this.control.value = value;
    this.say("");
  }

  /** Says what is wrong with the value, if anything is. @returns {boolean} whether nothing is */
  check() {
    this.say("");
    return true;
  }

  focus() {
    this.control.focus();
  }

  /** @param {string} complaint */
  say(complaint) {
    this._complaint.textContent = complaint;
    if (complaint === "") this.control.removeAttribute("aria-invalid");
    else this.control.setAttribute("aria-invalid", "true");
  }
}
