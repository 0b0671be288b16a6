// @ts-check
/** Softmax: makes its parts, and tells the bench of them. */

import { Address } from "../link/address.js";
import { formatSoftmax, parseSoftmax } from "../link/softmax-state.js";
import { ClipCurve } from "../widgets/softmax/clip-curve.js";
import { EntropyExample } from "../widgets/softmax/entropy-example.js";
import { EntropyForm } from "../widgets/softmax/entropy-form.js";
import { EntropyTable } from "../widgets/softmax/entropy-table.js";
import { Inversion } from "../widgets/softmax/inversion.js";
import { Jacobian } from "../widgets/softmax/jacobian.js";
import { Layer } from "../widgets/softmax/layer.js";
import { SharpnessChoice } from "../widgets/softmax/sharpness-choice.js";
import { Sigmoids } from "../widgets/softmax/sigmoids.js";
import { SoftmaxBench } from "../widgets/softmax/softmax-bench.js";
import { TrueClass } from "../widgets/softmax/true-class.js";
import { copyText } from "../widgets/lesson/copy.js";
import { Notice } from "../widgets/lesson/notice.js";
import { Projector } from "../widgets/lesson/projector.js";
import { messages } from "../words/messages.js";

const data = JSON.parse(document.getElementById("page-data")?.textContent ?? "");
const { tones, batches, limits, sharpest } = data;
const opening = { ...data.opening, projector: false };

/** @param {string} selector @returns {any} */
const find = (selector) => document.querySelector(selector);
/** @param {string} name @returns {any} */
const part = (name) => find(`[data-part="${name}"]`);

const notice = new Notice(part("notice"));
const projector = new Projector({ onChange: (isOn) => bench.change({ projector: isOn }, false) });
const address = new Address({ format: (state) => formatSoftmax(state, opening, limits), onReturn: () => open() });
const bench = new SoftmaxBench({ api: data.api, sharpnesses: data.sharpnesses, onState: (state, isStep) => address.write(state, isStep) });

/** @param {any} change @param {boolean} isStep */
const onChange = (change, isStep) => bench.change(change, isStep);

/** @param {number[]} z */
const within = (z) => z.map((value) => Math.max(-limits.logit, Math.min(limits.logit, value)));

/** The outputs of the layer, for the way back. */
function take() {
  const answer = bench.answerTo("layer");
  if (answer !== undefined) bench.change({ a: answer.a }, true);
}

/** What was asked for has been seen; now it is done. */
function raise() {
  const { z, raised, by } = bench.state;
  bench.change({ z: within(z.map((value, index) => (index === raised ? Number((value + by).toPrecision(12)) : value))) }, true);
}

bench.furnish({
  layer: [
    new Layer(part("layer"), { sharpest, limits, opening, onChange }),
    new SharpnessChoice(part("sharpness"), (c) => bench.change({ c }, true)),
    new TrueClass(part("truth"), (label) => bench.change({ label }, true)),
    new Jacobian(part("jacobian"), { tones, heading: part("raised-index"), onChange, onRaise: raise }),
    new Sigmoids(part("sigmoids")),
  ],
  inversion: [
    new Inversion(part("inversion"), {
      onChange,
      // They are the inputs of a softmax that is not sharpened.
      onPut: (z) => bench.change({ z: within(z), c: 1 }, true),
      onTake: take,
    }),
  ],
  entropy: [
    new EntropyForm(part("entropy-form"), { batches, limits, onChange }),
    new EntropyTable(part("entropy")),
    new EntropyExample(part("entropy-example"), (example) => bench.change({ example }, true)),
    new ClipCurve(part("clip")),
  ],
});

find('[data-tool="projector"]').addEventListener("click", () => projector.toggle());
find('[data-tool="copy"]').addEventListener("click", async () => {
  const isCopied = await copyText(new URL(`?${formatSoftmax(bench.state, opening, limits)}`, location.href).href);
  part("said").textContent = isCopied ? messages.lab.copied : messages.lab.notCopied;
});

/** The page as its address says; what the address says wrongly is named. */
function open() {
  const { state, complaints } = parseSoftmax(location.search, opening, limits);
  notice.show(complaints);
  projector.set(state.projector);
  bench.open(structuredClone(state)); // nobody's own lists: the same numbers chosen again are another choice
}

open();
