import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { build } from 'esbuild';
import { packageHome } from '../../src/config/home.ts';
import { probeLabels } from '../../src/flow/parts.ts';
import type { Command, Word } from './child-talk.ts';
import type { Dice } from './dice.ts';
import { nothingFound, type Findings } from './examine.ts';
import { add, freshTally, type Tally } from './tally.ts';
import type { Plan } from './life.ts';
import { openWorld, settleAndExamine, type World } from './round.ts';

export type KillOptions = {
  readonly kills: number;
  readonly seed: number;
  readonly killsPerRound?: number;
  readonly onRound?: (done: number, found: Findings) => void;
};

export type KillReport = Findings & {
  readonly tally: Tally;
  readonly kills: number;
  /** Kills after which the ledger on disk held an effect that was being sent. */
  readonly whileSending: number;
};

/** Kills real worker processes with SIGKILL, on one data folder a round that is written with synchronous FULL. */
export async function killProcesses(options: KillOptions): Promise<KillReport> {
  const bundle = await bundleChild();
  const tally = freshTally();
  let total = nothingFound();
  let done = 0;
  let whileSending = 0;
  let spare = fork(bundle, { execArgv: ['--conditions=source'] });
  for (let round = 0; done < options.kills; round += 1) {
    const world = await openWorld(options.seed * 1000 + 500 + round);
    try {
      const kills = Math.min(options.killsPerRound ?? 30, options.kills - done);
      for (let kill = 0; kill < kills; kill += 1) {
        const child = spare;
        // The next one starts up while this one works; it opens nothing before it is its turn.
        spare = fork(bundle, { execArgv: ['--conditions=source'] });
        const since = new Date().toISOString();
        const where = await liveAndDie(child, world, nextKill(world.dice, done + kill));
        tally[where] += 1;
        if (wasSending(world.config.dataDir, since)) whileSending += 1;
      }
      done += kills;
      total = add(total, await settleAndExamine(world));
      options.onRound?.(done, total);
    } finally {
      await world.close();
    }
  }
  spare.kill('SIGKILL');
  return { ...total, tally, kills: done, whileSending };
}

/** One file starts three times as fast as a tree of modules. It lies inside the package, whose folders it looks for. */
async function bundleChild(): Promise<string> {
  const outfile = join(packageHome(), 'dist', 'crash', 'child.mjs');
  await build({
    entryPoints: [join(packageHome(), 'test', 'crash', 'child.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['source'],
    external: ['better-sqlite3', 'esbuild'],
    banner: { js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);` },
    logLevel: 'error',
  });
  return outfile;
}

/** Every fourth while an effect is being sent, every fourth at a random moment, the others at the other boundaries in turn. */
export function nextKill(dice: Dice, index: number): Plan {
  if (index % 4 === 0) return { at: 'effect.sending', visit: 1 + dice.below(3) };
  if (index % 4 === 1) return { at: 'moment', turns: dice.below(350) };
  const others = probeLabels.filter((label) => label !== 'effect.sending');
  return { at: others[(Math.floor(index / 4) * 2 + (index % 4) - 2) % others.length] ?? 'run.claimed', visit: 1 + dice.below(2) };
}

const longestLifeMs = 6000;

/** One process from its start to its death; answers where it died. */
async function liveAndDie(child: ChildProcess, world: World, plan: Plan): Promise<keyof Tally> {
  const words = listen(child);
  // A word sent to a process at the moment it is killed does not arrive; that is the point.
  const command = (each: Command): boolean => child.connected && child.send(each, () => undefined);
  await words.until('ready');
  command({ do: 'open', config: world.config, plan, sandboxUrl: world.sandbox.url });
  await words.until('open');
  let alive = true;
  const telling = keepTelling(world, words, command, () => alive);
  // Turns of a moment are milliseconds here: another process has no event loop we could count.
  const at =
    plan.at === 'moment' ? await delay(plan.turns, undefined) : await Promise.race([words.until('at'), delay(longestLifeMs, undefined)]);
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
  alive = false;
  words.stop();
  await telling;
  return at?.say === 'at' ? at.label : 'moment';
}

type Words = ReturnType<typeof listen>;

function listen(child: ChildProcess) {
  const heard: Word[] = [];
  const waiting = new Set<{ wanted: Word['say']; hear: (word: Word) => void }>();
  let onAccepted: (sourceId: string) => void = () => undefined;
  child.on('message', (word: Word) => {
    if (word.say === 'failed') throw new Error(`the worker process failed: ${word.code} ${word.message}`);
    if (word.say === 'accepted') onAccepted(word.sourceId);
    heard.push(word);
    for (const each of waiting) {
      if (each.wanted !== word.say) continue;
      waiting.delete(each);
      each.hear(word);
    }
  });
  return {
    until<S extends Word['say']>(wanted: S): Promise<Extract<Word, { say: S }>> {
      const said = heard.find((word) => word.say === wanted);
      // Found by the very word that makes up the type.
      if (said) return Promise.resolve(said as Extract<Word, { say: S }>);
      return new Promise((resolve) => waiting.add({ wanted, hear: (word) => resolve(word as Extract<Word, { say: S }>) }));
    },
    accepted(hear: (sourceId: string) => void): void {
      onAccepted = hear;
    },
    stop(): void {
      waiting.clear();
      child.removeAllListeners('message');
    },
  };
}

/** The ERP tells its news one by one, each until it was accepted. */
async function keepTelling(world: World, words: Words, command: (each: Command) => boolean, isAlive: () => boolean): Promise<void> {
  const { shift } = world;
  while (isAlive()) {
    if (!shift.hasNews) await shift.move();
    const news = shift.next();
    if (news) {
      const accepted = new Promise<void>((resolve) => words.accepted((sourceId) => sourceId === news.sourceId && resolve()));
      if (!command({ do: 'tell', ...news })) return;
      const heard = await Promise.race([accepted.then(() => true), delay(300, false)]);
      if (heard) shift.accepted(news);
    }
    await delay(25);
  }
}

/** What the killed process left on disk: an effect it had begun to send itself. */
function wasSending(dataDir: string, since: string): boolean {
  const db = new Database(join(dataDir, 'main.db'));
  try {
    return db.prepare(`SELECT 1 FROM effects WHERE state = 'sending' AND sent_at >= ?`).get(since) !== undefined;
  } finally {
    db.close();
  }
}
