import { seededRandom } from '../../src/sandbox/core/ids.ts';
import type { Journal } from './journal.ts';
import type { Row, sandboxClient, serverClient } from './clients.ts';

type Parts = {
  readonly box: ReturnType<typeof sandboxClient>;
  readonly server: ReturnType<typeof serverClient>;
  readonly journal: Journal;
  readonly seed: number;
};

/** What of the company a day plays with. */
type Stage = {
  readonly accounts: readonly string[];
  readonly prices: ReadonlyMap<string, { readonly entry: string; readonly price: number }>;
  readonly assets: readonly { readonly account: string; readonly serial: string }[];
  /** Orders with the step each has come to. */
  readonly orders: Map<string, number>;
  readonly unlinked: string;
};

const steps = ['confirm', 'pick', 'ship', 'deliver', 'invoice', 'pay'] as const;

/** Deals events one by one from a seed: what happens, to whom and how often is the same for the same seed. */
export async function createActor({ box, server, journal, seed }: Parts) {
  const random = seededRandom(seed);
  const between = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
  const pick = <T>(list: readonly T[]): T | undefined => list[between(0, list.length - 1)];
  const stage = await setStage(box);
  journal.strangers.push(stage.unlinked);
  const told: { system: 'erp' | 'crm'; body: Row }[] = [];

  const win = async (): Promise<void> => {
    const flaw = random() < 0.12 ? (pick(['no-lines', 'no-account', 'negative', 'currency', 'unlinked'] as const) ?? undefined) : undefined;
    const materials = [...stage.prices.keys()];
    const lines = Array.from({ length: between(1, 3) }, () => ({ material: pick(materials) ?? '', quantity: between(1, 4) })).filter(
      (line, at, all) => all.findIndex((one) => one.material === line.material) === at,
    );
    const account = flaw === 'no-account' ? null : flaw === 'unlinked' ? stage.unlinked : (pick(stage.accounts) ?? null);
    const id = await box.inCrm('Opportunity', {
      Name: `Deal ${journal.deals.length + 1}`,
      AccountId: account,
      StageName: 'Negotiation/Review',
      CloseDate: '2026-12-31',
      CurrencyIsoCode: flaw === 'currency' ? '???' : 'EUR',
      Amount: 0,
    });
    if (id === undefined) return;
    for (const line of flaw === 'no-lines' ? [] : lines) {
      const known = stage.prices.get(line.material);
      const quantity = flaw === 'negative' ? -line.quantity : line.quantity;
      await box.inCrm('OpportunityLineItem', {
        OpportunityId: id,
        PricebookEntryId: known?.entry ?? '',
        Quantity: quantity,
        UnitPrice: known?.price ?? 0,
      });
    }
    await box.inCrm('Opportunity', { StageName: 'Closed Won' }, id);
    journal.deals.push({
      id,
      expect: flaw === undefined ? 'order' : 'none',
      lines,
      isLost: false,
      ...(flaw === undefined ? {} : { why: flaw }),
    });
  };

  const changeable = () => journal.deals.filter((deal) => deal.expect === 'order' && !deal.isLost);

  const change = async (): Promise<void> => {
    const deal = pick(changeable());
    if (!deal) return win();
    const [line] = await box.soql(
      `SELECT Id, ProductCode, Quantity FROM OpportunityLineItem WHERE OpportunityId = '${deal.id}' ORDER BY Id LIMIT 1`,
    );
    const quantity = between(5, 9);
    await box.inCrm('OpportunityLineItem', { Quantity: quantity }, String(line?.['Id']));
    deal.lines = deal.lines.map((each) => (each.material === line?.['ProductCode'] ? { ...each, quantity } : each));
  };

  const lose = async (): Promise<void> => {
    const deal = pick(changeable());
    if (!deal) return win();
    await box.inCrm('Opportunity', { StageName: 'Closed Lost' }, deal.id);
    deal.isLost = true;
  };

  const move = async (): Promise<void> => {
    const order = pick([...stage.orders.keys()].filter((id) => (stage.orders.get(id) ?? 9) < steps.length));
    if (order === undefined) return openCase();
    const at = stage.orders.get(order) ?? 0;
    const action = steps[at] ?? 'pay';
    stage.orders.set(order, at + 1);
    if (await box.act(action, order)) {
      journal.acts.push({ order, action });
      told.push({
        system: 'erp',
        body: { order_id: order, crm_opportunity_id: '', new_status: '', tracking_number: '', estimated_delivery: '' },
      });
    }
  };

  const trouble = async (): Promise<void> => {
    const order = pick([...stage.orders.keys()].filter((id) => (stage.orders.get(id) ?? 9) < 2));
    if (order === undefined) return move();
    const action = pick(['delay', 'hold', 'release'] as const) ?? 'hold';
    if (await box.act(action, order, action === 'delay' ? { days: between(1, 20) } : {})) journal.acts.push({ order, action });
  };

  const openCase = async (): Promise<void> => {
    const kind = pick(['return', 'return', 'repair', 'service', 'service', 'none', 'problem'] as const) ?? 'none';
    const asset = pick(stage.assets);
    const serial = kind === 'problem' ? 'SN-99999999-10' : (asset?.serial ?? '');
    const type = { return: 'Return', repair: 'Repair', service: 'Service', none: 'Question', problem: 'Return' }[kind];
    const id = await box.inCrm('Case', {
      AccountId: asset?.account ?? null,
      Subject: `Trouble with ${serial}`,
      Description: 'It makes a loud noise.',
      Status: 'New',
      Type: type,
      Priority: kind === 'service' ? 'High' : 'Low',
    });
    if (id !== undefined) journal.cases.push({ id, expect: kind, isResolved: false });
  };

  const resolve = async (): Promise<void> => {
    // Somebody closes a case only after its document stands in the ERP.
    const open = journal.cases.filter((one) => !one.isResolved && ['return', 'repair', 'service'].includes(one.expect));
    const one = pick(open);
    if (!one) return openCase();
    const [row] = await box.soql(`SELECT ERP_Document_Id__c FROM Case WHERE Id = '${one.id}'`);
    if (typeof row?.['ERP_Document_Id__c'] !== 'string') return move();
    await box.inCrm('Case', { Status: 'Closed', Resolution__c: 'Part replaced', Parts_Used__c: 'MAT-1002 x 1' }, one.id);
    one.isResolved = true;
  };

  const quote = async (): Promise<void> => {
    const deal = await box.inCrm('Opportunity', {
      Name: `Quoted ${journal.quotes.length + 1}`,
      AccountId: pick(stage.accounts) ?? null,
      StageName: 'Proposal/Price Quote',
      CloseDate: '2026-12-31',
      CurrencyIsoCode: 'EUR',
    });
    const id = await box.inCrm('Quote', { Name: 'Quote', OpportunityId: deal ?? null });
    if (id === undefined) return;
    for (const material of [...stage.prices.keys()].slice(0, between(1, 5))) {
      const known = stage.prices.get(material);
      await box.inCrm('QuoteLineItem', {
        QuoteId: id,
        PricebookEntryId: known?.entry ?? '',
        Quantity: between(1, 30),
        UnitPrice: known?.price ?? 0,
      });
    }
    journal.quotes.push({ id });
  };

  /** A message that comes again, long after: what it says is old by now. */
  const repeat = async (): Promise<void> => {
    const again = pick(told);
    if (!again) return move();
    await server.hook(again.system, again.body);
  };

  const deck: readonly (readonly [number, () => Promise<void>])[] = [
    [0.14, win],
    [0.03, change],
    [0.01, lose],
    [0.38, move],
    [0.06, trouble],
    [0.09, openCase],
    [0.06, resolve],
    [0.04, quote],
    [0.19, repeat],
  ];
  return {
    async next(): Promise<void> {
      let at = random();
      const drawn = deck.find(([share]) => (at -= share) < 0) ?? deck[0];
      await drawn?.[1]();
      journal.events += 1;
    },
  };
}

