import type { BridgePorts, Changes } from '../../contracts/bridge-ports.ts';
import { z } from 'zod';
import { changedSince } from './changed-since.ts';
import { parsed, type PortDeps } from './port-deps.ts';
import { instant, many, metadata, text } from './schema.ts';
import { serviceOf } from './services.ts';

const MaterialRow = z.object({ __metadata: metadata, Product: z.string().min(1), LastChangeDateTime: instant() });
const Keys = z.object({ Material: text(), Customer: text() });
type Keys = z.infer<typeof Keys>;
const PriceRow = z.object({
  __metadata: metadata,
  ConditionRecord: z.string().min(1),
  LastChangeDateTime: instant(),
  to_SlsPrcgCndnRecdValidity: many(Keys),
});

/**
 * Materials and their list prices change apart: a new price does not move the material's own stamp. Prices agreed with a customer stand
 * among the list prices and belong to the customer.
 */
export function catalogChanges(deps: PortDeps): Pick<BridgePorts, 'materialChanges' | 'priceChanges' | 'customerPriceChanges'> {
  const { name } = deps;
  const validity = 'to_SlsPrcgCndnRecdValidity';
  const prices = (of: (row: Keys) => string | undefined): Changes => ({
    changedSince: (position, limit, options) =>
      changedSince(
        deps,
        {
          service: serviceOf.prices,
          set: 'A_SlsPrcgConditionRecord',
          key: 'ConditionRecord',
          read: (row) => parsed(name, PriceRow, row),
          standsFor: {
            expand: validity,
            select: `${validity}/Material,${validity}/Customer`,
            idOf(row) {
              const [keys] = parsed(name, PriceRow, row).to_SlsPrcgCndnRecdValidity;
              return keys && of(keys);
            },
          },
        },
        { position, limit },
        options,
      ),
  });
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
    priceChanges: prices(({ Material, Customer }) => (Customer === undefined ? Material : undefined)),
    customerPriceChanges: prices(({ Material, Customer }) => (Material === undefined ? undefined : Customer)),
  };
}
