/**
 * Population stability index: Σ (w − r)·ln(w / r) over the shares of the bins. Half a row is added to each bin of both, so a bin that is
 * empty on one side costs what one row in that many could, and not infinity.
 */
export function stabilityIndex(reference: ArrayLike<number>, window: ArrayLike<number>): number {
  const bins = reference.length;
  let [referenceRows, windowRows] = [bins / 2, bins / 2];
  for (let bin = 0; bin < bins; bin += 1) {
    referenceRows += reference[bin] ?? 0;
    windowRows += window[bin] ?? 0;
  }
  let sum = 0;
  for (let bin = 0; bin < bins; bin += 1) {
    // A bin that is empty on both sides, as missing mostly is, says nothing.
    if (reference[bin] === 0 && window[bin] === 0) continue;
    const r = ((reference[bin] ?? 0) + 0.5) / referenceRows;
    const w = ((window[bin] ?? 0) + 0.5) / windowRows;
    sum += (w - r) * Math.log(w / r);
  }
  return sum;
}

/**
 * Kolmogorov–Smirnov distance at the edges of the bins: the largest difference of the shares at or below an edge. `bins` leaves
 * out the last one, missing, which has no place in the order; 0 where one side has no number.
 */
export function kolmogorovSmirnov(reference: ArrayLike<number>, window: ArrayLike<number>, bins: number): number {
  let [referenceRows, windowRows] = [0, 0];
  for (let bin = 0; bin < bins; bin += 1) {
    referenceRows += reference[bin] ?? 0;
    windowRows += window[bin] ?? 0;
  }
  if (referenceRows === 0 || windowRows === 0) return 0;
  let [below, belowWindow, largest] = [0, 0, 0];
  for (let bin = 0; bin < bins; bin += 1) {
    below += (reference[bin] ?? 0) / referenceRows;
    belowWindow += (window[bin] ?? 0) / windowRows;
    largest = Math.max(largest, Math.abs(below - belowWindow));
  }
  return largest;
}
