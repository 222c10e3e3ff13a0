import type { JsonObject } from 'countersign';
import { created, type Draft, type FlowContext, type ProposalPlan } from 'countersign/flow';
import { createPriceBook } from '../../tools/crm/create-price-book.ts';
import { createPrice } from '../../tools/crm/create-price.ts';
import { createTask } from '../../tools/crm/create-task.ts';
import { updatePrice } from '../../tools/crm/update-price.ts';
import type { Open, Write } from './decide.ts';
import { tellingOf } from './gather.ts';
import type { Mapping } from './mapping.ts';

/** What is written for one customer. */
export type Part = {
  readonly customer: string;
  readonly account: string;
  readonly book: string | undefined;
  readonly writes: readonly Write[];
  readonly open: readonly Open[];
};

type Slots = { readonly of: number; readonly part: Part };

/** Of one customer or, at night, of several; `identity` says of which look it is. */
export function planOf(
  flow: FlowContext,
  parts: readonly Part[],
  { owner }: Mapping,
  given: { readonly identity: JsonObject; readonly title: string; readonly reasons: readonly string[]; readonly tags: readonly string[] },
): ProposalPlan {
  const all = parts.map((part, at): Slots => ({ of: at + 1, part }));
  const identity = { ...given.identity, parts: parts.map(asJson) };
  return {
    kind: 'propose',
    // What somebody changes back is put right again; what a person was told of is told once, see links.
    repeats: true,
    identity,
    facts: identity,
    title: given.title,
    reasons: given.reasons.slice(0, 20),
    evidence: [],
    traits: { tags: [...given.tags] },
    requestedBy: [],
    slots: all.flatMap(slotsOf),
    links: all.flatMap(({ of, part: { customer, open } }) =>
      open.map((one) => ({
        left: tellingOf(flow, customer, one),
        right: { connection: flow.connectionName('crm'), type: 'Task', id: created(`task-${of}`) },
        source: 'a person was told',
      })),
    ),
    write: async (draft) => {
      for (const slots of all) await write(draft, slots, owner);
    },
  };
}

const asJson = ({ customer, book, writes, open }: Part): JsonObject => ({
  customer,
  book: book ?? null,
  writes: writes.map((one) => [one.kind, one.kind === 'create' ? one.product : one.entry, one.price.amount, one.price.currency]),
  open: open.map(({ about, why }) => `${about} ${why}`),
});

const makesBook = ({ book, writes }: Part): boolean => book === undefined && writes.some(({ kind }) => kind === 'create');

function slotsOf({ of, part }: Slots): ProposalPlan['slots'][number][] {
  return [
    ...(makesBook(part) ? [{ slot: `book-${of}`, tool: createPriceBook }] : []),
    ...part.writes.map(({ kind }, at) => ({ slot: `price-${of}-${at + 1}`, tool: kind === 'create' ? createPrice : updatePrice })),
    ...(part.open.length > 0 ? [{ slot: `task-${of}`, tool: createTask }] : []),
  ];
}

async function write(draft: Draft, { of, part }: Slots, owner: string): Promise<void> {
  const { customer, account, writes, open } = part;
  if (makesBook(part)) await draft.propose(`book-${of}`, createPriceBook, { customer });
  const book = part.book ?? created(`book-${of}`);
  for (const [at, one] of writes.entries()) {
    const { amount: price, currency } = one.price;
    if (one.kind === 'create')
      await draft.propose(`price-${of}-${at + 1}`, createPrice, { book, product: one.product, price, currency, customer });
    else {
      const isActive = one.kind === 'change' ? {} : { isActive: one.kind === 'on' };
      await draft.propose(`price-${of}-${at + 1}`, updatePrice, { entry: one.entry, price, customer, ...isActive });
    }
  }
  if (open.length > 0)
    await draft.propose(`task-${of}`, createTask, {
      about: account,
      subject: `Agreed prices of customer ${customer} differ`,
      text: [
        'Nothing was changed for what follows. Enter what is right in the CRM or in the ERP.',
        ...open.slice(0, 20).map(({ says }) => `- ${says}`),
        ...(open.length > 20 ? [`- and ${open.length - 20} more`] : []),
      ].join('\n'),
      priority: 'Normal',
      ...(owner === '' ? {} : { owner }),
    });
}
