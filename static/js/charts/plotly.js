// @ts-check
/** Loading plotly.js, once, from this server, when the page has been painted. */

/** @type {Map<string, Promise<any>>} */
const loading = new Map();

/**
 * @param {string} address of the script on this server
 * @returns {Promise<any>} the library; rejected when the script cannot be had
 */
export function loadPlotly(address) {
  const known = loading.get(address);
  if (known !== undefined) return known;
  const promise = new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.async = true;
    script.addEventListener("load", () => resolve(/** @type {any} */ (globalThis).Plotly));
    script.addEventListener("error", () => {
      loading.delete(address);
      reject(new Error(`${address} cannot be loaded`));
    });
    document.head.append(script);
  });
  loading.set(address, promise);
  return promise;
}
