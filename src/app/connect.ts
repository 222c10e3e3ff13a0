import type { Log } from '../contracts/log.ts';
import type { Connection } from '../contracts/ports.ts';
import type { Clock, Sleep } from '../contracts/time.ts';
import { CountersignError } from '../contracts/errors.ts';
import type { Config, ConnectionConfig } from '../config/schema.ts';
import { createDnb, DnbConfig } from '../connectors/dnb/index.ts';
import { createSalesforce, SalesforceConfig } from '../connectors/salesforce/index.ts';
import { createSlack, SlackConfig } from '../connectors/slack/index.ts';
import { createTeams, TeamsConfig } from '../connectors/teams/index.ts';
import { createSmtp, SmtpConfig } from '../connectors/smtp/index.ts';
import { createSapS4, SapS4Config } from '../connectors/sap-s4/index.ts';
import { refuseNamesOfOwn } from './models-connection.ts';
import type { z } from 'zod';

type Deps = { readonly clock: Clock; readonly sleep: Sleep; readonly random: () => number; readonly log: Log };

/** Every vendor by the name the config uses. A new system adds its row here. */
const vendors: Readonly<Record<string, (name: string, settings: unknown, deps: Deps) => Connection>> = {
  'sap-s4': (name, settings, deps) => createSapS4({ name, config: checked(name, SapS4Config, settings), ...deps }),
  dnb: (name, settings, deps) => createDnb({ name, config: checked(name, DnbConfig, settings), deps }),
  slack: (name, settings, deps) => createSlack({ name, config: checked(name, SlackConfig, settings), deps }),
  teams: (name, settings, deps) => createTeams({ name, config: checked(name, TeamsConfig, settings), deps }),
  smtp: (name, settings, deps) => createSmtp({ name, config: checked(name, SmtpConfig, settings), deps }),
  salesforce: (name, settings, deps) => createSalesforce({ name, config: checked(name, SalesforceConfig, settings), deps }),
};

export function connectAll(config: Config, deps: Deps): ReadonlyMap<string, Connection> {
  refuseNamesOfOwn(config.connections);
  return new Map(Object.entries(config.connections).map(([name, settings]) => [name, connect(name, settings, deps)]));
}

function connect(name: string, { vendor, hook: _hook, ...settings }: ConnectionConfig, deps: Deps): Connection {
  const create = vendors[vendor];
  if (!create)
    throw new CountersignError(
      'config.invalid',
      `Connection ${name} names the vendor ${vendor}; known are ${Object.keys(vendors).join(', ')}`,
      { field: `connections.${name}.vendor` },
    );
  return create(name, settings, deps);
}

function checked<S extends z.ZodType>(name: string, schema: S, settings: unknown): z.infer<S> {
  const result = schema.safeParse(settings);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = ['connections', name, ...(issue?.path ?? [])].join('.');
  throw new CountersignError('config.invalid', `The config is not valid at ${field}: ${issue?.message ?? 'unknown'}`, { field });
}
