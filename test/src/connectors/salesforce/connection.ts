import { setTimeout as delay } from 'node:timers/promises';
import { createSalesforce, type SalesforceConfigInput } from '../../../../src/connectors/salesforce/index.ts';
import { silentLog } from '../../../../src/contracts/log.ts';
import { sandboxApp } from '../../../../src/sandbox/salesforce/index.ts';
import { organisation } from '../../sandbox/salesforce/organisation.ts';

export const auth = { kind: 'client-credentials', ...sandboxApp } as const;
export const clock = { now: () => new Date() };

/** The connector on a running sandbox, over real HTTP. Waits are short; the clock is the machine's. */
export async function connected(config: Partial<SalesforceConfigInput> = {}, face: Parameters<typeof organisation>[0] = {}) {
  const org = await organisation({ now: () => new Date(), ...face });
  const crm = createSalesforce({
    name: 'crm',
    config: { url: org.sandbox.salesforceUrl, auth, deadlineMs: 400, ...config },
    deps: { clock, sleep: (ms, signal) => delay(Math.min(ms, 50), undefined, signal ? { signal } : {}), random: () => 0.1, log: silentLog },
  });
  const close = async () => {
    await crm.close();
    await org.sandbox.close();
  };
  return { ...org, crm, close };
}

let counter = 0;
/** A key of the form the ledger gives out. */
export const newKey = () => `CS-${String((counter += 1)).padStart(26, '0')}`;
