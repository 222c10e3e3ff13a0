import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrationsFolder } from '../../config/home.ts';
import type { Config } from '../../config/schema.ts';
import { CountersignError } from '../../contracts/errors.ts';
import { caseFromBody } from '../../evaluating/index.ts';
import { openSqlite } from '../../storage/sqlite/open.ts';
import { lockData } from '../data-lock.ts';

type AddOptions = { readonly folder: string; readonly config: Config; readonly run: string; readonly dataset: string };

/**
 * Cases from what one run of this installation told a model. The vault is not opened: all that is read is the egress record,
 * which holds tokens. The server must be stopped.
 */
export async function addFromRun({ folder, config, run, dataset }: AddOptions): Promise<{ dataset: string; added: readonly string[] }> {
  if (!/^[\w.-]+\.jsonl$/.test(dataset))
    throw new CountersignError('input.invalid', `${dataset} is no name of a dataset such as order-status.jsonl`, { field: 'dataset' });
  const unlock = lockData(config.dataDir);
  try {
    const storage = openSqlite({ folder: config.dataDir, migrations: migrationsFolder() });
    try {
      const records = await storage.egress.list({ runId: run, limit: 500 });
      const found = records.flatMap(({ body, outcome }) => (outcome === 'blocked' ? [] : (caseFromBody(body, run) ?? [])));
      if (found.length === 0)
        throw new CountersignError('resource.not_found', `The run ${run} told a model no facts, or is not known here`, { field: 'run' });
      const file = join(folder, 'datasets', dataset);
      const known = new Set(
        existsSync(file)
          ? readFileSync(file, 'utf8')
              .split('\n')
              .filter((line) => line.trim() !== '')
              .map(idIn)
          : [],
      );
      const fresh = [...new Map(found.map(({ stored }) => [stored.id, stored])).values()].filter(({ id }) => !known.has(id));
      if (fresh.length > 0) appendFileSync(file, `${fresh.map((each) => JSON.stringify(each)).join('\n')}\n`);
      return { dataset: file, added: fresh.map(({ id }) => id) };
    } finally {
      storage.close();
    }
  } finally {
    unlock();
  }
}

function idIn(line: string): string {
  const { id }: { readonly id?: string } = JSON.parse(line);
  return id ?? '';
}
