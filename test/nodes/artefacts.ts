import { createHash } from 'node:crypto';
import { trainingRows, train, openCrew } from '../../src/scoring/index.ts';
import { models } from '../../classic-models/index.ts';
import { collected } from '../classic-models/trained.ts';
import { sandboxHistory } from '../../src/sandbox/history/index.ts';

/** Prints the hash of every numeric model's artefact, trained on the same history and seed by as many threads as are asked for. */
const threads = Number(process.argv[2] ?? 1);
const history = sandboxHistory({ seed: 7, today: '2026-01-15T08:00:00.000Z' });
const crew = threads > 1 ? await openCrew({ size: threads }) : undefined;
const hashes: Record<string, string> = {};
for (const model of models) {
  const moments = (await collected(history.moments(model.id, {}))).slice(-1200);
  const rows = trainingRows(model, moments, await collected(history.observations(model.id, {})));
  const { artefact } = await train(model, rows, { seed: 1, by: 'person:dana', at: '2026-01-15T08:00:00.000Z', ...(crew ? { crew } : {}) });
  hashes[model.id] = createHash('sha256').update(artefact).digest('hex');
}
await crew?.close();
process.stdout.write(`${JSON.stringify(hashes)}\n`);
