import type { BillsOfMaterial } from '../../contracts/bridge-ports.ts';
import type { BillOfMaterial } from '../../contracts/business-erp.ts';
import { compareDecimal } from '../../contracts/money.ts';
import { BomRow } from './bridge-schema.ts';
import { allOf, anyOf, equalsText, where } from './literals.ts';
import { defined } from './map-codes.ts';
import { parsed, type PortDeps } from './port-deps.ts';
import { serviceOf } from './services.ts';

/** Addresses have a length; this many materials fit in one. */
const perFilter = 20;

/** What is configured in sales (usage 5) before what is made (1); other usages are not for delivering. */
const usages = ['5', '1'];

export function billsOfMaterial({ client, name }: PortDeps): BillsOfMaterial {
  const some = async (materials: readonly string[], signal: AbortSignal | undefined): Promise<BomRow[]> => {
    const filter = allOf(
      anyOf(...materials.map((material) => equalsText('Material', material))),
      where('IsMarkedForDeletion', 'eq', 'false'),
    );
    const query = { $filter: filter.text, $expand: 'to_BillOfMaterialItem', $orderby: 'Material,Plant,BillOfMaterialVariant' };
    const { rows } = await client.list({ service: serviceOf.billsOfMaterial, path: 'MaterialBOM', query, signal });
    return rows.map((row) => parsed(name, BomRow, row));
  };
  return {
    async ofMaterials(materials, on, options) {
      const parts: (readonly string[])[] = [];
      for (let from = 0; from < materials.length; from += perFilter) parts.push(materials.slice(from, from + perFilter));
      const rows = (await Promise.all(parts.map((part) => some(part, options?.signal)))).flat();
      const inForce = rows.filter((row) => isValid(row.HeaderValidityStartDate, row.HeaderValidityEndDate, on));
      return [...new Set(materials)].flatMap((material) => {
        const own = inForce.filter((row) => row.Material === material);
        const [first] = usages.flatMap((usage) => own.filter((row) => row.BillOfMaterialVariantUsage === usage));
        return first ? [toBill(first, on)] : [];
      });
    },
  };
}

const isValid = (from: string | undefined, until: string | undefined, on: string): boolean =>
  (from ?? '0000') <= on && on <= (until ?? '9999');

function toBill(row: BomRow, on: string): BillOfMaterial {
  const base = row.BOMHeaderQuantityInBaseUnit ?? '1';
  return {
    material: row.Material,
    plant: row.Plant ?? '',
    quantity: compareDecimal(base, '0') > 0 ? base : '1',
    components: row.to_BillOfMaterialItem.flatMap((item) =>
      item.IsDeleted || item.BillOfMaterialComponent === undefined || !isValid(item.ValidityStartDate, item.ValidityEndDate, on)
        ? []
        : [
            {
              material: item.BillOfMaterialComponent,
              quantity: item.BillOfMaterialItemQuantity ?? '0',
              unit: item.BillOfMaterialItemUnit ?? '',
              ...defined('scrapPercent', item.ComponentScrapInPercent),
            },
          ],
    ),
  };
}
