import { median, type Figures } from '../claim.ts';
import {
  compileEnsemble,
  createRandom,
  createTreeExplainer,
  rowOf,
  takeRows,
  trainBoosting,
  type Table,
} from '../../src/learning/index.ts';
import { openCrew } from '../../src/scoring/index.ts';
import { askReference } from './reference.ts';

const rows = 200_000;
const width = 30;

/** A yes that hangs on ten of thirty columns, with products and steps that lines cannot reach, and noise. */
function synthetic(count: number): { table: Table; target: Float64Array } {
  const random = createRandom(7);
  const columns = Array.from({ length: width }, () =>
    Float64Array.from({ length: count }, () => random.next() + random.next() + random.next() - 1.5),
  );
  const at = (feature: number, row: number): number => columns[feature]?.[row] ?? 0;
  const target = Float64Array.from({ length: count }, (_, row) => {
    const pull =
      at(0, row) * 2 +
      at(1, row) * at(2, row) * 3 +
      (at(3, row) > 0.3 ? 1 : -0.5) +
      at(4, row) * at(5, row) -
      at(6, row) +
      Math.abs(at(7, row)) * (at(8, row) > 0 ? 1 : -1);
    return random.next() < 1 / (1 + Math.exp(-2 * pull)) ? 1 : 0;
  });
  return { table: { rows: count, features: columns.map((_, index) => ({ name: `x${index}`, kind: 'number' })), columns }, target };
}

type Took = { readonly cpu: number; readonly wall: number };

async function timed(work: () => Promise<unknown>): Promise<Took> {
  const [before, from] = [process.cpuUsage(), performance.now()];
  await work();
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / 1e6, wall: (performance.now() - from) / 1000 };
}

/** Both sides in turn, so that whatever else the machine does hits both alike. */
export async function speed(rounds: number, tell: (line: string) => void): Promise<Figures> {
  const { table, target } = synthetic(rows);
  const flat = new Float64Array(rows * width);
  table.columns.forEach((column, feature) => {
    for (let row = 0; row < rows; row += 1) flat[row * width + feature] = column[row] ?? 0;
  });
  const options = { objective: 'logistic', trees: 100, learningRate: 0.1, maxLeaves: 31, minChildRows: 20, lambda: 0 } as const;
  const crew = await openCrew({ size: 2 });
  const files = { speed: flat, 'speed-target': target };
  const job = { kind: 'speed', rows, width, rounds: 1 };
  const ratios: { cpu: number; wall: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    // Written by reference.py.
    const [alone] = askReference(job, files, 1) as Took[];
    const ours = await timed(() => trainBoosting(table, target, options));
    const [both] = askReference(job, files, 2) as Took[];
    const two = await timed(() => trainBoosting(table, target, options, crew));
    tell(
      `200,000 × 30, round ${round + 1}: ours ${ours.cpu.toFixed(1)} CPU s, HistGB ${alone?.cpu.toFixed(1) ?? '?'}; two threads ${two.wall.toFixed(1)} s, HistGB ${both?.wall.toFixed(1) ?? '?'} s`,
    );
    ratios.push({ cpu: ours.cpu / (alone?.cpu ?? Number.NaN), wall: two.wall / (both?.wall ?? Number.NaN) });
  }
  await crew.close();
  return {
    train_cpu_vs_histgb: median(ratios.map(({ cpu }) => cpu)),
    train_wall_vs_histgb: median(ratios.map(({ wall }) => wall)),
    ...(await scoring()),
  };
}

/** A model of 200 trees × 8 leaves. */
async function scoring(): Promise<Figures> {
  const { table, target } = synthetic(20_000);
  const { ensemble } = await trainBoosting(table, target, { objective: 'logistic', trees: 200, learningRate: 0.05, maxLeaves: 8 });
  const compiled = compileEnsemble(ensemble);
  const own = Array.from({ length: 2000 }, (_, row) => rowOf(table, row));
  const into = new Float64Array(1);
  const single: number[] = [];
  for (let pass = 0; pass < 6; pass += 1) {
    for (const row of own) {
      const from = performance.now();
      compiled.scoreRow(row, into);
      if (pass > 1) single.push((performance.now() - from) * 1000);
    }
  }
  const rates = Array.from({ length: 7 }, () => perSecond(table.rows, () => compiled.scoreTable(table)));
  const explainer = createTreeExplainer(ensemble);
  const some = takeRows(
    table,
    Int32Array.from({ length: 2000 }, (_, row) => row),
  );
  const explained = Array.from({ length: 5 }, () => perSecond(some.rows, () => explainer.explainTable(some)));
  return {
    row_p50_us: median(single),
    rows_per_s: median(rates.slice(2)),
    shap_rows_per_s: median(explained.slice(1)),
    shap_sum_error: sumError(own.slice(0, 500), compiled.marginRow.bind(compiled), explainer),
  };
}

/** By processor time: what else the machine does is left out. */
function perSecond(count: number, work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (count * 1e6) / (user + system);
}

function sumError(
  own: readonly Float64Array[],
  marginOf: (row: Float64Array) => Float64Array,
  explainer: ReturnType<typeof createTreeExplainer>,
): number {
  let worst = 0;
  for (const row of own) {
    const sum = explainer.explainRow(row).reduce((total, value) => total + value, explainer.expected[0] ?? 0);
    worst = Math.max(worst, Math.abs(sum - (marginOf(row)[0] ?? 0)));
  }
  return worst;
}
