import type { Log } from '../../contracts/log.ts';
import type { Connection, RecordReader } from '../../contracts/ports.ts';
import type { Clock } from '../../contracts/time.ts';
import { SmtpConfig, type SmtpConfigInput } from './config.ts';
import { createWriter } from './writer.ts';

export { SmtpConfig } from './config.ts';

/** Mail to lists of people the config names, through a submission server or into a folder. */
export function createSmtp({
  name,
  config: given,
  deps,
}: {
  name: string;
  config: SmtpConfigInput;
  deps: { readonly clock: Clock; readonly log: Log };
}): Connection {
  const config = SmtpConfig.parse(given);
  return {
    name,
    vendor: 'smtp',
    capabilities: {
      operations: ['write.Mail.create', ...(config.customers ? ['write.CustomerMail.create'] : [])],
      idempotency: config.folder === undefined ? 'none' : 'external-key',
      concurrency: 'none',
      changes: 'none',
      maxKeyLength: 64,
    },
    ports: {},
    reader: nothingToRead,
    writer: createWriter({ name, config, clock: deps.clock, log: deps.log }),
    doctor: async () => [
      config.folder === undefined
        ? {
            level: 'ok',
            check: 'mail',
            message: `${name} hands mail to ${config.server?.host ?? ''} (${config.server?.security ?? ''}); nothing was sent to try`,
          }
        : { level: 'ok', check: 'mail', message: `${name} lays mail down in a folder` },
    ],
    close: async () => undefined,
  };
}

/** What was sent is not there to be read. */
const nothingToRead: RecordReader = { read: async () => undefined };
