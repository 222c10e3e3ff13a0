/** What was predicted for held-out rows: the scores of all classes, and whether the highest is right. */
export type HeldOut = { readonly scores: readonly Float64Array[]; readonly isRight: readonly boolean[] };

/** At `threshold`, the share of rows that get an answer, and the share of those answers that is right. */
export type CoveragePoint = { readonly threshold: number; readonly coverage: number; readonly accuracy: number };

/** softmax(scores / temperature), written into a new array. */
export function softmax(scores: Float64Array, temperature: number): Float64Array {
  let highest = Number.NEGATIVE_INFINITY;
  for (const score of scores) highest = Math.max(highest, score);
  let sum = 0;
  const result = scores.map((score) => {
    const e = Math.exp((score - highest) / temperature);
    sum += e;
    return e;
  });
  return result.map((value) => value / sum);
}

/**
 * Temperature scaling (Guo et al. 2017), judged by the log loss of "the first class is right": so a class that training never saw
 * counts as the mistake it will be. Golden-section search over the logarithm of the temperature.
 */
export function fitTemperature(heldOut: HeldOut): number {
  if (heldOut.scores.length === 0) return 1;
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [Math.log(0.02), Math.log(20)];
  let [left, right] = [high - golden * (high - low), low + golden * (high - low)];
  let [lossLeft, lossRight] = [lossAt(heldOut, Math.exp(left)), lossAt(heldOut, Math.exp(right))];
  for (let step = 0; step < 40; step += 1) {
    if (lossLeft <= lossRight) {
      [high, right, lossRight] = [right, left, lossLeft];
      left = high - golden * (high - low);
      lossLeft = lossAt(heldOut, Math.exp(left));
    } else {
      [low, left, lossLeft] = [left, right, lossRight];
      right = low + golden * (high - low);
      lossRight = lossAt(heldOut, Math.exp(right));
    }
  }
  return Math.exp((low + high) / 2);
}

/** Coverage and accuracy at thresholds 0, .05 … .95, for choosing where a person takes over. */
export function coverageCurve(heldOut: HeldOut, temperature: number): CoveragePoint[] {
  const confidences = heldOut.scores.map((scores) => highestOf(softmax(scores, temperature)));
  return Array.from({ length: 20 }, (_, step) => {
    const threshold = step / 20;
    let [answered, right] = [0, 0];
    confidences.forEach((confidence, row) => {
      if (confidence < threshold) return;
      answered += 1;
      if (heldOut.isRight[row]) right += 1;
    });
    return { threshold, coverage: answered / confidences.length, accuracy: answered === 0 ? 0 : right / answered };
  });
}

function lossAt(heldOut: HeldOut, temperature: number): number {
  // Platt's smoothed targets: held-out rows that are all right say "very likely", never "certainly".
  const right = heldOut.isRight.reduce((count, isRight) => count + (isRight ? 1 : 0), 0);
  const [high, low] = [(right + 1) / (right + 2), 1 / (heldOut.isRight.length - right + 2)];
  let loss = 0;
  heldOut.scores.forEach((scores, row) => {
    const confidence = Math.min(1 - 1e-9, highestOf(softmax(scores, temperature)));
    const target = heldOut.isRight[row] ? high : low;
    loss -= target * Math.log(confidence) + (1 - target) * Math.log(1 - confidence);
  });
  return loss / heldOut.scores.length;
}

function highestOf(values: Float64Array): number {
  return values.reduce((highest, value) => Math.max(highest, value), 0);
}
