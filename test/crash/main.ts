import { parseArgs } from 'node:util';
import { probeLabels } from '../../src/flow/parts.ts';
import { crashInProcess } from './in-process.ts';

const { values } = parseArgs({
  options: {
    points: { type: 'string', default: '2000' },
    kills: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});
const started = performance.now();
const report = await crashInProcess({
  points: Number(values.points),
  seed: Number(values.seed),
  onRound: (done, found) =>
    console.log(
      done,
      Math.round((performance.now() - started) / 100) / 10,
      's',
      found.lost.length,
      found.duplicated.length,
      found.broken.length,
    ),
});
console.log(
  report.tally,
  report.effects,
  report.lost.slice(0, 20),
  report.duplicated.slice(0, 20),
  report.broken.slice(0, 40),
  probeLabels.length,
);
process.exit(0);
