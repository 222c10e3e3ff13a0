import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { median } from './claim.ts';
import { calibrate, type Sample } from './contestant.ts';
import type { Order } from './child.ts';

/** A contestant in a process of its own; it sleeps while others are measured. */
export type Runner = { round(runs: number, wantsHeap?: boolean): Promise<Sample>; close(): Promise<void> };

export async function startRunner(module: URL, name: string): Promise<Runner> {
  const child = fork(fileURLToPath(new URL('child.ts', import.meta.url)), [module.href, name], {
    // Both sides get the settings LangGraph needs to be measured, not its tracing.
    env: { ...process.env, LANGCHAIN_CALLBACKS_BACKGROUND: 'false', LANGSMITH_TRACING: 'false' },
  });
  await answer(child, name);
  const ask = async (order: Order): Promise<unknown> => {
    const answered = answer(child, name);
    child.send(order);
    return answered;
  };
  return {
    // Written by measure in the child.
    round: async (runs, wantsHeap = false) => (await ask({ do: 'round', runs, wantsHeap })) as Sample,
    async close() {
      const gone = once(child, 'exit');
      child.send({ do: 'close' } satisfies Order);
      await gone;
    },
  };
}

async function answer(child: ChildProcess, name: string): Promise<unknown> {
  const stop = new AbortController();
  try {
    return await Promise.race([
      once(child, 'message', { signal: stop.signal }).then(([message]: unknown[]) => message),
      once(child, 'exit', { signal: stop.signal }).then(([code]: unknown[]) => {
        throw new Error(`the process of ${name} ended with ${String(code)} before it answered`);
      }),
    ]);
  } finally {
    stop.abort();
  }
}

export type Entry = { readonly name: string; readonly module: URL; readonly runs: number };

export type Rounds = {
  /** Samples by contestant, in the order of the rounds. */
  readonly samples: ReadonlyMap<string, readonly Sample[]>;
  readonly calibrationMs: readonly number[];
  readonly load: readonly number[];
};

/**
 * Lets all contestants work in turn, round after round, each round in the opposite order of the one before: whatever else
 * the machine does hits all of them alike. The first round warms up and is thrown away.
 */
export async function playRounds(entries: readonly Entry[], rounds: number, tell: (line: string) => void): Promise<Rounds> {
  const runners = new Map<string, Runner>();
  for (const { name, module } of entries) runners.set(name, await startRunner(module, name));
  const samples = new Map<string, Sample[]>(entries.map(({ name }) => [name, []]));
  const calibrationMs: number[] = [];
  const load: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const order = round % 2 === 0 ? entries : entries.toReversed();
    for (const { name, runs } of order) {
      const sample = await runners.get(name)?.round(runs);
      if (sample && round > 0) samples.get(name)?.push(sample);
    }
    calibrationMs.push(calibrate());
    load.push(loadavg()[0] ?? 0);
    if (round > 0) tell(`round ${round} of ${rounds}, load ${load.at(-1)?.toFixed(1)}, calibration ${calibrationMs.at(-1)?.toFixed(0)} ms`);
  }
  await Promise.all([...runners.values()].map((runner) => runner.close()));
  return { samples, calibrationMs: calibrationMs.slice(1), load };
}

export const runsPerSecond = (sample: Sample): number => (sample.runs * 1000) / sample.wallMs;
export const cpuPerRun = (sample: Sample): number => (sample.cpuMs * 1000) / sample.runs;
export const bytesPerRun = (sample: Sample): number => (sample.writtenBytes ?? Number.NaN) / sample.runs;

/** The middle of the ratios round by round: both numbers of a ratio were measured within the same seconds. */
export function ratio(of: readonly Sample[], over: readonly Sample[], measure: (sample: Sample) => number): number {
  return median(
    of.map((sample, round) => {
      const other = over[round];
      return other ? measure(sample) / measure(other) : Number.NaN;
    }),
  );
}
