// @ts-check
/** Dots with letters that would lie on top of each other are drawn side by side. Pure. */

/** So far apart, in pixels, two letters of the usual size can be read. */
export const APART = 13;

/**
 * How far each dot is drawn beside its place. The ones that meet stand to the right of the first at the start of the
 * axis and to the left of it at its end, so that none leaves the chart; they part and meet without a jump.
 * @param {{x: number, y: number}[]} dots in pixels; some may have no finite place
 * @param {number} part of the axis that is behind them, from 0 to 1
 * @param {number} [apart] in pixels
 * @returns {number[]}
 */
export function asidesOf(dots, part, apart = APART) {
  const pushes = dots.map(() => 0);
  const meets = dots.map(() => false);
  dots.forEach((dot, index) => {
    for (let before = 0; before < index; before += 1) {
      const [across, down] = [dot.x - dots[before].x, Math.abs(dot.y - dots[before].y)];
      if (!(down < apart && Math.abs(across) < apart)) continue;
      const free = pushes[before] + Math.sqrt(apart ** 2 - down ** 2) - across;
      if (free <= pushes[index]) continue;
      pushes[index] = free;
      meets[index] = meets[before] = true;
    }
  });
  const widest = Math.max(0, ...pushes);
  return pushes.map((push, index) => (meets[index] ? push - widest * part : 0));
}
