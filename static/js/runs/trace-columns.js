// @ts-check
/** The columns of a trace as a table shows them: one number a cell, so a column of lists becomes several. */

/** So many numbers of one list are shown at the most, and so many numbers of all lists together. */
const MOST_OF_LIST = 8;
const MOST_IN_ALL = 36;
/** Lists of one number an input; all other lists have one an example, but for those below. */
const OF_INPUTS = new Set(["w", "grad_w"]);
/** Of networks: one number a layer, or one an interval. */
const OF_LAYERS = new Set(["delta_norms", "gradient_norms", "histogram"]);
const DIGITS = "₀₁₂₃₄₅₆₇₈₉";

/** @typedef {{name: string, index: number | null, label: string}} Column `index` within the row's list, null for a number */

/**
 * @param {Record<string, any[]>} columns of a trace with at least one row
 * @param {Record<string, string>} labels by the name of the column
 * @param {number | null} example the one to show, or null for as many as there is room for
 * @returns {{columns: Column[], shown: number, examples: number}} `shown` of so many `examples`
 */
export function tableColumns(columns, labels, example) {
  const first = Object.entries(columns).map(([name, values]) => ({ name, cell: values.find((cell) => cell !== null) ?? null }));
  const lists = first.filter(({ name, cell }) => Array.isArray(cell) && !OF_INPUTS.has(name) && !OF_LAYERS.has(name));
  const examples = lists[0]?.cell.length ?? 1;
  const room = Math.min(MOST_OF_LIST, Math.max(1, Math.floor(MOST_IN_ALL / Math.max(lists.length, 1))));
  const shown = example === null ? Math.min(examples, room) : 1;
  /** @param {string} name @param {any} cell */
  const indexes = (name, cell) => {
    if (!Array.isArray(cell)) return [null];
    if (OF_INPUTS.has(name) || OF_LAYERS.has(name)) return [...cell.keys()].slice(0, MOST_OF_LIST);
    return example === null ? [...cell.keys()].slice(0, shown) : [example];
  };
  return {
    columns: first
      // The loss of the only example is the cost.
      .filter(({ name }) => name !== "loss" || examples > 1)
      .flatMap(({ name, cell }) =>
        indexes(name, cell).map((index) => ({ name, index, label: labelled(labels[name] ?? name, name, index) })),
      ),
    shown,
    examples,
  };
}

/**
 * "σ′(z)" of the second example is "σ′(z₂)": the letters that differ from one to the next get the number.
 * @param {string} label @param {string} name @param {number | null} index
 */
function labelled(label, name, index) {
  if (index === null) return label;
  const number = [...String(index + 1)].map((digit) => DIGITS[Number(digit)]).join("");
  const letters = OF_INPUTS.has(name) ? /(?<![\p{L}])w(?!\p{L})|(?<=∂)w/gu : /(?<!\p{L})[zayCδ](?!\p{L})/gu;
  const found = label.replaceAll(letters, (letter) => letter + number);
  return found === label ? `${label} ${number}` : found;
}
