import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrationsFolder } from '../../config/home.ts';
import type { Config } from '../../config/schema.ts';
import type { EvalCommands } from '../../contracts/commands.ts';
import { CountersignError } from '../../contracts/errors.ts';
import type { CaseFeedback } from '../../contracts/feedback.ts';
import { caseFromBody } from '../../evaluating/index.ts';
import type { StoredCase } from '../../evaluating/cases.ts';
import { openSqlite, type SqliteStorage } from '../../storage/sqlite/open.ts';
import { lockData } from '../data-lock.ts';

type AddOptions = {
  readonly folder: string;
  readonly config: Config;
  readonly run?: string;
  readonly feedback?: string;
  readonly dataset: string;
};

type Origin = { readonly run: string; readonly tags: readonly string[]; readonly said?: CaseFeedback };
type Added = Awaited<ReturnType<EvalCommands['add']>>;

/**
 * Cases from what runs of this installation told a model, named by themselves or by what people said of them. The vault is not
 * opened: all that is read is the egress record, which holds tokens. The server must be stopped.
 */
export async function addCases({ folder, config, run, feedback, dataset }: AddOptions): Promise<Added> {
  if (!/^[\w.-]+\.jsonl$/.test(dataset))
    throw new CountersignError('input.invalid', `${dataset} is no name of a dataset such as order-status.jsonl`, { field: 'dataset' });
  const unlock = lockData(config.dataDir);
  try {
    const storage = openSqlite({ folder: config.dataDir, migrations: migrationsFolder() });
    try {
      const origins = await originsOf(storage, run, feedback);
      const found = (await Promise.all(origins.map((origin) => casesOf(storage, origin)))).flat();
      if (found.length === 0)
        throw new CountersignError('resource.not_found', `${run ?? feedback ?? 'Nothing'} told a model no facts, or is not known here`, {
          field: run === undefined ? 'feedback' : 'run',
        });
      const file = join(folder, 'datasets', dataset);
      return { dataset: file, added: append(file, found), reasons: origins.flatMap(({ said }) => reasonOf(said)) };
    } finally {
      storage.close();
    }
  } finally {
    unlock();
  }
}

/** What people were content with needs no case of its own. */
const askForCases = ['edit', 'override', 'down'] as const;

async function originsOf(storage: SqliteStorage, run: string | undefined, feedback: string | undefined): Promise<readonly Origin[]> {
  if (run !== undefined) return [{ run, tags: ['from-run'] }];
  if (feedback === undefined) throw new CountersignError('input.invalid', 'Name a run or a verdict', { field: 'run' });
  const lists =
    feedback === 'all'
      ? await Promise.all(askForCases.map((kind) => storage.caseFeedback.list({ kind, limit: 1000 })))
      : [[(await storage.caseFeedback.get(feedback)) ?? []].flat()];
  return lists.flat().map((said) => ({ run: said.runId, tags: ['from-feedback', said.kind], said }));
}

async function casesOf(storage: SqliteStorage, { run, tags }: Origin): Promise<readonly StoredCase[]> {
  const records = await storage.egress.list({ runId: run, limit: 500 });
  return records.flatMap(({ body, outcome }) => (outcome === 'blocked' ? [] : (caseFromBody(body, run, tags)?.stored ?? [])));
}

function append(file: string, found: readonly StoredCase[]): readonly string[] {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  const known = new Set(lines.filter((line) => line.trim() !== '').map(idIn));
  const fresh = [...new Map(found.map((stored) => [stored.id, stored])).values()].filter(({ id }) => !known.has(id));
  if (fresh.length > 0) appendFileSync(file, `${fresh.map((each) => JSON.stringify(each)).join('\n')}\n`);
  return fresh.map(({ id }) => id);
}

function reasonOf(said: CaseFeedback | undefined): Added['reasons'] {
  return said?.reason === undefined ? [] : [{ feedback: said.id, kind: said.kind, reason: said.reason }];
}

function idIn(line: string): string {
  const { id }: { readonly id?: string } = JSON.parse(line);
  return id ?? '';
}
