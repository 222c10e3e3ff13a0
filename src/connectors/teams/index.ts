import { asCountersignError } from '../../contracts/errors.ts';
import type { Log } from '../../contracts/log.ts';
import type { Connection, DoctorFinding, RecordReader } from '../../contracts/ports.ts';
import type { Clock, Sleep } from '../../contracts/time.ts';
import { createHttpCore, hostAndPort } from '../core/index.ts';
import { createClient, type TeamsClient } from './client.ts';
import { TeamsConfig, type TeamsConfigInput } from './config.ts';
import { createWriter } from './writer.ts';

export { TeamsConfig } from './config.ts';
export { approveVerb, cardAnswer, messageAnswer, rejectVerb } from './map.ts';
export { Invoke } from './schema.ts';
export { verifyTeams } from './verify.ts';

export type TeamsDeps = { readonly clock: Clock; readonly sleep: Sleep; readonly random: () => number; readonly log: Log };

/** A bot in Microsoft Teams: messages as records that can be written, and nothing that is read. */
export function createTeams({ name, config: given, deps }: { name: string; config: TeamsConfigInput; deps: TeamsDeps }): Connection {
  const config = TeamsConfig.parse(given);
  const core = createHttpCore({
    connection: name,
    baseUrl: config.serviceUrl,
    allowHosts: [config.serviceUrl, config.loginUrl].map((url) => hostAndPort(new URL(url))),
    concurrency: config.concurrency,
    deadlineMs: config.deadlineMs,
    ratePerSecond: config.ratePerSecond,
    ...(config.proxy === undefined ? {} : { proxy: config.proxy }),
    ...deps,
  });
  const client = createClient({ connection: name, config, core, clock: deps.clock });
  return {
    name,
    vendor: 'teams',
    capabilities: {
      operations: ['write.Message.create', 'write.Message.update'],
      idempotency: 'none',
      concurrency: 'none',
      changes: 'none',
      maxKeyLength: 255,
    },
    ports: {},
    reader: messageReader,
    writer: createWriter({ client, config, clock: deps.clock, log: deps.log }),
    doctor: () => examine(client),
    close: () => core.close(),
  };
}

/** A message has no fields of ours to compare: whoever changes one writes the whole of it. */
const messageReader: RecordReader = { read: async ({ id }) => ({ id, fields: {} }) };

async function examine(client: TeamsClient): Promise<readonly DoctorFinding[]> {
  try {
    await client.token();
    return [{ level: 'ok', check: 'token', message: `${client.connection} gets a token for the bot` }];
  } catch (thrown) {
    return [
      { level: 'fail', check: 'token', message: asCountersignError(thrown).message, fix: 'check appId, appSecret and tenant of the bot' },
    ];
  }
}
