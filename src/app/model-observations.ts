import { CountersignError } from '../contracts/errors.ts';
import type { ObservationSource } from '../contracts/models.ts';
import type { Connection } from '../contracts/ports.ts';
import type { Config } from '../config/schema.ts';
import type { Systems } from '../scoring/index.ts';
import type { Core } from './core.ts';

export const usesSandbox = (config: Config): boolean => config.sandbox.enabled ?? Object.keys(config.connections).length === 0;

/** The connections that play the two parts, as the config names them. */
export function systemsOf({ systems }: Pick<Config, 'systems'>, connections: ReadonlyMap<string, Connection>): Systems {
  const playing = (part: 'erp' | 'crm'): Systems => {
    const connection = connections.get(systems[part] ?? part);
    return connection ? { [part]: { name: connection.name, ports: connection.ports } } : {};
  };
  return { ...playing('erp'), ...playing('crm') };
}

/**
 * What numeric models read of a record they are only given the id of: the connected systems as of now, or the sandbox's made-up past.
 * Loaded when a model first asks for a record: most installations of the sandbox never do. Throws `config.invalid` where the config
 * asks for a past that no sandbox has.
 */
export function lateObservations(core: Core, { isSandbox }: { readonly isSandbox: boolean }): ObservationSource {
  const chosen = core.config.predictions.source ?? (isSandbox ? 'sandbox' : 'systems');
  if (chosen === 'sandbox' && !isSandbox)
    throw new CountersignError(
      'config.invalid',
      'The past of the sandbox is made up and fits no system of your own; set predictions.source to systems',
      {
        field: 'predictions.source',
      },
    );
  let source: Promise<ObservationSource> | undefined;
  const open = chosen === 'sandbox' ? sandboxPast : connected;
  return { of: async (...asked) => (await (source ??= open(core))).of(...asked) };
}

async function sandboxPast({ config, clock }: Core): Promise<ObservationSource> {
  const { sandboxHistory } = await import('../sandbox/history/index.ts');
  return sandboxHistory({ seed: config.sandbox.seed, today: `${clock.now().toISOString().slice(0, 10)}T00:00:00.000Z` });
}

async function connected({ config, connections, content, clock }: Core): Promise<ObservationSource> {
  const [{ systemObservations }, { modelsOf }] = await Promise.all([import('../scoring/index.ts'), import('./content.ts')]);
  return systemObservations({ systems: systemsOf(config, connections), definitions: await modelsOf(content), clock });
}
