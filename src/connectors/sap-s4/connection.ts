import type { Log } from '../../contracts/log.ts';
import type { Connection } from '../../contracts/ports.ts';
import type { Clock, Sleep } from '../../contracts/time.ts';
import { createHttpCore, hostAndPort } from '../core/index.ts';
import { createSapClient } from './client.ts';
import { maxKeyLength, type SapS4Config } from './config.ts';
import { examine } from './doctor.ts';
import { readPorts } from './read-ports.ts';
import { recordReader } from './reader.ts';
import { operationsOf } from './services.ts';
import { recordWriter } from './writer.ts';

export type SapS4Options = {
  readonly name: string;
  readonly config: SapS4Config;
  readonly clock: Clock;
  readonly sleep: Sleep;
  /** Uniform in [0, 1); spreads retries. */
  readonly random: () => number;
  readonly log: Log;
};

/** A connection to SAP S/4HANA over its released OData V2 services. Opens nothing until the first call. */
export function createSapS4(options: SapS4Options): Connection {
  const { name, config, clock } = options;
  const http = createHttpCore({
    connection: name,
    baseUrl: config.baseUrl,
    allowHosts: [hostAndPort(new URL(config.baseUrl)), ...config.allowHosts],
    concurrency: config.concurrency,
    deadlineMs: config.deadlineMs,
    ...(config.ratePerSecond === undefined ? {} : { ratePerSecond: config.ratePerSecond }),
    clock,
    sleep: options.sleep,
    random: options.random,
    log: options.log,
  });
  const deps = { name, config, clock, client: createSapClient({ name, config, http, clock }) };
  return {
    name,
    vendor: 'sap-s4',
    capabilities: {
      operations: Object.keys(operationsOf(config)),
      // SAP takes any number of orders with one key, so an uncertain write is looked up, never trusted to be refused.
      idempotency: 'lookup',
      concurrency: 'etag',
      changes: 'cursor',
      maxKeyLength,
    },
    ports: readPorts(deps),
    reader: recordReader(deps),
    writer: recordWriter(deps),
    doctor: (needed) => examine(deps, needed),
    close: () => http.close(),
  };
}
