// @ts-check
/** What a pointer does on one map: it points, presses, or drags out a part. A finger only presses, so that it can scroll. */

/** A drag of fewer pixels is a press. */
const DRAG = 6;

/**
 * @typedef {{across: number, up: number}} Fractions of the two edges
 * @typedef {{across: [number, number], up: [number, number]}} Part of the map, as fractions
 * @typedef {object} Handlers
 * @property {() => boolean} isReady whether there is anything to point at
 * @property {(at: Fractions) => void} onPoint
 * @property {() => void} onRest nobody points any more
 * @property {(at: Fractions) => void} onPress
 * @property {(part: Part | null) => void} onStretch a part that is being dragged out, null when it is not any more
 * @property {(part: Part) => void} onDrag it has been dragged out
 */

export class MapHand {
  /** @param {HTMLElement} place @param {import("../../charts/heat-map.js").HeatMap} map @param {Handlers} handlers */
  constructor(place, map, handlers) {
    this._place = place;
    this._map = map;
    this._handlers = handlers;
    /** @type {{x: number, y: number, from: Fractions, to: Fractions, isDrag: boolean} | null} */
    this._drag = null;
    place.addEventListener("pointerdown", (event) => this._press(event));
    place.addEventListener("pointermove", (event) => this._point(event));
    place.addEventListener("pointerup", (event) => this._release(event));
    place.addEventListener("pointercancel", () => this.letGo());
    place.addEventListener("pointerleave", () => this._drag === null && handlers.onRest());
  }

  /** What is being dragged out is not wanted. */
  letGo() {
    this._drag = null;
    this._handlers.onStretch(null);
  }

  /** @param {PointerEvent} event */
  _press(event) {
    if (event.button !== 0 || !this._handlers.isReady()) return;
    const from = this._map.fractionsAt(event);
    if (!isInside(from)) return;
    if (event.pointerType === "mouse") this._place.setPointerCapture(event.pointerId);
    this._drag = { x: event.clientX, y: event.clientY, from, to: from, isDrag: false };
  }

  /** @param {PointerEvent} event */
  _point(event) {
    if (!this._handlers.isReady()) return;
    const at = this._map.fractionsAt(event);
    const isMouse = event.pointerType === "mouse";
    const drag = this._drag;
    if (drag !== null && isMouse) {
      drag.to = { across: within(at.across), up: within(at.up) };
      drag.isDrag ||= lengthOf(drag, event) > DRAG;
      if (drag.isDrag) this._handlers.onStretch(partOf(drag));
    }
    if (isInside(at) && isMouse) this._handlers.onPoint(at);
    else if (drag === null) this._handlers.onRest();
  }

  /** @param {PointerEvent} event */
  _release(event) {
    const drag = this._drag;
    this.letGo();
    if (drag === null) return;
    if (drag.isDrag) this._handlers.onDrag(partOf(drag));
    else if (lengthOf(drag, event) <= DRAG) this._handlers.onPress(drag.from);
  }
}

/** @param {{x: number, y: number}} from @param {PointerEvent} event */
function lengthOf({ x, y }, { clientX, clientY }) {
  return Math.hypot(clientX - x, clientY - y);
}

/** @param {{from: Fractions, to: Fractions}} drag @returns {Part} */
function partOf({ from, to }) {
  return { across: [from.across, to.across], up: [from.up, to.up] };
}

/** @param {Fractions} place */
function isInside({ across, up }) {
  return across >= 0 && across <= 1 && up >= 0 && up <= 1;
}

/** @param {number} fraction */
function within(fraction) {
  return Math.max(0, Math.min(1, fraction));
}
