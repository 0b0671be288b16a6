// @ts-check
/**
 * The message catalogue: every sentence that a script may show. Numbers arrive as text (format.js).
 *
 * One file, however long: a translation is a copy of it, and nothing can be forgotten.
 */

export const messages = {
  run: {
    plateau: (/** @type {string} */ level, /** @type {number} */ epoch, /** @type {boolean} */ isAbove) =>
      `The output stays ${isAbove ? "above" : "below"} ${level} until epoch ${epoch}`,
    start: (/** @type {string} */ output) => `The output starts at ${output}`,
    fastest: (/** @type {number} */ epoch, /** @type {boolean} */ isFalling, /** @type {boolean} */ afterPlateau) =>
      `${afterPlateau ? ", then" : " and"} ${isFalling ? "falls" : "rises"} fastest at epoch ${epoch}.`,
    still: ". It does not move at all.",
    swings: " It swings to and fro to the end: the steps are too long to settle.",
    half: (/** @type {number} */ epoch) => `It comes within 0.5 of its target at epoch ${epoch}`,
    right: "It is within 0.5 of its target from the start",
    never: (/** @type {number} */ epochs) => `It does not come within 0.5 of its target in ${epochs} epochs`,
    end: (/** @type {string} */ output) => ` and ends at ${output}.`,
    diverged: (/** @type {number} */ epoch) =>
      `At epoch ${epoch} the numbers grow beyond all bounds: the steps are too long. What came before is drawn.`,
    many: {
      distance: (/** @type {string} */ start, /** @type {string} */ end, /** @type {number} */ epochs) =>
        `On average the outputs are ${start} away from their targets at the start, and ${end} after ${epochs} epochs.`,
      fastest: (/** @type {number} */ epoch) => ` They move fastest at epoch ${epoch}.`,
      half: (/** @type {number} */ epoch) => ` At epoch ${epoch} every one of them is within 0.5 of its target for the first time.`,
      right: " Every one of them is within 0.5 of its target from the start.",
      never: (/** @type {number} */ epochs) => ` In ${epochs} epochs they are never all within 0.5 of their targets.`,
    },
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
  softmax: {
    infinite: "∞",
    minusInfinite: "−∞",
    layer: {
      largest: (/** @type {number} */ own, /** @type {string} */ share, /** @type {string} */ sum) =>
        `The largest input, z${subscript(String(own))}, takes ${share} of the whole; the outputs sum to ${sum === "1.0000" ? "1" : sum}.`,
      shared: (/** @type {number[]} */ own, /** @type {string} */ share) =>
        `${listed(own.map((index) => `z${subscript(String(index))}`))} are the largest, and each takes ${share} of the whole.`,
      equal: (/** @type {string} */ share) => `All inputs are equal, so each output is ${share}, whatever the sharpness.`,
      max: (/** @type {number} */ own) => `The largest input, z${subscript(String(own))}, takes all.`,
    },
    sharpness: {
      needed: "A number greater than 0, or “max”, is needed here.",
      one: "At c = 1 it is the softmax, which is why it is called so: a maximum with soft edges.",
      sharper: (/** @type {string} */ c) => `At c = ${c} differences between the inputs count ${c} times as much: it comes nearer to a hard maximum.`,
      softer: (/** @type {string} */ c) => `At c = ${c} differences hardly count: the outputs come nearer to equal shares.`,
      max: "In the limit of ever larger c only the largest input counts; equal ones share. Nothing moves until another one overtakes.",
    },
    truth: {
      sharpened: (/** @type {string} */ c) => `With c = ${c} every δ is ${c} times as large as a − y. `,
      pull: (/** @type {number} */ own, /** @type {string} */ share, /** @type {string} */ delta, /** @type {string} */ other, /** @type {string} */ times) =>
        `Class ${own} is wanted and gets ${share}: δ${subscript(String(own))} = ${delta}. The quadratic cost of the same outputs would pull with ${other}` +
        `${times === "" ? "" : `: the log-likelihood pulls ${times} times as hard`}.`,
      right: (/** @type {number} */ own, /** @type {string} */ share) => `Class ${own} is wanted and gets ${share}: there is next to nothing left to learn.`,
      max: (/** @type {number} */ own, /** @type {string} */ share) =>
        `Class ${own} is wanted and gets ${share}. With a hard maximum an error signal is 0 or beyond all bounds: nothing can be learned from it.`,
      infinite: (/** @type {number} */ own) =>
        `Class ${own} is wanted and gets 0: the cost is infinite. With a hard maximum the log-likelihood has no finite error signal, and the quadratic cost none at all.`,
    },
    raised: {
      nothing: "Raised by 0, nothing changes.",
      still: (/** @type {number} */ own, /** @type {string} */ by, /** @type {boolean} */ isUp) =>
        `${isUp ? "Raise" : "Lower"} z${subscript(String(own))} by ${by}, and no output changes in its fourth decimal.`,
      moves: (/** @type {{own: number, isUp: boolean, by: string, from: string, to: string, most: number, factor: string}} */ said) =>
        `${said.isUp ? "Raise" : "Lower"} z${subscript(String(said.own))} by ${said.by}: a${subscript(String(said.own))} ${said.isUp ? "rises" : "falls"} from ${said.from} to ${said.to}, ` +
        `and every other output ${said.isUp ? "falls" : "rises"}, a${subscript(String(said.most))} the most` +
        `${said.factor === "" ? "" : ` (each is ${said.factor} times what it was)`}. The changes sum to 0. The outline is where each output was.`,
    },
    inversion: {
      sum: (/** @type {string} */ sum) => `The outputs of a softmax sum to 1, and these sum to ${sum}.`,
      nothing: "These are all 0, so there is nothing to scale.",
      same: (/** @type {string} */ a, /** @type {string} */ constant) =>
        `With C = ${constant}, and with any other C, a softmax makes ${a} of these z again: only differences between them count.`,
      endless: (/** @type {number[]} */ outputs) =>
        `${listed(outputs.map((index) => `a${subscript(String(index))}`))} ${outputs.length === 1 ? "is" : "are"} 0, and no number is as low as that needs: ln 0 is −∞. A softmax of finite inputs never reaches 0.`,
    },
    sigmoids: (/** @type {string} */ sum) =>
      `Through sigmoids the same four inputs sum to ${sum}: they are four separate answers, and moving one leaves the others where they are.`,
    entropy: {
      means: (/** @type {string} */ mean, /** @type {string} */ elements, /** @type {number} */ classes) =>
        `The cost of the batch is its mean per example, ${mean} for the first form. A mean over all elements, ${elements}, is that divided by the ${classes} classes once more.`,
      infinite: (/** @type {number[]} */ examples) =>
        `${examples.length === 1 ? `Example ${examples[0]} costs` : `Examples ${listed(examples.map(String))} cost`} infinitely much: a class that is wanted has been given no chance at all. So does the batch.`,
      floor: (/** @type {string} */ floor) => `With soft targets it cannot be 0: even q = p costs ${floor} on average, the entropy of p.`,
      needsRows: "At least one line of numbers is needed here.",
      number: (/** @type {number} */ row, /** @type {string} */ text) => `Line ${row}: ${text === "" ? "a number is missing" : `“${text}” is not a number`}.`,
      rows: (/** @type {number} */ most) => `At most ${most} lines fit on the page; REST takes more.`,
      classes: (/** @type {number} */ most) => `At most ${most} classes fit on the page; REST takes more.`,
      two: (/** @type {number} */ row) => `Line ${row}: at least two classes are needed.`,
      even: (/** @type {number} */ row, /** @type {number} */ found, /** @type {number} */ wanted) => `Line ${row} has ${found} numbers, and the first line of p has ${wanted}.`,
      examples: (/** @type {number} */ found, /** @type {number} */ wanted) =>
        `There ${found === 1 ? "is 1 answer" : `are ${found} answers`} for ${wanted === 1 ? "1 example" : `${wanted} examples`}.`,
      range: (/** @type {number} */ row, /** @type {string} */ value) => `Line ${row}: a probability lies between 0 and 1, and ${value} does not.`,
      large: (/** @type {number} */ row, /** @type {string} */ bound) => `Line ${row}: a logit lies between −${bound} and ${bound} here.`,
      sum: (/** @type {number} */ row, /** @type {string} */ sum) => `Line ${row} sums to ${sum}; a distribution sums to 1.`,
      example: (/** @type {number} */ index) => `example ${index}`,
    },
    classes: {
      one: (/** @type {number} */ own, /** @type {string} */ cost, /** @type {string} */ more) =>
        `Only class ${own} is wanted, so in the first form its q alone costs: ${cost}. The second form also charges ${more} for what the others were given.`,
      several: (/** @type {string} */ cost, /** @type {string} */ least) => `Several classes are wanted in part: ${cost} in all, of which ${least} would be left if q were p.`,
      infinite: (/** @type {number[]} */ outputs) => outputs.length === 1
          ? `Class ${outputs[0]} is wanted and q is 0 there: its term is infinite.`
          : `Classes ${listed(outputs.map(String))} are wanted and q is 0 there: their terms are infinite.`,
    },
    clip: {
      infinite: "infinitely much",
      untouched: (/** @type {string} */ ceiling) =>
        `No q here is small enough to be clipped. Clipped at 10⁻¹⁰ no wanted class could cost more than ${ceiling}, and where the line is flat nothing is learned.`,
      harmless: (/** @type {number} */ count, /** @type {string} */ ceiling) =>
        `${count === 1 ? "One q is" : `${count} values of q are`} clipped, of classes that are not wanted, which changes the second form. A wanted one could never cost more than ${ceiling}.`,
      hides: (/** @type {number} */ example, /** @type {string} */ cost, /** @type {string} */ clipped) =>
        `Example ${example} costs ${cost}; clipped, it seems to cost ${clipped}. It lies where the clipped line is flat: no gradient, so it would never be put right.`,
      dot: (/** @type {number} */ example, /** @type {number} */ own) => `example ${example}, class ${own}`,
    },
    link: {
      count: (/** @type {number} */ count) => `it must be ${count} numbers`,
      sum: "its numbers must be probabilities that sum to 1",
      table: "it must be rows of as many numbers each, such as 1,0,0;0,1,0",
      odd: "p and q must have as many rows and classes as each other",
    },
    failed: "The server could not be reached; the numbers are those of before.",
  },
  network: {
    percent: (/** @type {string} */ number) => `${number}\u00a0%`,
    summary: (/** @type {string} */ problem, /** @type {string} */ hidden, /** @type {string} */ pair, /** @type {string} */ eta, /** @type {string} */ batch, /** @type {string} */ epochs) =>
      `${problem}, ${hidden}, ${pair}, η\u00a0${eta}, mini-batches of ${batch}, ${epochsText(epochs)}`,
    several: (/** @type {string} */ first, /** @type {number} */ lanes) => `${first}; ${lanes} lanes that differ`,
    hidden: (/** @type {string} */ layers) => `hidden ${layers}`,
    noHidden: "no hidden layer",
    yes: "yes",
    no: "no",
    all: "all",
    ofLane: (/** @type {string} */ field, /** @type {string} */ letter) => `${field} of lane ${letter}`,
    lanes: (/** @type {number} */ lanes) =>
      lanes === 1 ? "One lane." : `${lanes} lanes, alike but for what you let differ: the fork beside a field gives each lane its own.`,
    notHere: (/** @type {string} */ label) => `${label} (not on this server)`,
    ownSetup: "Your own set-up. It stands in the address bar: send the link.",
    example: (/** @type {number} */ number, /** @type {string} */ name, /** @type {number[]} */ inputs) => {
      const place = inputs.length > 0 && inputs.length <= 3 ? ` (${inputs.map((value) => String(Number(value.toFixed(2))).replace("-", "\u2212")).join(", ")})` : "";
      return `example ${number}${place}${name === "" ? "" : `: ${name}`}`;
    },
    training: {
      pause: "Pause training",
      resume: "Resume training",
      none: "Nothing is trained yet: press Run.",
      lacking: (/** @type {string} */ reason) => `${reason}.`,
      stale: "The set-up has changed since then; Run trains it.",
      asked: "Asking the server…",
      queued: (/** @type {number} */ ahead) =>
        ahead === 0 ? "Waiting for a free place on the server: yours is the next." : `Waiting for a free place on the server: ${ahead === 1 ? "one training is" : `${ahead} trainings are`} before yours.`,
      under: (/** @type {string} */ at, /** @type {string} */ all) => `Training: epoch ${at} of ${all}.`,
      paused: (/** @type {string} */ at, /** @type {string} */ all) => `Paused at epoch ${at} of ${all}. The server keeps the network for a while.`,
      stopping: "Stopping after this epoch…",
      finished: (/** @type {string} */ at) => `Trained for ${at} ${at === "1" ? "epoch" : "epochs"}.`,
      stopped: (/** @type {string} */ at) => `Stopped at epoch ${at}.`,
      lost: (/** @type {string} */ at) => `The connection to the server was lost at epoch ${at}. What had arrived is drawn; press Run to start again.`,
      neverThere: "The connection to the server failed before the training began. Press Run to try again.",
      refused: (/** @type {string} */ detail) => `The server does not accept this: ${detail}.`,
    },
    list: { tooMany: (/** @type {number} */ most) => `There can be at most ${most} numbers here.` },
    saturation: {
      now: "this epoch",
      empty: "Each row is an interval of min(a, 1 − a), the distance of an output from 0 or 1; each column an epoch.",
      unsaturable: "Linear outputs are no probabilities: they cannot saturate, and there is nothing to count here.",
      none: (/** @type {number} */ epoch, /** @type {boolean} */ isRight) =>
        isRight ? `After epoch ${epoch} no output is wrong: all are within 0.5 of their targets.` : `After epoch ${epoch} there is nothing to count.`,
      some: (/** @type {number} */ epoch, /** @type {string} */ wrong, /** @type {number} */ count, /** @type {string} */ stuck) =>
        count === 1
          ? `After epoch ${epoch} one output is wrong by 0.5 or more. It stands ${stuck === "1" ? "below 0.01, where the activation is flat: a row at the bottom" : "above 0.01"}.`
          : `After epoch ${epoch}, ${wrong} outputs are wrong by 0.5 or more. Of these, ${stuck === "0" ? "none" : stuck} ${stuck === "0" || stuck === "1" ? "stands" : "stand"} below 0.01, where the activation is flat: the rows at the bottom.`,
    },
    diagram: {
      size: (/** @type {number} */ size, /** @type {boolean} */ isFirst, /** @type {boolean} */ isLast) =>
        `${size} ${isFirst ? (size === 1 ? "input" : "inputs") : isLast ? (size === 1 ? "output" : "outputs") : "hidden"}`,
      neuron: (/** @type {number} */ layer, /** @type {number} */ neuron, /** @type {string} */ a) => (layer === 0 ? `input ${neuron}: ${a}` : `layer ${layer}, neuron ${neuron}: a = ${a}`),
      wanted: (/** @type {string} */ y) => `→ ${y}`,
      label: (/** @type {string} */ sizes, /** @type {string | null} */ outputs) => `Network ${sizes}${outputs === null ? "" : `; its outputs for the chosen example: ${outputs}`}`,
      caption: (/** @type {number | null} */ taken, /** @type {number} */ epoch, /** @type {boolean} */ hasWeights) => {
        if (taken === null) return "Every neuron is filled as far as its answer goes, from 0 to 1; every line is a weight.";
        const when = taken === epoch ? `After epoch ${taken}` : `As it was after epoch ${taken}`;
        return hasWeights
          ? `${when}. The fuller a neuron, the nearer its answer is to 1 (violet: to −1); the thicker a line, the larger the weight, dashed where it is negative.`
          : `${when}. The fuller a neuron, the nearer its answer is to 1 (violet: to −1). Only the weights of the outputs are drawn, the thicker the larger, dashed where negative: the others are too many.`;
      },
    },
    answers: {
      plane: "What it answers over the plane",
      mistakes: "What it gets most wrong",
      planeLabel: (/** @type {string} */ problem) => `The answers of the network over the plane of its two inputs, with the examples of ${problem}`,
      planeWords: (/** @type {number | null} */ epoch) =>
        epoch === null
          ? "The examples. Press one to see what every neuron answers to it."
          : `After epoch ${epoch}. Colour: the class that the network answers, the paler the less sure; the line is where it changes its mind. Press an example to see what every neuron answers to it.`,
      mistakesWords: (/** @type {number | null} */ epoch, /** @type {number} */ wrong, /** @type {boolean} */ isHeldOut) =>
        epoch === null
          ? "Here the examples will stand that cost the network most, with its outputs beside them."
          : `After epoch ${epoch}: the ${isHeldOut ? "held-out " : ""}examples of largest cost${wrong === 0 ? ", though none of them is taken for another class" : ", the wrong ones first"}. Bars are the outputs; the coloured one, with a mark at its end, should be 1.`,
    },
    mistakes: {
      wrong: (/** @type {string} */ label, /** @type {string} */ predicted) => `${label}, taken for ${predicted}`,
      right: (/** @type {string} */ label) => `${label}, rightly`,
      cost: (/** @type {string} */ cost) => `cost ${cost}`,
      output: (/** @type {string} */ name, /** @type {string} */ a, /** @type {boolean} */ isWanted) => `${name}: ${a}${isWanted ? " (wanted)" : ""}`,
    },
    deltas: (/** @type {number} */ layers) =>
      layers <= 1
        ? "On a logarithmic axis: what is left of the error at the outputs when it has passed the factors of the cost."
        : `On a logarithmic axis: 1 is the first hidden layer, ${layers} the outputs. Where the line of the outputs lies low although they are wrong, the factor f′(z) has taken the error away, and no layer behind can learn.`,
    start: {
      right: "No output is wrong at the start.",
      unsaturable: (/** @type {string} */ wrong, /** @type {number} */ count) => `${wrong} ${count === 1 ? "output starts" : "outputs start"} wrong; linear outputs cannot saturate.`,
      saturated: (/** @type {string} */ saturated, /** @type {string} */ wrong, /** @type {number} */ count, /** @type {boolean} */ isAll) =>
        count === 1
          ? `One output is wrong at the start, and ${isAll ? "saturated there" : "not saturated"}: min(a, 1 − a) ${isAll ? "<" : "≥"} 0.1.`
          : isAll
          ? `${count === 2 ? "Both" : `All ${wrong}`} outputs that are wrong at the start are saturated there, min(a, 1 − a) < 0.1.`
          : `${wrong} outputs are wrong at the start, and ${saturated === "0" ? "none" : saturated} of them saturated there, min(a, 1 − a) < 0.1.`,
    },
    plateau: {
      none: (/** @type {string} */ accuracy) => `Accuracy is ${accuracy} from the start.`,
      never: (/** @type {string} */ accuracy, /** @type {string} */ epochs) => `In ${epochsText(epochs)}, accuracy never leaves its plateau at ${accuracy}.`,
      short: (/** @type {string} */ accuracy) => `Accuracy leaves the ${accuracy} of the start in the first epoch.`,
      long: (/** @type {string} */ accuracy, /** @type {string} */ epochs) => `Accuracy stays on its plateau near ${accuracy} for ${epochs} epochs.`,
      cost: (/** @type {string} */ epochs, /** @type {number} */ count) => `The cost takes ${epochs} ${count === 1 ? "epoch" : "epochs"} to fall by a tenth.`,
      costNever: (/** @type {string} */ epochs) => `In ${epochsText(epochs)} the cost does not fall by a tenth.`,
    },
    end: {
      training: (/** @type {string} */ accuracy, /** @type {string} */ epochs) => `After ${epochsText(epochs)} it is ${accuracy}.`,
      both: (/** @type {string} */ accuracy, /** @type {string} */ test, /** @type {string} */ epochs) =>
        `After ${epochsText(epochs)} it is ${accuracy} on the training examples and ${test} on held-out ones.`,
    },
    rate: (/** @type {string} */ epoch, /** @type {string} */ eta) => `From epoch ${epoch} on it was trained with η\u00a0${eta}.`,
    diverged: (/** @type {string} */ epoch) => `At epoch ${epoch} the numbers grow beyond all bounds: the steps are too long. What came before is drawn.`,
    reach: (/** @type {string} */ level, /** @type {string} */ epoch) => `It reaches ${level} after epoch ${epoch}.`,
    reachNever: (/** @type {string} */ level) => `It does not reach ${level}.`,
    compare: {
      reach: (/** @type {string} */ slow, /** @type {string} */ fast, /** @type {string} */ ratio, /** @type {string} */ level) =>
        `To reach ${level}, lane ${slow} takes ${ratio} times as many epochs as lane ${fast}.`,
      allStuck: "No lane leaves its plateau in these epochs.",
      stuck: (/** @type {string[]} */ stuck, /** @type {string[]} */ free) =>
        `${stuck.map((letter) => `Lane ${letter}`).join(" and ")} ${stuck.length === 1 ? "is" : "are"} still on the plateau when ${free.map((letter) => `lane ${letter}`).join(" and ")} ${free.length === 1 ? "has" : "have"} left it.`,
      ratio: (/** @type {string} */ slow, /** @type {string} */ fast, /** @type {string} */ ratio) => `The plateau of lane ${slow} is ${ratio} times as long as that of lane ${fast}.`,
      alike: "The plateaus of the lanes are about equally long.",
    },
    table: {
      name: (/** @type {number} */ rows) => `your table of ${rows} rows`,
      ask: (/** @type {number} */ rows, /** @type {number} */ columns) =>
        `A CSV file with one example a line: up to ${columns} columns of numbers, and one of labels; at most ${rows} lines. It stays on this page, and goes to the server with Run.`,
      taken: (/** @type {number} */ rows, /** @type {string[]} */ features, /** @type {string[]} */ classes) =>
        `${rows} examples, ${features.length === 1 ? "one feature" : `${features.length} features`} (${shortList(features)}), ${classes.length} classes (${shortList(classes)}). Each feature is shifted and scaled to mean 0 and standard deviation 1; each class is an output.`,
      column: (/** @type {number} */ number) => `column ${number}`,
      tooLong: "The file is larger than 2 MB, too large for this page; slowdown train takes larger ones.",
      tooFew: "A table needs at least two lines.",
      oneColumn: "A table needs at least two columns, separated by commas, semicolons or tabs.",
      ragged: (/** @type {number} */ line, /** @type {number} */ cells, /** @type {number} */ width) => `Line ${line} has ${cells} ${cells === 1 ? "cell" : "cells"}, the first one ${width}.`,
      openQuote: (/** @type {number} */ line) => `The quotation mark that opens in line ${line} is never closed.`,
      tooManyColumns: (/** @type {number} */ columns, /** @type {number} */ most) => `There can be at most ${most} columns beside the labels, and these are ${columns}; slowdown train takes more.`,
      tooManyRows: (/** @type {number} */ rows, /** @type {number} */ most) => `There can be at most ${most} lines, and these are ${rows}; slowdown train takes more.`,
      tooManyClasses: (/** @type {number} */ classes, /** @type {number} */ most) =>
        `The column has ${classes} different labels, and there can be at most ${most}: is it one of labels?`,
      tooLarge: (/** @type {number} */ rows, /** @type {number} */ fitting) => `${rows} lines of this width are too much for one message; about ${fitting} of them would do. slowdown train takes them all.`,
      noNumber: (/** @type {number} */ line, /** @type {string} */ column, /** @type {string} */ cell) => `Line ${line}, ${column}: a number is needed, and there is ${cell === "" ? "nothing" : `“${cell.slice(0, 40)}”`}.`,
      noLabel: (/** @type {number} */ line) => `Line ${line} has no label.`,
      oneClass: (/** @type {string} */ name) => `All labels are “${name}”: there is nothing to tell apart.`,
    },
    link: {
      ragged: "its rows must be equally long",
      noTable: "the table itself is not in the link",
      pair: (/** @type {string} */ output) => `this cost does not go with ${output} outputs`,
      tooLong: "Your table is too long for a link: who opens this one has to bring the table.",
    },
  },
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
  examples: {
    weight: "w",
    input: (/** @type {number} */ input) => `x${subscript(String(input))}`,
    target: "y",
    weightCell: (/** @type {number} */ input) => `Weight ${input}`,
    inputCell: (/** @type {number} */ example, /** @type {number} */ input) => `Example ${example}, input ${input}`,
    targetCell: (/** @type {number} */ example) => `Example ${example}, target`,
    removeInput: (/** @type {number} */ input) => `Remove input ${input}`,
    removeExample: (/** @type {number} */ example) => `Remove example ${example}`,
    wrong: (/** @type {string} */ cell, /** @type {string} */ complaint) => `${cell}: ${complaint}`,
    more: (/** @type {number} */ count) => (count === 1 ? "One more cell is not right." : `${count} more cells are not right.`),
    refused: (/** @type {number} */ row, /** @type {number} */ column, /** @type {string} */ value, /** @type {string} */ complaint) =>
      `Nothing was pasted: in what you copied, row ${row}, column ${column} is ${value === "" ? "empty" : `“${value}”`}. ${complaint}`,
    noNumber: "A number is needed there.",
    noWeight: "Weights have no place above the target.",
    leftOut: (/** @type {boolean} */ row, /** @type {boolean} */ column) =>
      `Pasted without its ${[row ? "first row" : "", column ? "first column" : ""].filter(Boolean).join(" and ")}, which ${row && column ? "are" : "is"} not numbers.`,
    comma: "Nothing was pasted: a comma may be a decimal point or stand between two numbers. Copy from a spreadsheet, or write 0.5 for a fraction.",
    tooManyInputs: (/** @type {number} */ inputs, /** @type {number} */ most) =>
      `Nothing was pasted: that would make ${inputs} inputs, and ${most} is the most.`,
    tooManyExamples: (/** @type {number} */ examples, /** @type {number} */ most) =>
      `Nothing was pasted: that would make ${examples} examples, and ${most} is the most.`,
  },
  table: {
    empty: "Press Run first.",
    rows: (/** @type {number} */ first, /** @type {number} */ last) => `epochs ${first} to ${last}`,
    first: "First rows",
    previous: "Previous rows",
    next: "Next rows",
    last: "Last rows",
    goTo: "Go to epoch",
    go: "Go",
    caption: (/** @type {number} */ shown, /** @type {number} */ examples, /** @type {number | null} */ example) => {
      const row = "Each row is the state before that epoch’s update.";
      if (examples === 1) return row;
      if (example !== null) return `${row} The columns with a number below are those of example ${example + 1} of ${examples}.`;
      if (shown < examples) return `${row} Of ${examples} examples the first ${shown} are shown; choose an example to see its own.`;
      return `${row} A number below a letter is that of the example, or of the input for w.`;
    },
  },
  link: {
    wrong: (/** @type {string} */ name, /** @type {string} */ value, /** @type {string} */ rule, /** @type {string} */ used) =>
      `The link says ${name}\u00a0=\u00a0“${value}”, but ${rule}. ${used === "" ? "It is left out." : `It is taken as “${used}”.`}`,
    unknown: (/** @type {string} */ name) => `The link says something of “${name}”, which this page does not know. It is left out.`,
    noLane: (/** @type {string} */ name, /** @type {number} */ lanes) =>
      `The link says something of “${name}”, but it has ${lanes === 1 ? "only one lane" : `${lanes} lanes`} and no such field. It is left out.`,
    more: (/** @type {number} */ count) => `There are ${count} more things in the link that the page cannot use.`,
    rule: {
      number: "it must be a number",
      noTable: "it must be a number or a list such as 1,2",
      whole: "it must be a whole number",
      least: (/** @type {string} */ bound) => `it must be at least ${bound}`,
      greater: (/** @type {string} */ bound) => `it must be greater than ${bound}`,
      most: (/** @type {string} */ bound) => `it must be at most ${bound}`,
      option: (/** @type {string} */ options) => `it must be one of ${options}`,
      names: (/** @type {string} */ known) => (known === "" ? "there is nothing to hide here" : `it may name only ${known}`),
      once: "it must stand there only once",
      list: (/** @type {number} */ most) => `it may have at most ${most} numbers`,
      row: (/** @type {number} */ most) => `a row may have at most ${most} numbers`,
      rows: (/** @type {number} */ most) => `it may have at most ${most} rows`,
      pair: (/** @type {string} */ cost) => `the cost ${cost} needs outputs between 0 and 1`,
      values: (/** @type {number} */ most) => `the traces of all lanes together may hold at most ${most} numbers`,
      shape: (/** @type {number} */ inputs, /** @type {number} */ examples) =>
        `w has ${inputs === 1 ? "1 weight" : `${inputs} weights`} and y has ${examples === 1 ? "1 target" : `${examples} targets`}, so it must ` +
        (examples === 1
          ? `be ${inputs === 1 ? "one number" : `${inputs} numbers`}`
          : `have ${examples} ${inputs === 1 ? "numbers" : `rows of ${inputs} numbers`}`),
    },
  },
  download: {
    busy: (/** @type {string} */ file) => `Preparing: ${file}…`,
    done: (/** @type {string} */ name) => `Handed to the browser as ${name}.`,
    refused: (/** @type {string} */ detail) => `The server could not make this file: ${detail}.`,
    lost: "The server could not be reached, so there is no file. Please try again.",
    invalid: "There is no file yet: a value in a form above is not right. The form says which and why.",
    fallback: "slowdown",
    picture: "Save picture",
    pictureAs: (/** @type {string} */ chart, /** @type {string} */ kind) => `Save the picture “${chart}” as ${kind}`,
    noPicture: "This browser could not make the picture.",
  },
  copy: {
    done: "Copied.",
    failed: "This browser does not let the page copy. The text is selected: copy it with Ctrl+C, or ⌘C on a Mac.",
  },
  lesson: {
    frameTitle: "Learning Slowdown Lab",
    origins: (/** @type {string} */ origins) =>
      origins === ""
        ? "No other site may show this page in a frame yet: the owner of this server has to allow the course page’s origin with the setting SLOWDOWN_FRAME_ORIGINS."
        : `Pages of ${origins} may show it; any other the owner of this server has to allow with the setting SLOWDOWN_FRAME_ORIGINS.`,
  },
  shortcuts: {
    what: {
      run: "Run from the start",
      toggle: "Play or pause",
      step: "One epoch back or on",
      leap: "Ten epochs back or on",
      ends: "To the first or the last epoch",
      speed: "Slower or faster",
      projector: "Big type for a projector, and back",
      help: "This list",
    },
  },
  predict: {
    passes: {
      below: "the output falls below 0.5",
      above: "the output rises above 0.5",
      near: "the output comes within 0.5 of its target",
      all: "every output is within 0.5 of its target",
    },
    kind: (/** @type {string} */ passes) => `When ${passes}`,
    askSketchOnly:
      "It is within 0.5 of its target from the start, so there is no such epoch to guess. Draw the curve that you expect into the chart of the cost instead.",
    askHalf: (/** @type {string} */ passes) => `From which epoch on do you think ${passes}? Put the line there.`,
    askSketch: "Draw the curve that you expect into the chart of the cost. Keys: ← → choose a point, ↑ ↓ move it.",
    never: (/** @type {number} */ epochs) => `Never, in these ${epochs} epochs`,
    hintHalf: "press or drag here",
    hintSketch: "draw the cost here",
    marker: "Your guess of where the output passes 0.5",
    notYet: "not placed yet",
    handles: "Your sketch of the cost",
    handle: (/** @type {number} */ order, /** @type {number} */ all) => `Point ${order} of ${all} of your sketch`,
    handleAt: (/** @type {number} */ epoch, /** @type {string} */ cost) => `cost ${cost} at epoch ${epoch}`,
    notDrawn: (/** @type {number} */ epoch) => `not drawn yet, at epoch ${epoch}`,
    yours: (/** @type {number} */ epoch) => `your guess: ${epoch}`,
    yourNever: "your guess: never",
    yourSketch: "your sketch",
    truth: (/** @type {number} */ epoch) => `it was ${epoch}`,
    locked: "Your guess is locked in. Press Run.",
    skipped: "No guess this time.",
    half: {
      exact: (/** @type {number} */ said) => `You said epoch ${said}, and that is it exactly!`,
      close: (/** @type {number} */ said, /** @type {number} */ was) => `You said epoch ${said}; it was ${was}: very well judged.`,
      plateau: (/** @type {number} */ said, /** @type {number} */ was) =>
        `You said epoch ${said}; it was ${was}: the plateau is longer than most people expect.`,
      early: (/** @type {number} */ said, /** @type {number} */ was) =>
        `You said epoch ${said}; it was ${was}: it takes longer than one would think.`,
      late: (/** @type {number} */ said, /** @type {number} */ was) =>
        `You said epoch ${said}; it was ${was}: this neuron is quicker than it looks.`,
      atOnce: (/** @type {number} */ said) => `You said epoch ${said}; it was so from the very start.`,
      outlasted: (/** @type {number} */ said, /** @type {number} */ epochs) =>
        `You said epoch ${said}; it did not happen in ${epochs} epochs: the plateau outlasts the whole run.`,
      didNot: (/** @type {number} */ said, /** @type {number} */ epochs) =>
        `You said epoch ${said}; it did not happen in ${epochs} epochs, though it may later.`,
      neverRight: (/** @type {number} */ epochs) => `You said never, and you are right: it did not happen in ${epochs} epochs.`,
      neverWrong: (/** @type {number} */ was) => `You said never; it was epoch ${was}: it gets there after all.`,
      neverAtOnce: "You said never; it was so from the very start.",
      broken: (/** @type {number | "never"} */ said, /** @type {number} */ end) =>
        `You said ${said === "never" ? said : `epoch ${said}`}; the numbers grew beyond all bounds at epoch ${end}, before it could be seen.`,
    },
    sketch: {
      close: (/** @type {number} */ percent) =>
        `Your curve is on average ${percent < 1 ? "less than 1" : percent} % of the axis away from the real one: very well drawn.`,
      far: (/** @type {number} */ percent) => `Your curve is on average ${percent} % of the axis away from the real one.`,
      is: /** @type {Record<string, string>} */ ({ high: "too high", low: "too low", right: "about right" }),
      both: /** @type {Record<string, string>} */ ({
        high: "It is too high in the first third and in the last.",
        low: "It is too low in the first third and in the last.",
        right: "Its beginning and its end are about right.",
      }),
      thirds: (/** @type {string} */ first, /** @type {string} */ last) => `In the first third it is ${first}, in the last ${last}.`,
      still: "At first the real cost hardly moves: that is the slowdown.",
    },
  },
  chart: { epoch: "epoch" },
  overview: {
    titles: {
      a: "Output a",
      cost: "Cost C",
      speed: "Speed |Δa|: how far an epoch moves the output",
      shape: "Speed |Δa|, each run by its own fastest epoch",
    },
    symbols: { a: "a", cost: "C", speed: "|Δa|", shape: "|Δa| / its greatest" },
    remarks: {
      a: "Where a curve stays level although it is far from its target, that neuron has learned next to nothing in those epochs.",
      cost: "Different costs are different quantities: compare the shapes of the curves, not their heights.",
      speed: "The higher, the faster the output moves in that epoch. A slow start with a late hump is the learning slowdown.",
      shape: "No learning rate can lift a whole curve here: a rate stretches it, and what is left to compare is when each neuron learns fastest. Is it at the start, where the error is largest?",
    },
    alike: (/** @type {string} */ change, /** @type {string} */ common) =>
      `${change === "" ? "" : `${change}. `}Alike in all lanes: ${common === "" ? "nothing" : common}.`,
  },
  rates: {
    set: (/** @type {string} */ lane, /** @type {string} */ eta) => `Lane ${lane} now has η\u00a0${eta}. `,
    told: {
    same: (/** @type {string} */ one, /** @type {string} */ _) => `The same number as lane ${one}; across two costs it promises nothing.`,
    sixth: (/** @type {string} */ one, /** @type {string} */ _, /** @type {string[]} */ costs) => {
      const kind = costs.join(" ");
      if (kind === "quadratic cross-entropy") return `That is a sixth of the rate of lane ${one}: the rule of thumb, because σ′ over all outputs is 1/6 in the mean.`;
      if (kind === "cross-entropy quadratic") return `That is six times the rate of lane ${one}: the rule of thumb, read backwards.`;
      return `That is a sixth of the rate of lane ${one}. The rule of thumb is meant for the way from the quadratic cost to the cross-entropy, which these two lanes are not.`;
    },
    "first-step": (/** @type {string} */ one, /** @type {string} */ length) =>
      `Its first update is now as long as that of lane ${one}: ${length} in (w, b).`,
    "final-output": (/** @type {string} */ one, /** @type {string} */ distance) =>
      `After its epochs it now ends as far from its target as lane ${one}: ${distance}.`,
    },
    failed: (/** @type {string} */ reason) => `That cannot be done: ${reason}.`,
    itself: "Choose two different lanes.",
    asking: "One moment: the server is working it out.",
    late: "The lanes have changed in the meantime; ask again.",
    lane: (/** @type {string} */ letter) => `lane ${letter}`,
    unreachable: "The server cannot be reached just now.",
  },
  lab: {
    copied: "The link is copied.",
    notCopied: "The link could not be copied; it stands in the address bar.",
    dismiss: "Understood",
    notTogether: (/** @type {string} */ label) => `${label} (not with the other choice)`,
    predictFirst: "Lock in or skip the prediction of each lane, then run.",
    means: "the mean of all examples",
    example: (/** @type {number} */ number) => `example ${number}`,
  },
  map: {
    noLogarithm: "a logarithmic axis needs numbers above 0",
    noStretch: "it must be two numbers, the smaller one first",
    notRising: (/** @type {string} */ start) => `This must be greater than ${start}.`,
    needsPositive: "A logarithmic axis needs numbers above 0.",
    title: (/** @type {string} */ measure, /** @type {string} */ up, /** @type {string} */ across) => `${measure}, over ${across} and ${up}`,
    label: (/** @type {string} */ cost, /** @type {string} */ measure, /** @type {string} */ across, /** @type {string} */ up) =>
      `${cost}: ${measure} over ${across}, to the right, and ${up}, upwards`,
    place: (/** @type {string[]} */ parts) => parts.join(", "),
    readout: (/** @type {string} */ place, /** @type {string[]} */ values) => `${place}: ${values.join(", ")}`,
    value: (/** @type {string} */ cost, /** @type {string} */ value) => `${cost.toLowerCase().replace(",", "")} ${value}`,
    common: (/** @type {string} */ activation, /** @type {string} */ numbers, /** @type {string} */ epochs) =>
      [activation, numbers, epochs].filter((part) => part !== "").join(", "),
    toCome: "still being computed",
    leftOut: "not computed",
    units: /** @type {Record<string, (value: string) => string>} */ ({
      epochs: (value) => (value === "1" ? "1 epoch" : `${value} epochs`),
      epoch: (value) => `epoch ${value}`,
    }),
    none: /** @type {Record<string, string>} */ ({
      epochs_to_half: "never",
      fastest_epoch: "does not move",
      plateau_theory: "no formula",
      diverged: "stays finite",
    }),
    noValue: "diverges at once",
    far: "(runs that diverge have the colours of the ends)",
    noneInLegend: /** @type {Record<string, (epochs: string) => string>} */ ({
      epochs_to_half: (epochs) => (epochs === "" ? "never" : `never in ${epochs} epochs`),
      fastest_epoch: () => "does not move at all",
      plateau_theory: () => "the formula does not apply",
      diverged: () => "stays finite",
    }),
    progress: {
      busy: "Computing the maps…",
      coarse: "Computing a first, coarse map…",
      fine: (/** @type {number} */ percent, /** @type {string} */ left) => `Computing: ${percent} %${left === "" ? "" : `, ${left}`}`,
      left: (/** @type {number} */ seconds) => (seconds <= 1 ? "about a second left" : `about ${seconds} seconds left`),
      waiting: "Waiting for a free place on the server…",
      done: (/** @type {string} */ cells) => `Two maps of ${cells} runs each.`,
      cancelled: "Stopped. What had been computed is drawn; the rest is taken from the nearest of it.",
    },
    failed: {
      refused: (/** @type {string} */ detail) => `The server does not compute this map: ${detail}.`,
      lost: "The server could not be reached, so the map is not complete.",
      gone: "The server has forgotten this computation; press Compute again.",
    },
    words: {
      never: (/** @type {string} */ epochs, /** @type {string[]} */ parts) =>
        `${epochs === "" ? "" : `In ${epochs} epochs, `}${parts.join(", and ")}.`,
      runs: (/** @type {[string, string][]} */ shares) =>
        shares.map(([share, cost], index) => `${share} of ${index === 0 ? "the runs" : "those"} under the ${costName(cost)}`).join(" and "),
      fail: (/** @type {string} */ runs) => `${runs} never come within one half of their target`,
      arrive: (/** @type {string} */ cost) => `every run under the ${costName(cost)} does`,
      noneArrives: (/** @type {string} */ cost) => `no run under the ${costName(cost)} comes within one half of its target`,
      nowhere: "no run on either map comes within one half of its target",
      allArrive: "Every run on both maps comes within one half of its target.",
      ratio: (/** @type {string} */ slow, /** @type {string} */ fast, /** @type {string} */ ratio) =>
        `Where both get there, and start wrong, the ${costName(slow)} takes ${ratio} times as long as the ${costName(fast)} (median).`,
      equal: "Where both get there, they take equally long (median).",
      little: "less than 1\u00a0%",
      nearlyAll: "more than 99\u00a0%",
      longest: (/** @type {string} */ cost, /** @type {string} */ value, /** @type {string} */ place) =>
        `The longest run that gets there: ${value}, ${costName(cost)}, ${place}.`,
      at: (/** @type {string} */ place, /** @type {boolean} */ isOnly) => `${isOnly ? "at" : "for instance at"} ${place}`,
      medians: (/** @type {string} */ measure, /** @type {[string, string][]} */ values, /** @type {boolean} */ isOfAll) =>
        `${measure}, median of ${isOfAll ? "the map" : "the cells that have one"}: ${values.map(([cost, value]) => `${value} under the ${costName(cost)}`).join(", ")}.`,
      greatest: (/** @type {string} */ value, /** @type {string} */ cost, /** @type {string} */ place, /** @type {boolean} */ isTime) =>
        `The ${isTime ? "latest" : "greatest"} is ${value}, ${costName(cost)}, ${place}.`,
      without: /** @type {Record<string, (runs: string) => string>} */ ({
        fastest_epoch: (runs) => `${runs} do not move at all.`,
        plateau_theory: (runs) => `The formula does not apply to ${runs}.`,
        diverged: (runs) => `${runs} stay finite.`,
      }),
      withoutAny: (/** @type {string} */ runs) => `${runs} diverge at once.`,
    },
    run: {
      title: (/** @type {string} */ place) => `The run at ${place}`,
      refused: (/** @type {string} */ detail) => `There is no run here: ${detail}.`,
      lost: "The server could not be reached, so the run is not shown.",
    },
    stripes: {
      yes: [
        "The neuron never sees w and b apart: what it computes begins with the weighted input z₀ = w x + b. With the same input, target and rate, two starts with the same z₀ have the same output in every epoch, and each step moves w and b by amounts that again depend on z alone (Δw = x Δb). So all starts on one line of equal z₀ are one and the same run, and the map shows it as a stripe.",
      ],
      no: "Here there are none: equal starts z₀ are equal runs only as long as the input, the target, the rate and the number of epochs are the same, and one of those changes along an edge of this map. Choose w and b for the two edges and look again.",
      line: (/** @type {string} */ z) => `The line on the maps joins the starts with z₀ = ${z}, that of the chosen cell.`,
      formula: (/** @type {string} */ x, /** @type {string} */ z) => `Here w · ${x} + b = ${z} all along it.`,
      noLine: "Neither edge of this map moves the start, so every cell has the same z₀.",
    },
    table: {
      caption: (/** @type {string} */ cost, /** @type {string} */ measure, /** @type {string} */ up, /** @type {string} */ across) =>
        `${cost}: ${measure}. Rows: ${up}. Columns: ${across}.`,
      corner: (/** @type {string} */ up, /** @type {string} */ across) => `${up} \\ ${across}`,
      toCome: "…",
      of: (/** @type {string} */ order, /** @type {string} */ cost) => `the ${order} map, ${cost.toLowerCase()}`,
      orders: { left: "first", right: "second" },
    },
    files: {
      name: (/** @type {string} */ measure, /** @type {string} */ cost) => `map ${measure} ${cost}`,
      of: (/** @type {string} */ cost) => `${cost}:`,
      label: (/** @type {string} */ kind, /** @type {string} */ cost) => `${kind} of the map of the ${cost.toLowerCase()} cost`,
      notYet: "There is no file yet: the map is still being computed.",
    },
  },
  why: {
    error: "error",
    slope: "slope",
    slopeAtMost: (/** @type {string} */ most) => `slope, at most ${most}`,
    gain: "what multiplies the error",
    foreign: "does not belong here",
    input: "input",
    zeroInput: "input: with 0 the weight never moves",
    inputEach: "input, another one for each weight",
    inputEachAndAll: "input, another one for each weight and example",
    meanInput: "input, in the mean",
    gradient: "gradient",
    zeroGradient: "gradient: 0, because the input is 0",
    gradientInOutline: "gradient (outline: the error alone)",
    gradientInFull: "gradient: the error in full",
    whatIsFollowed: "what the rule steps along, not the gradient",
    withInput: (/** @type {string} */ x, /** @type {string} */ index) => `x${subscript(index)} = ${x}`,
    more: (/** @type {number} */ count) => `… and ${count} more`,
    holdsBack: "holds it back",
    cancelled: "has cancelled",
    stretches: "stretches the step",
    nearlyRight: "little left to correct",
    beyondBar: "more than the bar can show",
    unbounded: (/** @type {string} */ delta) => `too large for a number; times the error: ${delta}`,
    ofExample: (/** @type {number} */ number, /** @type {number} */ count) =>
      `Example ${number} alone. What the neuron follows is the mean over all ${count} examples.`,
    meanOfProducts: (/** @type {number} */ count) =>
      `Means over ${count} examples. The gradient is the mean of ${count} products, which is not the product of the means.`,
    share: (/** @type {number} */ count, /** @type {string} */ mean) => `1 of ${count}; their mean: ${mean}`,
    startHandle: "Start: drag it along the curve",
    start: (/** @type {string} */ z, /** @type {string} */ cost) => `z = ${z}, cost ${cost}`,
    startLabel: "start",
    startOfExample: (/** @type {number} */ number) => `start of example ${number}`,
    startHandleOf: (/** @type {number} */ number) => `Start of example ${number}: drag it along the curve`,
    slopeHere: (/** @type {string} */ delta) => `slope δ = ${delta}`,
    otherSlope: (/** @type {string} */ slope, /** @type {string} */ delta) => `slope ${slope}, but the rule follows ${delta}`,
    onlyRule: (/** @type {string} */ delta) => `the rule follows ${delta}, no slope`,
    manyDots: (/** @type {number} */ count) => `${count} examples, one dot each`,
    noCurve: "The curve could not be had from the server.",
    noSuchCurve: "There is no such curve.",
    impossible: "This cost needs outputs between 0 and 1, which this activation does not give.",
    refused: (/** @type {string} */ reason) => `There is none for these values: ${reason}.`,
    unreachable: "The server cannot be reached just now.",
    plateau: {
      axis: "start z₀",
      hover: "epochs",
      growth: (/** @type {string} */ from, /** @type {string} */ to, /** @type {string[]} */ parts) =>
        `A start at z = ${to} instead of ${from}: ${parts.join(", ")}.`,
      fromStart: (/** @type {string} */ start, /** @type {string[]} */ parts) => `From the start at z = ${start}: ${parts.join(", ")}. `,
      about: (/** @type {string} */ cost, /** @type {string} */ epochs) => `${cost} about ${epochs} epochs`,
      never: (/** @type {string} */ cost) => `${cost} never, or not in any time that could be waited for`,
      isRight: (/** @type {string} */ start) => `The start at z = ${start} is within 0.5 of the target already. `,
      tooLong: (/** @type {string} */ cost) => ` For the ${cost} cost the steps are too long for the law, which is one of small steps.`,
      notMarked: (/** @type {string[]} */ starts) => ` Outside the picture: ${starts.join(", ")}.`,
      startOf: (/** @type {string} */ letter, /** @type {string} */ z) => `lane ${letter} at z = ${z}`,
      noLawOf: (/** @type {string} */ cost) => ` Neither curve is the law of “${cost}”: that rule follows no gradient.`,
      times: (/** @type {string} */ cost, /** @type {string} */ ratio) => `${cost} × ${ratio}`,
      plus: (/** @type {string} */ cost, /** @type {string} */ epochs) => `${cost} + ${epochs} epochs`,
      kinds: " The one grows exponentially, the other linearly.",
      reasons: /** @type {Record<string, string>} */ ({
        "several-examples": "The plateau law is about one example: with several there is no single start z₀.",
        "never-wrong": "With this target no output is wrong by more than 0.5, so there is no plateau to measure.",
        "not-monotone": "With this activation a farther start is not always a worse one, so there is no such law.",
      }),
      noLaw: "There is no such law for this experiment.",
    },
    contour: {
      hover: (/** @type {string} */ letter) => `cost of lane ${letter}`,
      farBias: (/** @type {string} */ b) => `At this epoch the bias is ${b}, farther out than a landscape is drawn for.`,
      bias: (/** @type {string} */ letter, /** @type {string} */ b, /** @type {number} */ epoch) =>
        `Height: the cost of lane ${letter} over its two weights, with its bias as at epoch ${epoch}, b = ${b}. The bias moves too, and the landscape with it.`,
      straight: (/** @type {string} */ x) =>
        `One input: an epoch changes w by −ηδx and b by −ηδ, so Δw/Δb = x = ${x} in every epoch. The path in (w, b) is a straight line, and the start z₀ alone decides how the run goes.`,
      straightMany:
        "One input, several examples: Δw/Δb is the mean of δx over the mean of δ. It changes as the errors do, so here the path in (w, b) may bend.",
      tooMany: (/** @type {number} */ count) => `${count} weights: a landscape can be drawn over two.`,
    },
    board: {
      ofExample: (/** @type {number} */ number, /** @type {number} */ count) => `Example ${number} of ${count}`,
      allExamples: (/** @type {number} */ count) => `All ${count} examples`,
      mean: "mean of",
      outputs: /** @type {Record<string, (z: string) => string>} */ ({
        sigmoid: (z) => `σ(${z})`,
        tanh: (z) => `tanh(${z})`,
        linear: (z) => z,
        relu: (z) => `max(0, ${z})`,
      }),
      output: (/** @type {string} */ z) => `f(${z})`,
    },
  },
};

/** @param {string} digits */
function subscript(digits) {
  return digits.replace(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]);
}

/** A cost within a sentence: "Cross-entropy, as animated" is the "cross-entropy cost as animated". @param {string} label */
function costName(label) {
  const [name, ...more] = label.toLowerCase().split(", ");
  return [name, "cost", ...more].join(" ");
}

/** @param {string} epochs a number */
function epochsText(epochs) {
  return epochs === "1" ? "1 epoch" : `${epochs} epochs`;
}

/** The first few of several names. @param {string[]} names */
function shortList(names) {
  return names.length <= 4 ? names.join(", ") : `${names.slice(0, 3).join(", ")}, … ${names[names.length - 1]}`;
}

/** "one, two and three". @param {string[]} parts */
function listed(parts) {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts[parts.length - 1]}`;
}
