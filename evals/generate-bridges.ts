import type { Json } from '../src/contracts/json.ts';
import { StoredCase } from '../src/evaluating/index.ts';
import { runWorkflow } from '../src/app/evals/run-trace.ts';
import type { World } from '../src/app/evals/world.ts';
import type { Written } from './workflow-cases/steps.ts';

type Row = Record<string, unknown>;

/**
 * The written cases of a workflow with what records would hold afterwards, as it was on the day this was generated. How a
 * run ends and who is asked was written down by hand and is not looked up, so that a mistake does not judge itself: a case
 * that ends otherwise is told here.
 */
export async function bridgeRows(world: World, workflow: string, written: readonly Written[]): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const { status, outcome, waitsFor, contains, lacks, ...given } of written) {
    const expect = {
      status,
      ...(outcome === undefined ? {} : { outcome }),
      ...(waitsFor === undefined ? {} : { waitsFor }),
      ...(contains === undefined ? {} : { contains }),
      ...(lacks === undefined ? {} : { lacks }),
    };
    const parsed = StoredCase.parse({ ...given, kind: 'workflow', expect });
    if (parsed.kind !== 'workflow') throw new Error('a written case is one of a workflow');
    const observed = await runWorkflow(world, workflow, parsed, AbortSignal.timeout(60_000));
    // As run-trace writes it down.
    const found = observed.json as { status: string; outcome: string };
    if (found.status !== status || (outcome !== undefined && found.outcome !== outcome) || observed.waitsFor !== waitsFor)
      process.stderr.write(`${workflow}/${given.id}: ${found.status}, ${found.outcome}, waits for ${observed.waitsFor ?? 'nobody'}\n`);
    const state = Object.fromEntries(Object.entries(observed.state).map(([place, value]) => [place, golden(value)]));
    const { id, tags, setup, ...rest } = given;
    rows.push({ id, kind: 'workflow', tags, ...(setup === undefined ? {} : { setup }), ...rest, expect: { ...expect, state } });
  }
  return rows;
}

/** Long texts are held against the accepted baseline, and a moment is another every time. */
const golden = (value: Json): Json => (typeof value === 'string' && (value.length > 200 || value.includes('(moment)')) ? '*' : value);
