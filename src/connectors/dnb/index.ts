import { asCountersignError, CountersignError } from '../../contracts/errors.ts';
import type { CompanyData, CompanyProfile } from '../../contracts/company-data.ts';
import type { Log } from '../../contracts/log.ts';
import type { Connection, DoctorFinding, RecordWriter } from '../../contracts/ports.ts';
import type { Clock, Sleep } from '../../contracts/time.ts';
import { createHttpCore, hostAndPort } from '../core/index.ts';
import { createClient, type DnbClient } from './client.ts';
import { DnbConfig, type DnbConfigInput } from './config.ts';
import { toMatches, toProfile, toQuery } from './map.ts';
import { DataReply, MatchReply } from './schema.ts';
import type { z } from 'zod';

export { DnbConfig } from './config.ts';

export type DnbDeps = { readonly clock: Clock; readonly sleep: Sleep; readonly random: () => number; readonly log: Log };

/** A connection to D&B Direct+: companies are looked up and nothing is ever written. */
export function createDnb(options: { readonly name: string; readonly config: DnbConfigInput; readonly deps: DnbDeps }): Connection {
  const { name, deps } = options;
  const config = DnbConfig.parse(options.config);
  const core = createHttpCore({
    connection: name,
    baseUrl: config.url,
    allowHosts: [hostAndPort(new URL(config.url))],
    concurrency: config.concurrency,
    deadlineMs: config.deadlineMs,
    ratePerSecond: config.ratePerSecond,
    ...(config.proxy === undefined ? {} : { proxy: config.proxy }),
    ...deps,
  });
  const client = createClient({ connection: name, config, core, clock: deps.clock });
  return {
    name,
    vendor: 'dnb',
    capabilities: {
      operations: ['companyData.match', 'companyData.get'],
      idempotency: 'none',
      concurrency: 'none',
      changes: 'none',
      maxKeyLength: 0,
    },
    ports: { companyData: companyData(client, config, deps.clock) },
    reader: { read: async () => undefined },
    writer: nothingIsWritten(name),
    doctor: () => examine(client),
    close: () => core.close(),
  };
}

function companyData(client: DnbClient, config: DnbConfig, clock: Clock): CompanyData {
  const held = new Map<string, { readonly profile: CompanyProfile; readonly until: number }>();
  return {
    async match(question, options) {
      const answer = await client.ask('/v1/match/cleanseMatch', toQuery(question), options?.signal);
      return answer === undefined ? [] : toMatches(parsed(client, MatchReply, answer));
    },
    async get(duns, options) {
      const now = clock.now().getTime();
      const known = held.get(duns);
      if (known && known.until > now) return known.profile;
      held.delete(duns);
      if (!/^\d{9}$/.test(duns)) return undefined;
      const answer = await client.ask(`/v1/data/duns/${duns}`, { blockIDs: 'companyinfo_L2_v1' }, options?.signal);
      if (answer === undefined) return undefined;
      const profile = toProfile(parsed(client, DataReply, answer));
      held.set(duns, { profile, until: now + config.cacheMs });
      // The oldest goes: a map keeps its keys in the order they came.
      for (const [oldest] of held) {
        if (held.size <= config.cacheSize) break;
        held.delete(oldest);
      }
      return profile;
    },
  };
}

function parsed<S extends z.ZodType>({ connection }: DnbClient, schema: S, answer: unknown): z.infer<S> {
  const result = schema.safeParse(answer);
  if (result.success) return result.data;
  throw new CountersignError(
    'connector.invalid_reply',
    `${connection} answered in an unknown form at ${result.error.issues[0]?.path.join('.') ?? '(top)'}`,
  );
}

const nothingIsWritten = (name: string): RecordWriter => ({
  settleDelayMs: 0,
  refusesSecond: () => false,
  send: async () => ({ kind: 'refused', status: 0, code: 'capability.missing', reason: `${name} is read and never written` }),
  lookup: async () => ({ kind: 'absent' }),
});

async function examine(client: DnbClient): Promise<readonly DoctorFinding[]> {
  try {
    await client.signIn();
    return [{ level: 'ok', check: 'token', message: `${client.connection} issued a token` }];
  } catch (thrown) {
    return [
      {
        level: 'fail',
        check: 'token',
        message: asCountersignError(thrown).message,
        fix: 'Check the address and the key and secret of the Direct+ account; without the provider accounts become customers as they are',
      },
    ];
  }
}
