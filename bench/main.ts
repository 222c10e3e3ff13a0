import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { judge, verdictLines, type Bench, type Verdict } from './claim.ts';

/** Each bench is loaded only when it is asked for. */
const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  runs: async () => (await import('./runs/index.ts')).runs,
  privacy: async () => (await import('./privacy/index.ts')).privacy,
  http: async () => (await import('./http/index.ts')).http,
  learning: async () => (await import('./learning/index.ts')).learning,
  evals: async () => (await import('./evals/index.ts')).evals,
  matching: async () => (await import('./matching/index.ts')).matching,
  reconcile: async () => (await import('./reconcile/index.ts')).reconcile,
  impact: async () => (await import('./impact/index.ts')).impact,
  day: async () => (await import('./day/index.ts')).day,
  'cold-start': async () => (await import('./cold-start/index.ts')).coldStart,
};

const [name = '', ...flags] = process.argv.slice(2);
const load = Object.hasOwn(benches, name) ? benches[name] : undefined;
const unknown = flags.filter((flag) => flag !== '--check' && flag !== '--quick');
if (!load || unknown.length > 0) {
  process.stderr.write(`usage: npm run bench -- ${Object.keys(benches).join('|')} [--check] [--quick]\n`);
  process.exit(2);
}
const bench = await load();
const started = performance.now();
const isQuick = flags.includes('--quick');
process.stdout.write(`${bench.name}: ${bench.says}${isQuick ? ' (quick: fewer rounds, wider scatter)' : ''}\n\n`);
const figures = await bench.run({ isQuick, tell: (line) => process.stdout.write(`${line}\n`) });
const verdicts = judge(bench.goals, figures);
process.stdout.write(`\n${verdictLines(verdicts).join('\n')}\n\n${((performance.now() - started) / 1000).toFixed(0)} s\n`);

const folder = fileURLToPath(new URL('results', import.meta.url));
mkdirSync(folder, { recursive: true });
const rounded = Object.fromEntries(Object.entries(figures).map(([key, value]) => [key, Number(value.toPrecision(4))]));
writeFileSync(`${folder}/${bench.name}.json`, `${JSON.stringify(rounded, null, 2)}\n`);

const named = (list: readonly Verdict[]): string => list.map(({ goal }) => goal.key).join(', ');
const short = verdicts.filter(({ isMet, isHeld }) => !isMet && isHeld);
if (short.length > 0) process.stdout.write(`short of the goal, within the gate: ${named(short)}\n`);
const lost = verdicts.filter(({ isHeld }) => !isHeld);
if (flags.includes('--check') && lost.length > 0) {
  process.stderr.write(`short: ${named(lost)}\n`);
  process.exitCode = 1;
}
