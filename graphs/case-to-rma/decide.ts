import { addDecimal, compareDecimal, type Asset, type Material, type ServiceCase, type Stock } from 'countersign';
import type { CaseReading } from '../_shared/read-case.ts';
import type { Mapping } from './mapping.ts';

export type Wanted = { readonly kind: 'nothing'; readonly reason: string } | { readonly kind: 'return' | 'repair' };

/** Whether a case is one that becomes a return or a repair at all. */
export function wantedFor(one: ServiceCase, mapping: Mapping): Wanted {
  if (one.isClosed) return { kind: 'nothing', reason: 'the case is closed' };
  if (one.erpDocumentId !== undefined) return { kind: 'nothing', reason: 'the case has its ERP document' };
  const kind = one.type === undefined ? undefined : mapping.types[one.type];
  return kind === undefined ? { kind: 'nothing', reason: 'not a return and not a repair' } : { kind };
}

export type Drafted = {
  readonly kind: 'return' | 'repair';
  readonly material: string;
  readonly problem: string;
  readonly reason: string;
  readonly priority: string;
  readonly isUnderWarranty: boolean;
  /** Pieces free anywhere, for a replacement. */
  readonly inStock: string;
  readonly tags: readonly string[];
  readonly reasons: readonly string[];
};

/** Warranty and stock decide what the draft says and who has to look; the kind was decided by the case. */
export function draftFor(
  one: ServiceCase,
  kind: 'return' | 'repair',
  known: {
    reading: CaseReading & { readonly byModel?: readonly string[] };
    asset: Asset;
    material: Material | undefined;
    stock: readonly Stock[];
    today: string;
  },
  mapping: Mapping,
): Drafted {
  const { reading, asset, material, stock, today } = known;
  const problem = reading.problem ?? 'other';
  const isUnderWarranty = asset.warrantyUntil !== undefined && asset.warrantyUntil >= today;
  const inStock = stock.reduce((total, place) => addDecimal(total, place.onHand), '0');
  const warranty =
    asset.warrantyUntil === undefined
      ? 'the end of its warranty is not known'
      : isUnderWarranty
        ? `under warranty until ${asset.warrantyUntil}`
        : `out of warranty since ${asset.warrantyUntil}`;
  return {
    kind,
    material: asset.material ?? '',
    problem,
    reason: mapping.returnReasons[problem] ?? mapping.returnReasons.other,
    priority: mapping.priorities[one.priority ?? ''] ?? '3',
    isUnderWarranty,
    inStock,
    tags: ['draft', kind, isUnderWarranty ? 'warranty' : 'no-warranty', ...(compareDecimal(inStock, '0') > 0 ? [] : ['no-replacement'])],
    reasons: [
      warranty,
      compareDecimal(inStock, '0') > 0
        ? `${inStock} ${material?.unit ?? ''} in stock for a replacement`.trim()
        : 'no replacement is in stock',
      `the case tells of: ${problem}`,
      ...byModel(reading.byModel),
    ],
  };
}

/** Whoever reviews must know what nobody but a model has read. */
function byModel(read: readonly string[] = []): string[] {
  const what = [...(read.includes('serials') ? ['the product'] : []), ...(read.includes('problem') ? ['the problem'] : [])];
  return what.length === 0 ? [] : [`a language model read ${what.join(' and ')}; compare with the case`];
}
