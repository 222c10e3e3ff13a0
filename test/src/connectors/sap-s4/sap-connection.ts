import { setTimeout as delay } from 'node:timers/promises';
import { SapS4Config, createSapS4 } from '../../../../src/connectors/sap-s4/index.ts';
import type { Connection } from '../../../../src/contracts/ports.ts';
import { silentLog } from '../../../../src/contracts/log.ts';
import { type CompanySandbox, type CompanySeed, generateCompany, startSandbox } from '../../../../src/sandbox/index.ts';

const sandboxClock = { now: () => new Date('2024-05-17T16:00:00Z') };

export async function openBoth(
  options: { seed?: CompanySeed; pageSize?: number; config?: Record<string, unknown> } = {},
): Promise<{ box: CompanySandbox; sap: Connection; close: (this: void) => Promise<void> }> {
  const box = await startSandbox({
    file: ':memory:',
    clock: sandboxClock,
    seed: options.seed ?? generateCompany(),
    sap: { pageSize: options.pageSize ?? 500 },
    settleMs: 100,
  });
  const sap = connect(box.sapUrl, options.config);
  return {
    box,
    sap,
    async close() {
      await sap.close();
      await box.close();
    },
  };
}

export function connect(baseUrl: string, config: Record<string, unknown> = {}): Connection {
  return createSapS4({
    name: 'erp',
    config: SapS4Config.parse({
      baseUrl,
      user: 'COUNTERSIGN',
      password: 'sandbox',
      keyFields: { A_SalesOrder: 'YY1_CountersignKey_SDH', A_CustomerReturn: 'YY1_CountersignKey_SDH' },
      changedByField: 'YY1_ChangedBy_SDH',
      creditExposureField: 'YY1_CreditExposure_CMA',
      deadlineMs: 2_000,
      ...config,
    }),
    clock: { now: () => new Date() },
    sleep: (ms, signal) => delay(ms, undefined, signal ? { signal } : {}),
    random: () => 0.1,
    log: silentLog,
  });
}

export const key = (letter: string) => `CS-${letter.repeat(26)}`;

/** A port that must be there. */
export function served<T>(port: T | undefined): T {
  if (port === undefined) throw new Error('the connection does not serve this port');
  return port;
}
