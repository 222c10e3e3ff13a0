import type { Material, Stock } from 'countersign';
import type { FlowContext, Prepared, RunInput } from 'countersign/flow';
import { mirrorDesk } from '../../agents/mirror-desk.ts';
import { findMirror } from '../../tools/crm/find-mirror.ts';
import { mirrorStock } from '../../tools/crm/mirror-stock.ts';
import { getStock } from '../../tools/erp/get-stock.ts';
import { listMaterials } from '../../tools/erp/list-materials.ts';

/** More materials than this are a warehouse system's, not a price book's. */
const mostMaterials = 2000;
const atOnce = 8;

export async function prepare(flow: FlowContext, input: RunInput): Promise<Prepared> {
  const materials = await everyMaterial(flow);
  const levels = (await inTurn(materials, ({ id }) => flow.read(mirrorDesk, getStock, { material: id }))).flat();
  const copies = await inTurn(levels, async (level) => {
    const [found] = await flow.read(mirrorDesk, findMirror, { object: 'ERP_Stock__c', key: keyOf(level) });
    return { level, copy: found?.id };
  });
  const state = levels.map((level) => [keyOf(level), level.onHand]);
  return {
    kind: 'propose',
    identity: { levels: state, at: input.record.id },
    facts: { levels: state },
    title: `Copy ${levels.length} stock levels of the ERP to the CRM`,
    reasons: ['the ERP is the master of stock'],
    evidence: [],
    traits: { tags: ['copy'] },
    requestedBy: [],
    slots: copies.map(({ level }) => ({ slot: slotOf(level), tool: mirrorStock })),
    write: async (draft) => {
      const asOf = flow.clock.now().toISOString();
      for (const { level, copy } of copies)
        await draft.propose(slotOf(level), mirrorStock, { ...level, key: keyOf(level), ...(copy === undefined ? {} : { copy }), asOf });
    },
  };
}

async function everyMaterial(flow: FlowContext): Promise<Material[]> {
  const all: Material[] = [];
  while (all.length < mostMaterials) {
    const after = all.at(-1)?.id;
    const page = await flow.read(mirrorDesk, listMaterials, { limit: 200, ...(after === undefined ? {} : { after }) });
    all.push(...page.items);
    if (!page.more) break;
  }
  return all;
}

const keyOf = (level: Stock): string => `${level.material}/${level.plant}`;
const slotOf = (level: Stock): string =>
  `stock-${keyOf(level)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')}`;

/** A few at a time: the systems have other callers too. */
async function inTurn<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (let from = 0; from < all.length; from += atOnce) done.push(...(await Promise.all(all.slice(from, from + atOnce).map(work))));
  return done;
}
