import type { Material, PlannedReceipt, Quote } from 'countersign';
import type { FlowContext, Prepared, ProposalPlan, RunInput } from 'countersign/flow';
import { quoteDesk } from '../../agents/quote-desk.ts';
import { createTask } from '../../tools/crm/create-task.ts';
import { getAccountMaster } from '../../tools/crm/get-account-master.ts';
import { getQuote } from '../../tools/crm/get-quote.ts';
import { setQuoteAvailability } from '../../tools/crm/set-quote-availability.ts';
import { findMaterials } from '../../tools/erp/find-materials.ts';
import { getStock } from '../../tools/erp/get-stock.ts';
import { listComponents } from '../../tools/erp/list-components.ts';
import { listMaterials } from '../../tools/erp/list-materials.ts';
import { listSchedule } from '../../tools/erp/list-schedule.ts';
import { simulateOrder } from '../../tools/erp/simulate-order.ts';
import { asException } from '../_shared/problem.ts';
import { alternativesFor, askFor, inProduction, productionWords, readSimulation, type Alternative, type Insight } from './decide.ts';
import { making, makingWords, type Making } from './components.ts';
import { Mapping } from './mapping.ts';

/** One simulation asks for all lines at once: a quote of twenty lines is answered in the time of two calls. */
export async function prepare(flow: FlowContext, input: RunInput): Promise<Prepared> {
  const mapping = flow.mapping(Mapping);
  const quote = await flow.read(quoteDesk, getQuote, { quote: input.record.id });
  const today = flow.clock.now().toISOString().slice(0, 10);
  const wanted = askFor(quote, mapping, today);
  if (wanted.kind === 'nothing') return { kind: 'done', outcome: wanted.reason };
  if (wanted.kind === 'problem') return asException(wanted.problem, { quote: quote.id });
  const [account, materials] = await Promise.all([
    quote.accountId === undefined ? undefined : flow.read(quoteDesk, getAccountMaster, { account: quote.accountId }),
    flow.read(quoteDesk, findMaterials, { materials: wanted.lines.map((line) => line.material) }),
  ]);
  const unknown = wanted.lines.find((line) => !materials.some((material) => material.id === line.material));
  if (unknown)
    return asException(
      {
        code: 'data.invalid',
        field: 'material',
        message: `The ERP has no material ${unknown.material}; correct the product or create the material`,
      },
      { quote: quote.id },
    );
  if (account?.erpCustomerId === undefined)
    return asException(
      {
        code: 'link.missing',
        field: 'ERP_Customer_Id__c',
        message: 'The account of the quote has no customer in the ERP; link one, then retry',
      },
      { quote: quote.id },
    );
  const simulation = await flow.read(quoteDesk, simulateOrder, {
    type: 'OR',
    soldTo: account.erpCustomerId,
    currency: quote.total?.currency ?? account.currency ?? 'EUR',
    requestedOn: wanted.requestedOn,
    items: wanted.lines.map((line) => ({ ...line, unit: materials.find((material) => material.id === line.material)?.unit ?? '' })),
  });
  const insight = readSimulation(simulation, wanted.requestedOn);
  const shortOf = insight.short.map((line) => line.material);
  const [others, made, schedule] = await Promise.all([
    alternatives(flow, insight, materials, mapping),
    makingOf(flow, insight, today),
    shortOf.length === 0 ? [] : flow.read(quoteDesk, listSchedule, { materials: shortOf, plants: [] }),
  ]);
  flow.audit('decision.made', { quote: quote.id, state: insight.state, short: shortOf });
  return plan(flow, { quote, insight, others, made, schedule, today, mapping, requestedOn: wanted.requestedOn });
}

/** Only for what is short: the group's other materials with what lies of them. */
async function alternatives(
  flow: FlowContext,
  { short }: Insight,
  materials: readonly Material[],
  { alternatives: most }: Mapping,
): Promise<ReadonlyMap<string, readonly Alternative[]>> {
  if (short.length === 0 || most === 0) return new Map();
  const groups = new Set(short.flatMap((line) => materials.find((material) => material.id === line.material)?.group ?? []));
  const { items } = await flow.read(quoteDesk, listMaterials, { limit: 200 });
  const candidates = items.filter((material) => material.group !== undefined && groups.has(material.group)).slice(0, 40);
  const known = await Promise.all(
    candidates.map(async (material) => ({ material, stock: await flow.read(quoteDesk, getStock, { material: material.id }) })),
  );
  const own = (id: string) => materials.find((material) => material.id === id);
  return new Map(short.map((line) => [line.material, alternativesFor(line, own(line.material), known, most)]));
}

