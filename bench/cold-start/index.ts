import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, short, type Bench, type BenchOptions, type Figures, type Goal } from '../claim.ts';
import { calibrate } from '../contestant.ts';
import { bundled, unbundled } from './packages.ts';
import { start, type Start } from './start.ts';

const goals: readonly Goal[] = [
  // Missed: the libraries, the company and the word lists cost both sides the same.
  {
    key: 'vs_unbundled',
    atMost: 0.6,
    gate: 1.3,
    says: 'process start to the first answered chat run, the bundle over the same sources file by file',
  },
  { key: 'idle_mb', atMost: 110, gate: 210, says: 'resident MB ten seconds after that run, the sandbox company in the same process' },
  { key: 'cpu_vs_unbundled', says: 'processor time of the same two starts' },
];

export const coldStart: Bench = {
  name: 'cold-start',
  says: 'countersign up in sandbox mode on a data folder that exists, bundled and unbundled, alternating',
  goals,
  run,
};

async function run({ isQuick, tell }: BenchOptions): Promise<Figures> {
  const rounds = isQuick ? 3 : 7;
  const home = mkdtempSync(join(tmpdir(), 'bench-cold-start-'));
  const sides = { bundle: join(home, 'bundle'), files: join(home, 'files') };
  try {
    tell('building both sides');
    await bundled(sides.bundle);
    await unbundled(sides.files);
    // The first start makes the company and warms the file cache; it is not counted.
    await start(sides.bundle, home, 0);
    await start(sides.files, home, 0);
    const bundle: Start[] = [];
    const files: Start[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const play = {
        bundle: async () => bundle.push(await start(sides.bundle, home, 0)),
        files: async () => files.push(await start(sides.files, home, 0)),
      };
      for (const side of round % 2 === 0 ? (['files', 'bundle'] as const) : (['bundle', 'files'] as const)) await play[side]();
      tell(`round ${round} of ${rounds}: bundle ${short(bundle.at(-1)?.ms ?? 0)} ms, file by file ${short(files.at(-1)?.ms ?? 0)} ms`);
    }
    const rest = 10;
    const idle = [(await start(sides.bundle, home, rest)).idleMb, (await start(sides.bundle, home, rest)).idleMb];
    return {
      vs_unbundled: median(bundle.map(({ ms }, at) => ms / (files[at]?.ms ?? Number.NaN))),
      idle_mb: median(idle.map((mb) => mb ?? Number.NaN)),
      cpu_vs_unbundled: median(bundle.map(({ cpuMs = Number.NaN }, at) => cpuMs / (files[at]?.cpuMs ?? Number.NaN))),
      bundle_cpu_ms: median(bundle.map(({ cpuMs = Number.NaN }) => cpuMs)),
      bundle_ms: median(bundle.map(({ ms }) => ms)),
      unbundled_ms: median(files.map(({ ms }) => ms)),
      calibration_ms: calibrate(),
      load: loadavg()[0] ?? 0,
      rounds,
    };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
