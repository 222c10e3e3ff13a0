import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startSandbox, type CompanySandbox } from '../../src/sandbox/index.ts';
import { systemClock } from '../../src/app/system.ts';
import type { Config } from '../../src/config/schema.ts';
import { crashCompany, type Company } from './company.ts';
import { createDice, type Dice } from './dice.ts';
import { examine, madeEffects, type Findings } from './examine.ts';
import { addFaults, type FaultCounts } from './faults.ts';
import { crashConfig, type Idempotency, type Sabotage } from './installation.ts';
import { openLife, type Life } from './life.ts';
import { backlog, Shift } from './shift.ts';

/** A company with its two systems and a data folder. The systems survive every crash of the engine. */
export type World = {
  readonly folder: string;
  readonly sandbox: CompanySandbox;
  readonly company: Company;
  readonly config: Config;
  readonly shift: Shift;
  readonly dice: Dice;
  /** How often each fault has struck so far. */
  readonly faults: FaultCounts;
  close(): Promise<void>;
};

export async function openWorld(seed: number, idempotency: Idempotency = 'marker'): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-crash-'));
  const dice = createDice(seed);
  const company = crashCompany(seed);
  const sandbox = await startSandbox({ file: join(folder, 'sandbox.db'), clock: systemClock, seed: company.seed, randomSeed: seed });
  const config = await crashConfig(folder, sandbox, idempotency);
  const faults = addFaults(sandbox);
  return {
    folder,
    sandbox,
    company,
    config,
    faults,
    dice,
    shift: new Shift(sandbox, company, dice),
    async close() {
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type DrainOptions = { readonly sabotage?: Sabotage; readonly patienceMs?: number };

/**
 * No more crashes and no more faults: everything still open comes to its end, people included. Then every order is told
 * once more; whatever the engine still finds to write had been lost.
 */
export async function settleAndExamine(world: World, options: DrainOptions = {}): Promise<Findings> {
  const { sandbox, company, config, shift } = world;
  sandbox.faults.clear();
  // What the sandbox still holds back commits before the last look.
  await delay(500);
  const life = await openLife({
    config,
    owner: 'the-last-one',
    plan: { at: 'never' },
    ...(options.sabotage === undefined ? {} : { sabotage: options.sabotage }),
  });
  try {
    await drain(life, shift, options.patienceMs ?? 60_000);
    const orders = [...company.orders.keys()];
    const found = await examine({ opened: life, sandbox, orders });
    const before = madeEffects(sandbox).length;
    shift.tellAllAgain();
    await drain(life, shift, options.patienceMs ?? 60_000);
    const late = madeEffects(sandbox).slice(before);
    return {
      ...found,
      faults: { ...world.faults },
      lost: [...found.lost, ...late.map((effect) => `${effect.type} ${effect.key ?? ''} was made only when told again`)],
    };
  } finally {
    await life.close();
  }
}

/** Until nothing is due, nothing waits and nobody has anything to decide. */
async function drain(life: Life, shift: Shift, patienceMs: number): Promise<void> {
  const until = performance.now() + patienceMs;
  while (performance.now() < until) {
    await shift.tellAll(life);
    const decided = await shift.decide(life);
    const { atWork, later } = backlog(life);
    if (decided === 0 && atWork === 0 && later === 0 && !shift.hasNews) return;
    await delay(10);
  }
}
