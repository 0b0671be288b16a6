// @ts-check
/** Something that is so or is not. */

import { Field } from "./field.js";

export class CheckField extends Field {
  /** @returns {boolean} */
  get value() {
    return this.control.checked;
  }

  set value(value) {
    this.control.checked = value;
    this.say("");
  }
}
