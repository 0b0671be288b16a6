// @ts-check
/** Fewer points to draw, with nothing lost that could be seen: what is measured is never thinned. */

/**
 * Which points of a column to draw: all, where there are few; else of each stretch the first, the least and the
 * greatest, and of the whole the last.
 * @param {number[]} values
 * @param {number} most about how many
 * @returns {number[] | null} indexes in order, or null for all
 */
export function thin(values, most) {
  if (values.length <= most) return null;
  const stretch = Math.ceil((3 * values.length) / most);
  const kept = new Set();
  for (let start = 0; start < values.length; start += stretch) {
    let [least, greatest] = [start, start];
    for (let index = start; index < Math.min(start + stretch, values.length); index += 1) {
      if (values[index] < values[least]) least = index;
      if (values[index] > values[greatest]) greatest = index;
    }
    kept.add(start).add(least).add(greatest);
  }
  kept.add(values.length - 1);
  return [...kept].sort((one, other) => one - other);
}
