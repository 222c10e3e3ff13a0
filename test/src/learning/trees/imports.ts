import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { compileEnsemble, createTreeExplainer, type Ensemble } from '../../../../src/learning/trees/index.ts';

/** A model in another library's format, rows, and what that library says of them. */
export type Foreign = {
  readonly name: string;
  readonly model: unknown;
  readonly rows: readonly (readonly (number | null)[])[];
  readonly scores: readonly (readonly number[])[];
  /** Per output, one value a feature and then the expected value. */
  readonly contributions: readonly (readonly number[])[];
};

export function fixture(name: string): URL {
  return new URL(`fixtures/${name}`, import.meta.url);
}

export function foreignCases(name: string): (Foreign & { readonly sigmoid?: number })[] {
  return JSON.parse(readFileSync(fileURLToPath(fixture(name)), 'utf8')) as (Foreign & { sigmoid?: number })[];
}

/** Largest differences between our scores and contributions and the other library's; `scale` multiplies its margins. */
export function expectSame(ensemble: Ensemble, foreign: Foreign, scale = 1): void {
  const compiled = compileEnsemble(ensemble);
  const explainer = createTreeExplainer(ensemble);
  const width = ensemble.features.length;
  let [score, contribution] = [0, 0];
  foreign.rows.forEach((values, index) => {
    const row = Float64Array.from(values, (value) => value ?? Number.NaN);
    const ours = compiled.scoreRow(row);
    ours.forEach((value, output) => {
      score = Math.max(score, Math.abs(value - (foreign.scores[index]?.[output] ?? Number.NaN)));
    });
    const explained = explainer.explainRow(row);
    for (let output = 0; output < compiled.outputs; output += 1) {
      const theirs = foreign.contributions[index]?.slice(output * (width + 1), (output + 1) * (width + 1)) ?? [];
      [...explained.subarray(output * width, (output + 1) * width), explainer.expected[output] ?? 0].forEach((value, feature) => {
        contribution = Math.max(contribution, Math.abs(value - scale * (theirs[feature] ?? Number.NaN)));
      });
    }
  });
  expect({ score: score < 1e-6 * (1 + Math.max(...foreign.scores.flat())), contribution: contribution < 1e-5 }).toEqual({
    score: true,
    contribution: true,
  });
}
