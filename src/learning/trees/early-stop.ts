import type { Table } from '../core/table.ts';
import { compileEnsemble } from './compile.ts';
import type { Tree } from './ensemble.ts';
import type { Objective } from './objectives.ts';

/** Watches the loss on rows that were not learned from. */
export type EarlyStop = {
  readonly isOver: boolean;
  /** Rounds up to the lowest loss; at least one. */
  readonly bestRound: number;
  readonly losses: readonly number[];
  /** Adds the trees of a round. */
  look(trees: readonly Tree[]): void;
};

export function createEarlyStop(
  validation: { readonly table: Table; readonly target: Float64Array },
  { features }: Table,
  objective: Objective,
  base: readonly number[],
  patience: number,
): EarlyStop {
  const outputs = base.length;
  const { table, target } = validation;
  const margins = new Float64Array(table.rows * outputs);
  for (let at = 0; at < margins.length; at += 1) margins[at] = base[at % outputs] ?? 0;
  const losses: number[] = [];
  let bestRound = 1;
  const shape = { format: 'countersign-trees', version: 1, link: 'identity' } as const;
  const named = features.map((feature) => (feature.kind === 'number' ? feature : { ...feature, levels: [...feature.levels] }));
  return {
    get isOver() {
      return losses.length - bestRound >= patience;
    },
    get bestRound() {
      return bestRound;
    },
    losses,
    look(trees) {
      const added = compileEnsemble({
        ...shape,
        features: named,
        base: base.map(() => 0),
        zeroIsMissing: [],
        trees: [...trees],
      }).marginTable(table);
      let sum = 0;
      for (let at = 0; at < margins.length; at += 1) margins[at] = (margins[at] ?? 0) + (added[at] ?? 0);
      for (let row = 0; row < table.rows; row += 1)
        sum += objective.loss(margins.subarray(row * outputs, (row + 1) * outputs), target[row] ?? 0);
      losses.push(sum / table.rows);
      if (losses.length === 1 || (losses.at(-1) ?? 0) < (losses[bestRound - 1] ?? 0)) bestRound = losses.length;
    },
  };
}
