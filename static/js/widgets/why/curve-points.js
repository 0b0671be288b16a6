// @ts-check
/** A curve given by points at equal distances, as the server sends it: its numbers in between, and its slope. */

export class CurvePoints {
  /** @param {number[]} z @param {(number | null)[]} values */
  constructor(z, values) {
    this.z = z;
    this.values = values;
    this.low = z[0];
    this.high = z[z.length - 1];
  }

  /** The greatest value, 0 at the least. */
  get greatest() {
    return this.values.reduce((/** @type {number} */ most, value) => (value === null ? most : Math.max(most, value)), 0);
  }

  /** The value at z, on the straight line between its neighbours; null beyond the ends. @param {number} z */
  at(z) {
    const place = ((z - this.low) / (this.high - this.low)) * (this.z.length - 1);
    if (!(place >= 0 && place <= this.z.length - 1)) return null;
    const index = Math.min(Math.floor(place), this.z.length - 2);
    const [one, other] = [this.values[index], this.values[index + 1]];
    return one === null || other === null ? null : one + (other - one) * (place - index);
  }

  /** How steep the curve is at z, from its neighbours on both sides. @param {number} z */
  slopeAt(z) {
    const step = (this.high - this.low) / (this.z.length - 1);
    const [before, after] = [Math.max(z - step, this.low), Math.min(z + step, this.high)];
    const [one, other] = [this.at(before), this.at(after)];
    return one === null || other === null || after <= before ? null : (other - one) / (after - before);
  }
}
