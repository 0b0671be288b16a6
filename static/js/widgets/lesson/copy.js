// @ts-check
/**
 * Copying a text for the reader to paste. Browsers offer the clipboard to pages of https and of the same machine
 * alone; in a classroom the page comes by plain http from another one, and the older way has to do.
 */

/**
 * @param {string} text
 * @returns {Promise<boolean>} whether it has been copied
 */
export async function copyText(text) {
  try {
    if (navigator.clipboard !== undefined) {
      await navigator.clipboard.writeText(text);
      return true;
    }
  } catch {
    // Refused by the reader, or by the page that frames this one: the older way may still be open.
  }
  return copySelected(text);
}

/** @param {string} text */
function copySelected(text) {
  const before = /** @type {HTMLElement | null} */ (document.activeElement);
  const field = document.createElement("textarea");
  field.className = "visually-hidden";
  field.readOnly = true;
  field.value = text;
  // What lies outside an open dialog cannot be focused, and so not copied.
  (document.querySelector("dialog[open]") ?? document.body).append(field);
  field.select();
  let isCopied = false;
  try {
    isCopied = document.execCommand("copy");
  } catch {
    // The same as false: it cannot be done here.
  }
  field.remove();
  before?.focus({ preventScroll: true });
  return isCopied;
}
