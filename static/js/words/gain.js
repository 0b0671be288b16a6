// @ts-check
/** The gain, δ/(a − y), by its symbol: what multiplies the error under a cost and an activation. */

/** @typedef {{gains: Record<string, string>, gainIsSlope: boolean}} GainLook `gains`: a symbol for each activation, empty where it has cancelled */

/** @param {GainLook} cost @param {string} activation */
export function gainOf({ gains }, activation) {
  return gains[activation] ?? "δ/(a − y)";
}
