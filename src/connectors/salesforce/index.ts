import type { Log } from '../../contracts/log.ts';
import type { Connection } from '../../contracts/ports.ts';
import type { Clock, Sleep } from '../../contracts/time.ts';
import { createHttpCore, hostAndPort } from '../core/index.ts';
import { createClient } from './client.ts';
import { SalesforceConfig, type SalesforceConfigInput } from './config.ts';
import { examine } from './doctor.ts';
import { createReader, createReadPorts } from './read-ports.ts';
import { operationsOf } from './rights.ts';
import { createTokens } from './token.ts';
import { createWriter } from './writer.ts';

export { SalesforceConfig, type SalesforceConfigInput } from './config.ts';

export type SalesforceDeps = {
  readonly clock: Clock;
  readonly sleep: Sleep;
  /** Uniform in [0, 1). */ readonly random: () => number;
  readonly log: Log;
};

/** A connection to one Salesforce organisation. Nothing is sent until it is used. Throws config.invalid through zod. */
export function createSalesforce(options: {
  readonly name: string;
  readonly config: SalesforceConfigInput;
  readonly deps: SalesforceDeps;
}): Connection {
  const config = SalesforceConfig.parse(options.config);
  const { clock, sleep, random, log } = options.deps;
  const hosts = [config.url, ...(config.loginUrl === undefined ? [] : [config.loginUrl])].map((url) => hostAndPort(new URL(url)));
  const { ca, cert, key } = config.tls ?? {};
  const core = createHttpCore({
    connection: options.name,
    baseUrl: config.url,
    allowHosts: config.allowHosts ?? hosts,
    concurrency: config.concurrency,
    deadlineMs: config.deadlineMs,
    clock,
    sleep,
    random,
    log,
    tls: { ...(ca === undefined ? {} : { ca }), ...(cert === undefined ? {} : { cert }), ...(key === undefined ? {} : { key }) },
    ...(config.ratePerSecond === undefined ? {} : { ratePerSecond: config.ratePerSecond }),
    ...(config.proxy === undefined ? {} : { proxy: config.proxy }),
  });
  const tokens = createTokens({ connection: options.name, config, core, clock });
  const client = createClient({ connection: options.name, config, core, tokens, clock });
  return {
    name: options.name,
    vendor: 'salesforce',
    capabilities: {
      operations: operationsOf(config),
      idempotency: config.idempotency,
      concurrency: 'timestamp',
      changes: 'none',
      maxKeyLength: 40,
    },
    ports: createReadPorts(client, config),
    reader: createReader(client),
    writer: createWriter({ client, config, clock, log }),
    doctor: (operations) => examine(client, config, operations),
    close: () => core.close(),
  };
}
