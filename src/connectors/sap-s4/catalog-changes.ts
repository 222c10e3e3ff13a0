import type { BridgePorts } from '../../contracts/bridge-ports.ts';
import { z } from 'zod';
import { changedSince } from './changed-since.ts';
import { parsed, type PortDeps } from './port-deps.ts';
import { instant, many, metadata, text } from './schema.ts';
import { serviceOf } from './services.ts';

const MaterialRow = z.object({ __metadata: metadata, Product: z.string().min(1), LastChangeDateTime: instant() });
const PriceRow = z.object({
  __metadata: metadata,
  ConditionRecord: z.string().min(1),
  LastChangeDateTime: instant(),
  to_SlsPrcgCndnRecdValidity: many(z.object({ Material: text() })),
});

/** Materials and their list prices change apart: a new price does not move the material's own stamp. */
export function catalogChanges(deps: PortDeps): Pick<BridgePorts, 'materialChanges' | 'priceChanges'> {
  const { name } = deps;
  return {
    materialChanges: {
      changedSince: (position, limit, options) =>
        changedSince(
          deps,
          { service: serviceOf.products, set: 'A_Product', key: 'Product', read: (row) => parsed(name, MaterialRow, row) },
          { position, limit },
          options,
        ),
    },
    priceChanges: {
      changedSince: (position, limit, options) =>
        changedSince(
          deps,
          {
            service: serviceOf.prices,
            set: 'A_SlsPrcgConditionRecord',
            key: 'ConditionRecord',
            read: (row) => parsed(name, PriceRow, row),
            standsFor: {
              expand: 'to_SlsPrcgCndnRecdValidity',
              select: 'to_SlsPrcgCndnRecdValidity/Material',
              idOf: (row) => parsed(name, PriceRow, row).to_SlsPrcgCndnRecdValidity[0]?.Material,
            },
          },
          { position, limit },
          options,
        ),
    },
  };
}
