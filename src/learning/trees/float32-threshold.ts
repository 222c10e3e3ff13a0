/**
 * XGBoost rounds a value to 32 bits and goes left where it is below the threshold. The largest double that does so: a double
 * goes left where `value <= leftBound(threshold)`, for every value. `threshold` is a finite 32-bit float.
 */
export function leftBound(threshold: number): number {
  const below = previousFloat32(threshold);
  // Below the lowest float there is only what rounds to minus infinity: from half a step beyond it on.
  if (below === -Infinity) return -(2 ** 128 - 2 ** 103);
  const middle = below / 2 + threshold / 2;
  // Doubles half-way round to the neighbour with an even last bit; the middle itself goes left only if that is the lower one.
  if (Math.fround(middle) === below) return middle;
  return previousDouble(middle);
}

function previousFloat32(value: number): number {
  // Zero has two signs; below either is the smallest negative number.
  if (value === 0) return -(2 ** -149);
  words.setFloat32(0, value);
  words.setInt32(0, words.getInt32(0) + (value > 0 ? -1 : 1));
  return words.getFloat32(0);
}

function previousDouble(value: number): number {
  if (value === 0) return -Number.MIN_VALUE;
  words.setFloat64(0, value);
  words.setBigInt64(0, words.getBigInt64(0) + (value > 0 ? -1n : 1n));
  return words.getFloat64(0);
}

const words = new DataView(new ArrayBuffer(8));
