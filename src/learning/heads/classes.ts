import type { Table } from '../core/table.ts';
import { trainBoosting } from '../trees/boosting.ts';
import { compileEnsemble } from '../trees/compile.ts';
import type { Crew } from '../trees/crew.ts';

/** A fitted model of several classes: probabilities of rows, `rows × classes`. */
export type ClassModel = { readonly classes: number; probabilities(table: Table): Float64Array };

/** Gradient boosting over a softmax; `target` holds class indexes from 0. */
export async function trainClasses(
  table: Table,
  target: Float64Array,
  options: { readonly classes: number; readonly seed: number; readonly trees?: number; readonly crew?: Crew | undefined },
): Promise<ClassModel> {
  const { classes, seed, crew, trees = 100 } = options;
  const { ensemble } = await trainBoosting(table, target, { objective: 'softmax', classes, seed, trees, learningRate: 0.1 }, crew);
  const compiled = compileEnsemble(ensemble);
  return { classes, probabilities: (rows) => compiled.scoreTable(rows) };
}

/** The most probable class of each row; the first of equals. */
export function likeliest(probabilities: Float64Array, classes: number): Float64Array {
  return Float64Array.from({ length: probabilities.length / classes }, (_, row) => {
    let best = 0;
    for (let each = 1; each < classes; each += 1)
      if ((probabilities[row * classes + each] ?? 0) > (probabilities[row * classes + best] ?? 0)) best = each;
    return best;
  });
}