async function setStage(box: ReturnType<typeof sandboxClient>): Promise<Stage> {
  const accounts = await box.soql('SELECT Id, ERP_Customer_Id__c FROM Account WHERE ERP_Customer_Id__c != null ORDER BY Id');
  const entries = await box.soql('SELECT Id, ProductCode, UnitPrice, Product2.IsActive FROM PricebookEntry ORDER BY Id');
  const assets = await box.soql('SELECT SerialNumber, AccountId FROM Asset ORDER BY Id LIMIT 200');
  const deals = await box.soql('SELECT ERP_Order_Id__c FROM Opportunity WHERE ERP_Order_Id__c != null ORDER BY Id');
  const named = deals.map((row) => String(row['ERP_Order_Id__c']));
  const unlinked = (await box.inCrm('Account', { Name: 'Nobody knows us yet' })) ?? '';
  return {
    accounts: accounts.map((row) => String(row['Id'])),
    prices: new Map(
      entries
        .filter((row) => (row['Product2'] as Row | null)?.['IsActive'] === true)
        .map((row) => [String(row['ProductCode']), { entry: String(row['Id']), price: Number(row['UnitPrice']) }] as const),
    ),
    assets: assets.map((row) => ({ account: String(row['AccountId']), serial: String(row['SerialNumber']) })),
    // Those named twice too: what comes of them is an exception that has to be explained.
    orders: new Map([...new Set(named)].map((order) => [order, 0] as const)),
    unlinked,
  };
}
