import { playRounds, runsPerSecond, cpuPerRun, bytesPerRun } from './rounds.ts';
import { median } from './claim.ts';
const [mod = '', rounds = '2', ...names] = process.argv.slice(2);
const entries = names.map((each) => { const [name = '', runs = '200'] = each.split(':'); return { name, runs: Number(runs), module: new URL(mod, import.meta.url) }; });
const r = await playRounds(entries, Number(rounds), () => undefined);
for (const [name, s] of r.samples) console.log(name.padEnd(24), 'runs/s', median(s.map(runsPerSecond)).toFixed(0), 'cpu us', median(s.map(cpuPerRun)).toFixed(0), 'KB', (median(s.map(bytesPerRun)) / 1024).toFixed(1));
console.log('cal', r.calibrationMs.map((x) => x.toFixed(0)).join(' '), 'load', r.load.at(-1));
