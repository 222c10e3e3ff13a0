import type { SplitRules } from './training-plan.ts';

/** Sums over the rows of a leaf in whole units, and between which values its own value must lie (monotone constraints). */
export type LeafSums = { readonly gradient: number; readonly packed: number; readonly lower: number; readonly upper: number };

/** What one whole unit is worth; powers of two, so that turning sums back into numbers rounds nothing. */
export type Units = {
  readonly gradient: number;
  readonly hessian: number;
  /** A row counts this many units in a packed sum; the hessians below it never reach it. */
  readonly row: number;
};

export function rowsIn(packed: number, units: Units): number {
  return Math.floor(packed / units.row);
}

export function hessianIn(packed: number, units: Units): number {
  return (packed - Math.floor(packed / units.row) * units.row) * units.hessian;
}

/** The value that lowers the loss most: −G / (H + λ), inside the bounds. */
export function leafValue(gradient: number, hessian: number, lambda: number, lower: number, upper: number): number {
  const value = -gradient / (hessian + lambda);
  return value < lower ? lower : value > upper ? upper : value;
}

/** Twice the loss a leaf takes away with its best value: G² / (H + λ) where no bound holds it back. */
export function leafScore(gradient: number, hessian: number, lambda: number, rules: SplitRules, lower: number, upper: number): number {
  if (!rules.isMonotone) return (gradient * gradient) / (hessian + lambda);
  const value = leafValue(gradient, hessian, lambda, lower, upper);
  return -(2 * gradient * value + (hessian + lambda) * value * value);
}
