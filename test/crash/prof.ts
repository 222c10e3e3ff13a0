import { openWorld, settleAndExamine } from './round.ts';
import { openLife } from './life.ts';
import { backlog } from './shift.ts';
const t0 = performance.now();
const lap = (s: string) => console.log(s, Math.round(performance.now() - t0));
const world = await openWorld(1);
lap('world');
for (let i = 0; i < 6; i++) {
  const life = await openLife({ config: world.config, owner: 'a' + i, plan: { at: 'never' } });
  lap('open');
  life.die('moment');
  lap('die');
}
const life = await openLife({ config: world.config, owner: 'b', plan: { at: 'never' } });
lap('open');
await world.shift.tellAll(life);
lap('told');
for (let i = 0; i < 400; i++) {
  const b = backlog(life);
  const d = await world.shift.decide(life);
  if (b.atWork === 0 && b.later === 0 && d === 0) break;
  await new Promise((r) => setTimeout(r, 10));
  if (i % 20 === 0) lap(JSON.stringify(b) + d + ' req ' + world.sandbox.requests.list().length);
}
lap('drained');
life.die('moment');
const f = await settleAndExamine(world);
lap('examined');
console.log(f);
await world.close();
process.exit();
