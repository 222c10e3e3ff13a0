import type { ModelDefinition, ModelFeature } from '../../contracts/models.ts';
import { deal } from './deal.ts';
import { demand } from './demand.ts';
import { latePayment } from './late-payment.ts';
import { optimalPrice } from './optimal-price.ts';
import type { SystemModel, SystemPart, Systems } from './said.ts';

/** Models whose history the typed ports carry. */
const models: Readonly<Record<string, SystemModel>> = { deal, demand, 'late-payment': latePayment, 'optimal-price': optimalPrice };

export const systemModel = (id: string): SystemModel | undefined => (Object.hasOwn(models, id) ? models[id] : undefined);

/** A feature that these systems tell nothing of, and why. */
export type Gap = { readonly feature: string; readonly source: string; readonly why: string };

/** What stays missing of a model, feature by feature. */
export function gapsOf({ id, features }: Pick<ModelDefinition, 'id' | 'features'>, systems: Systems): Gap[] {
  const model = systemModel(id);
  return features
    .filter(({ class: shown }) => shown !== 'protected')
    .flatMap((feature) => {
      const why = whyMissing(model, feature, systems);
      return why === undefined ? [] : [{ feature: feature.name, source: feature.source, why }];
    });
}

function whyMissing(model: SystemModel | undefined, { name, source }: ModelFeature, systems: Systems): string | undefined {
  const read = model?.readings.find(({ features }) => features.includes(name));
  if (read) return unserved(systems, read.part, `feeds.${read.feed}`, (ports) => ports.feeds?.[read.feed] !== undefined);
  const now = model?.onlyNow?.find(({ features }) => features.includes(name));
  if (now) return unserved(systems, now.part, now.port, (ports) => Object.hasOwn(ports, now.port));
  return `no port tells it from ${source}`;
}

/** Why a system cannot be asked, naming the connection; undefined where it can. */
export function unserved(
  systems: Systems,
  part: SystemPart,
  operation: string,
  isServed: (ports: NonNullable<Systems[SystemPart]>['ports']) => boolean,
): string | undefined {
  const system = systems[part];
  if (!system) return `no connection plays the part ${part}`;
  return isServed(system.ports) ? undefined : `${system.name} does not serve ${operation}`;
}
