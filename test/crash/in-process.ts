import { setTimeout as delay } from 'node:timers/promises';
import { probeLabels } from '../../src/flow/parts.ts';
import type { Dice } from './dice.ts';
import { nothingFound, type Findings } from './examine.ts';
import type { Idempotency, Sabotage } from './installation.ts';
import { openLife, type Life, type Plan } from './life.ts';
import { openWorld, settleAndExamine, type World } from './round.ts';
import { backlog } from './shift.ts';
import { add, freshTally, type Tally } from './tally.ts';

export type CrashOptions = {
  readonly points: number;
  readonly seed: number;
  /** Crashes before everything is settled and examined; each round has a company and a data folder of its own. */
  readonly pointsPerRound?: number;
  readonly idempotency?: Idempotency;
  readonly sabotage?: Sabotage;
  readonly patienceMs?: number;
  readonly onRound?: (done: number, found: Findings) => void;
};

export type CrashReport = Findings & { readonly tally: Tally; readonly points: number };

/** Crashes the engine `points` times inside this process: at every labelled boundary in turn and at random moments. */
export async function crashInProcess(options: CrashOptions): Promise<CrashReport> {
  const tally = freshTally();
  let total = nothingFound();
  let done = 0;
  for (let round = 0; done < options.points; round += 1) {
    const points = Math.min(options.pointsPerRound ?? 250, options.points - done);
    const world = await openWorld(options.seed * 1000 + round, options.idempotency);
    try {
      for (let point = 0; point < points; point += 1) await crashOnce(world, tally, `${round}.${point}`, options.sabotage);
      done += points;
      const found = await settleAndExamine(world, options);
      total = add(total, found);
      options.onRound?.(done, total);
    } finally {
      await world.close();
    }
  }
  return { ...total, tally, points: done };
}

/** A boundary that comes up late in a run is not reached in every life; after this long the life ends wherever it is. */
const longestLifeMs = 3000;

async function crashOnce(world: World, tally: Tally, name: string, sabotage: Sabotage | undefined): Promise<void> {
  const plan = nextPlan(world.dice, tally);
  const life = await openLife({ config: world.config, owner: `life-${name}`, plan, ...(sabotage === undefined ? {} : { sabotage }) });
  const timer = setTimeout(() => life.die('moment'), longestLifeMs);
  const where = await Promise.race([life.death, keepBusy(life, world)]);
  clearTimeout(timer);
  tally[where ?? (await life.death)] += 1;
}

/** Three of four crashes at the boundary that had fewest so far, the others anywhere. */
export function nextPlan(dice: Dice, tally: Tally): Plan {
  if (dice.chance(0.25)) return { at: 'moment', turns: dice.below(150) };
  const fewest = Math.min(...probeLabels.map((label) => tally[label]));
  return { at: dice.pick(probeLabels.filter((label) => tally[label] === fewest)), visit: dice.chance(0.6) ? 1 : 1 + dice.below(4) };
}

const enoughWork = 4;

/** The ERP and the people go about their day until the engine dies under them. */
async function keepBusy(life: Life, { shift, dice }: World): Promise<undefined> {
  try {
    for (;;) {
      if (backlog(life).atWork < enoughWork) {
        await shift.move();
        await shift.tellAll(life);
      }
      await shift.decide(life);
      await delay(dice.below(4));
    }
  } catch (thrown) {
    // Whoever was talking to it when it died hears nothing; what they had to say, they say to the next one.
    if (!life.isDead()) throw thrown;
    return undefined;
  }
}
