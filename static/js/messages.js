// @ts-check
/** The message catalogue: every sentence that a script may show. Numbers arrive as text (format.js). */

export const messages = {
  run: {
    plateau: (/** @type {string} */ level, /** @type {number} */ epoch, /** @type {boolean} */ isAbove) =>
      `The output stays ${isAbove ? "above" : "below"} ${level} until epoch ${epoch}`,
    start: (/** @type {string} */ output) => `The output starts at ${output}`,
    fastest: (/** @type {number} */ epoch, /** @type {boolean} */ isFalling, /** @type {boolean} */ afterPlateau) =>
      `${afterPlateau ? ", then" : " and"} ${isFalling ? "falls" : "rises"} fastest at epoch ${epoch}.`,
    still: ". It does not move at all.",
    half: (/** @type {number} */ epoch) => `It comes within 0.5 of its target at epoch ${epoch}`,
    right: "It is within 0.5 of its target from the start",
    never: (/** @type {number} */ epochs) => `It does not come within 0.5 of its target in ${epochs} epochs`,
    end: (/** @type {string} */ output) => ` and ends at ${output}.`,
    diverged: (/** @type {number} */ epoch) =>
      `At epoch ${epoch} the numbers grow beyond all bounds: the steps are too long. What came before is drawn.`,
    divergedAtOnce: "The very first step is beyond all bounds, so there is nothing to draw. Try a milder start.",
  },
  problem: {
    lost: (/** @type {number} */ epoch) =>
      epoch < 0
        ? "The connection to the server failed before the run began. Press Run to try again."
        : `The connection was lost at epoch ${epoch}. What had arrived is drawn; press Run to start again.`,
    refused: (/** @type {string} */ detail) => `The server does not accept this: ${detail}.`,
    noCharts: "The charts could not be loaded. The numbers and the neuron still work; reloading the page may help.",
  },
  player: { pause: "Pause", play: "Play", epoch: (/** @type {number} */ epoch) => `epoch ${epoch}` },
  ownValues: "Your own values",
  setting: (/** @type {string} */ cost, /** @type {Record<string, string>} */ values) =>
    `${cost}: ${Object.entries(values)
      .map(([name, value]) => `${name}\u00a0=\u00a0${value}`)
      .join(", ")}`,
  field: {
    needed: "A number is needed here.",
    least: (/** @type {string} */ bound) => `This must be at least ${bound}.`,
    greater: (/** @type {string} */ bound) => `This must be greater than ${bound}.`,
    most: (/** @type {string} */ bound) => `This must be at most ${bound}.`,
    whole: "This must be a whole number.",
  },
  table: {
    empty: "Press Run first.",
    rows: (/** @type {number} */ first, /** @type {number} */ last) => `epochs ${first} to ${last}`,
    first: "First rows",
    previous: "Previous rows",
    next: "Next rows",
    last: "Last rows",
  },
  chart: { epoch: "epoch" },
};
