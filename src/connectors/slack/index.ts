import type { Log } from '../../contracts/log.ts';
import type { Connection, DoctorFinding, RecordReader } from '../../contracts/ports.ts';
import type { Clock, Sleep } from '../../contracts/time.ts';
import { asCountersignError } from '../../contracts/errors.ts';
import { createHttpCore, type HttpCore, hostAndPort } from '../core/index.ts';
import { createClient, type SlackClient } from './client.ts';
import { SlackConfig, type SlackConfigInput } from './config.ts';
import { createWriter } from './writer.ts';

export { SlackConfig } from './config.ts';
export type { SlackClient } from './client.ts';
export { approveAction, messageView, reasonBlock, reasonView, rejectAction } from './map.ts';
export { Interaction } from './schema.ts';
export { verifySlack } from './verify.ts';

export type SlackDeps = { readonly clock: Clock; readonly sleep: Sleep; readonly random: () => number; readonly log: Log };
type Options = { readonly name: string; readonly config: SlackConfigInput; readonly deps: SlackDeps };

/** A connection to one Slack workspace: messages as records that can be written, and nothing that is read. */
export function createSlack(options: Options): Connection {
  const { name, deps } = options;
  const config = SlackConfig.parse(options.config);
  const { core, client } = open(options);
  return {
    name,
    vendor: 'slack',
    capabilities: {
      operations: ['write.Message.create', 'write.Message.update'],
      idempotency: 'lookup',
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

/** For answering people who press buttons: modals, and who they are. */
export function createSlackClient(options: Options): { readonly client: SlackClient; close(): Promise<void> } {
  const { core, client } = open(options);
  return { client, close: () => core.close() };
}

function open({ name, config: given, deps }: Options): { core: HttpCore; client: SlackClient } {
  const config = SlackConfig.parse(given);
  const core = createHttpCore({
    connection: name,
    baseUrl: config.url,
    allowHosts: [hostAndPort(new URL(config.url))],
    concurrency: config.concurrency,
    deadlineMs: config.deadlineMs,
    ratePerSecond: config.ratePerSecond,
    burst: 10,
    ...(config.proxy === undefined ? {} : { proxy: config.proxy }),
    ...deps,
  });
  return { core, client: createClient({ connection: name, config, core, clock: deps.clock }) };
}

/** A message has no fields of ours to compare: whoever changes one writes the whole of it. */
const messageReader: RecordReader = { read: async ({ id }) => ({ id, fields: {} }) };

async function examine(client: SlackClient): Promise<readonly DoctorFinding[]> {
  try {
    await client.ask({ method: 'auth.test', body: {}, safe: true });
    return [{ level: 'ok', check: 'token', message: `${client.connection} knows our bot` }];
  } catch (thrown) {
    return [
      {
        level: 'fail',
        check: 'token',
        message: asCountersignError(thrown).message,
        fix: 'install the app in the workspace and set its bot token; it needs chat:write and channels:history',
      },
    ];
  }
}