/** Only for what is short: what it is made of, and whether that lies there. */
async function makingOf(flow: FlowContext, { short }: Insight, today: string): Promise<ReadonlyMap<string, Making>> {
  if (short.length === 0) return new Map();
  const bills = await flow.read(quoteDesk, listComponents, { materials: short.map((line) => line.material), on: today });
  const parts = [...new Set(bills.flatMap(({ components }) => components.map(({ material }) => material)))].slice(0, mostParts);
  const stocks = await Promise.all(parts.map((material) => flow.read(quoteDesk, getStock, { material })));
  // A part nobody looked at is no missing one: only bills that were looked at to the end say something.
  const looked = new Set(parts);
  return making(
    short,
    bills.filter(({ components }) => components.every(({ material }) => looked.has(material))),
    stocks.flat(),
  );
}

/** Stock is asked part by part; a quote is answered within seconds. */
const mostParts = 40;

type Known = {
  readonly quote: Quote;
  readonly insight: Insight;
  readonly others: ReadonlyMap<string, readonly Alternative[]>;
  readonly made: ReadonlyMap<string, Making>;
  readonly schedule: readonly PlannedReceipt[];
  readonly today: string;
  readonly mapping: Mapping;
  readonly requestedOn: string;
};

function plan(flow: FlowContext, { quote, insight, others, made, schedule, today, mapping, requestedOn }: Known): ProposalPlan {
  const status = mapping[insight.state];
  const isShort = insight.short.length > 0;
  const planned = new Map(insight.short.map((line) => [line.material, inProduction(line, schedule)]));
  const facts = {
    quote: quote.id,
    state: insight.state,
    completeOn: insight.completeOn ?? '',
    short: insight.short.map((line) => [line.material, line.confirmed]),
  };
  return {
    kind: 'propose',
    identity: JSON.parse(JSON.stringify(facts)),
    facts: JSON.parse(JSON.stringify(facts)),
    title: `Quote ${quote.number}: ${status.toLowerCase()}`,
    reasons: isShort ? insight.short.map(lineWords) : [`everything can be there by ${requestedOn}`],
    evidence: [{ label: `Quote ${quote.number}`, connection: flow.connectionName('crm'), type: 'Quote', id: quote.id }],
    traits: { tags: ['insight', insight.state] },
    requestedBy: [],
    slots: [
      { slot: 'quote', tool: setQuoteAvailability },
      ...(isShort && quote.opportunityId !== undefined ? [{ slot: 'task', tool: createTask }] : []),
    ],
    write: async (draft) => {
      await draft.propose('quote', setQuoteAvailability, {
        quote: quote.id,
        status,
        ...(insight.completeOn === undefined ? {} : { on: insight.completeOn }),
      });
      if (!isShort || quote.opportunityId === undefined) return;
      await draft.propose('task', createTask, {
        about: quote.opportunityId,
        subject: `Quote ${quote.number} cannot be delivered as wanted`,
        text: [
          `Wanted on ${requestedOn}.`,
          ...insight.short.map(
            (line) =>
              `${lineWords(line)}${productionWords(planned.get(line.material) ?? [], today)}${makingWords(made.get(line.material))}${insteadWords(others.get(line.material) ?? [])}`,
          ),
        ].join('\n'),
        priority: 'Normal',
        ...(quote.ownerId === undefined ? {} : { owner: quote.ownerId }),
      });
    },
  };
}

function lineWords(line: Insight['short'][number]): string {
  const when = line.confirmedOn === undefined ? 'no day is confirmed' : `by ${line.confirmedOn}`;
  return `${line.material}: ${line.confirmed} of ${line.requested}, ${when}`;
}

const insteadWords = (all: readonly Alternative[]): string =>
  all.length === 0 ? '' : `; in stock instead: ${all.map(({ material, inStock }) => `${material} (${inStock})`).join(', ')}`;
