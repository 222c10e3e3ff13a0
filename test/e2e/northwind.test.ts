import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCompanyRig, people, type CompanyRig } from '../support/company-rig.ts';

const northwind = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'northwind');
const present = existsSync(join(northwind, 'Orders.csv'));

describe.skipIf(!present)(`Northwind imported${present ? '' : ' (skipped: ../shared/data/northwind is not there)'}`, () => {
  let rig: CompanyRig;
  beforeAll(async () => {
    rig = await openCompanyRig({ northwind });
  }, 60_000);
  afterAll(() => rig?.close());

  it('a walk since April 1998 works through every changed order, and a second one changes nothing', async () => {
    const seen: number[] = [];
    const first = await rig.services.runs.startSince('order-status', '1998-04-01T00:00:00.000Z', people.olivia, (count) =>
      seen.push(count),
    );
    expect(first.seen).toBeGreaterThan(80);
    expect(first.started).toBe(first.seen);
    expect(seen.at(-1)).toBe(first.seen);
    await rig.settle();
    const outcomes = (await rig.storage.runs.list({ limit: 1000 })).map((run) => run.outcome ?? run.status);
    expect(new Set(outcomes)).toEqual(new Set(['applied']));
    const committed = rig.sandbox.requests.effects({ face: 'salesforce' }).length;
    await rig.services.runs.startSince('order-status', '1998-04-01T00:00:00.000Z', people.olivia);
    await rig.settle();
    expect(rig.sandbox.requests.effects({ face: 'salesforce' }).length).toBe(committed);
    const again = (await rig.storage.runs.list({ limit: 1000 })).map((run) => run.outcome ?? run.status);
    expect(again.filter((outcome) => outcome === 'unchanged').length).toBe(outcomes.filter((outcome) => outcome === 'applied').length);
    expect((await rig.services.exceptions.list({ limit: 10 }, people.olivia)).items).toEqual([]);
  }, 120_000);
});
