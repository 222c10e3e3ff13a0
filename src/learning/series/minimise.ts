/** Where a function is smallest, as far as the search went, and its value there. */
export type Minimum = { readonly at: Float64Array; readonly value: number };

/**
 * Nelder and Mead's simplex (1965) inside a box: a point outside is moved to the edge before it is looked at. Deterministic:
 * the simplex starts at `start` with one step a coordinate, equal values keep their order, and it stops after `evaluations`
 * looks or when the values of the simplex agree to a relative `tolerance`.
 */
export function minimise(
  objective: (at: Float64Array) => number,
  box: { readonly start: readonly number[]; readonly low: readonly number[]; readonly high: readonly number[] },
  { evaluations = 300, tolerance = 1e-6 }: { readonly evaluations?: number; readonly tolerance?: number } = {},
): Minimum {
  const size = box.start.length;
  const inside = (at: Float64Array): Float64Array =>
    at.map((value, index) => clamp(value, box.low[index] ?? value, box.high[index] ?? value));
  let looks = 0;
  const look = (raw: Float64Array): Minimum => {
    looks += 1;
    const at = inside(raw);
    const value = objective(at);
    return { at, value: Number.isFinite(value) ? value : Number.MAX_VALUE };
  };
  let simplex = [look(Float64Array.from(box.start)), ...box.start.map((_, index) => look(stepped(box, index)))];
  for (;;) {
    if (looks >= evaluations) break;
    simplex = simplex.toSorted((one, other) => one.value - other.value);
    const best = simplex[0];
    const worst = simplex[size];
    const second = simplex[size - 1];
    if (!best || !worst || !second) break;
    if (worst.value - best.value <= tolerance * (Math.abs(best.value) + 1e-300)) break;
    const centre = centreOf(simplex.slice(0, size), size);
    const reflected = look(between(worst.at, centre, 2));
    if (reflected.value < best.value) {
      const expanded = look(between(worst.at, centre, 3));
      simplex[size] = expanded.value < reflected.value ? expanded : reflected;
    } else if (reflected.value < second.value) simplex[size] = reflected;
    else {
      const contracted = look(reflected.value < worst.value ? between(worst.at, centre, 1.5) : between(worst.at, centre, 0.5));
      if (contracted.value < Math.min(reflected.value, worst.value)) simplex[size] = contracted;
      else simplex = simplex.map((point, index) => (index === 0 ? point : look(between(best.at, point.at, 0.5))));
    }
  }
  return simplex.reduce((best, point) => (point.value < best.value ? point : best));
}

/** A step of a fifth of the box along one coordinate, towards the farther edge. */
function stepped(
  box: { readonly start: readonly number[]; readonly low: readonly number[]; readonly high: readonly number[] },
  along: number,
): Float64Array {
  const at = Float64Array.from(box.start);
  const [from, low, high] = [box.start[along] ?? 0, box.low[along] ?? 0, box.high[along] ?? 0];
  at[along] = from + (high - from >= from - low ? 1 : -1) * 0.2 * (high - low);
  return at;
}

function centreOf(points: readonly Minimum[], size: number): Float64Array {
  const centre = new Float64Array(size);
  for (const { at } of points) for (let index = 0; index < size; index += 1) centre[index] = (centre[index] ?? 0) + (at[index] ?? 0) / size;
  return centre;
}

/** The point `share` of the way from one to the other; more than 1 goes beyond it. */
function between(from: Float64Array, to: Float64Array, share: number): Float64Array {
  return from.map((value, index) => value + share * ((to[index] ?? 0) - value));
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
