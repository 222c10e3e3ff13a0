import { existsSync, readFileSync } from 'node:fs';
import { memoryUsage } from 'node:process';

/** One side of a comparison. Lives in a process of its own and does its work in rounds. */
export type Contestant = {
  /** Does `runs` units of work and checks that they were done; throws when they were not. */
  round(runs: number): Promise<void>;
  close(): Promise<void> | void;
};

/** `folder` is empty and belongs to this contestant. */
export type MakeContestant = (folder: string) => Promise<Contestant>;

export type Sample = {
  readonly runs: number;
  readonly wallMs: number;
  readonly cpuMs: number;
  /** Bytes handed to the kernel by write calls, journal included; undefined where /proc is missing. */
  readonly writtenBytes: number | undefined;
  /** Heap in use after a forced collection; undefined without --expose-gc or when not asked for. */
  readonly heapMb: number | undefined;
};

/** Measures one round of the calling process. */
export async function measure(contestant: Contestant, runs: number, wantsHeap: boolean): Promise<Sample> {
  const writtenBefore = writtenBytes();
  const cpuBefore = process.cpuUsage();
  const before = performance.now();
  await contestant.round(runs);
  const wallMs = performance.now() - before;
  const cpu = process.cpuUsage(cpuBefore);
  const writtenAfter = writtenBytes();
  return {
    runs,
    wallMs,
    cpuMs: (cpu.user + cpu.system) / 1000,
    writtenBytes: writtenBefore === undefined || writtenAfter === undefined ? undefined : writtenAfter - writtenBefore,
    heapMb: wantsHeap ? settledHeapMb() : undefined,
  };
}

/** Work of a fixed size that touches no disk: says how fast the machine was while the others were measured. */
export function calibrate(): number {
  const before = performance.now();
  let seen = 0;
  for (let i = 0; i < 3000; i += 1) {
    const text = JSON.stringify({ i, lines: Array.from({ length: 40 }, (_, n) => ({ n, name: `line ${n * i}` })) });
    seen += (JSON.parse(text) as { lines: unknown[] }).lines.length;
  }
  if (seen !== 120_000) throw new Error('the calibration loop lost its count');
  return performance.now() - before;
}

/** Runs `work` for 0 … total - 1, at most `lanes` at once. */
export async function inLanes(total: number, lanes: number, work: (n: number) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: Math.min(lanes, total) }, async () => {
      while (next < total) {
        const n = next;
        next += 1;
        await work(n);
      }
    }),
  );
}

function writtenBytes(): number | undefined {
  if (!existsSync('/proc/self/io')) return undefined;
  const found = /^wchar: (\d+)$/m.exec(readFileSync('/proc/self/io', 'utf8'));
  return found?.[1] === undefined ? undefined : Number(found[1]);
}

function settledHeapMb(): number | undefined {
  if (globalThis.gc === undefined) return undefined;
  // Finalisers of the first pass free what the second collects.
  globalThis.gc();
  globalThis.gc();
  return memoryUsage().heapUsed / 1_048_576;
}
