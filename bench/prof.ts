import { mkdtempSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
const [, , mod = '', name = '', runs = '400'] = process.argv;
process.env['LANGCHAIN_CALLBACKS_BACKGROUND'] = 'false';
const { contestants } = await import(new URL(mod, import.meta.url).href);
const c = await contestants[name](mkdtempSync('/tmp/prof-'));
await c.round(Number(runs));
const s = new Session(); s.connect();
await s.post('Profiler.enable'); await s.post('Profiler.setSamplingInterval', { interval: 200 }); await s.post('Profiler.start');
await c.round(Number(runs));
const { profile } = await s.post('Profiler.stop');
writeFileSync('/tmp/p.cpuprofile', JSON.stringify(profile));
await c.close();
const nodes = new Map(profile.nodes.map((n) => [n.id, n]));
const self = new Map<number, number>();
profile.samples?.forEach((id, i) => self.set(id, (self.get(id) ?? 0) + (profile.timeDeltas?.[i] ?? 0)));
const bySelf = new Map<string, number>(); const byTotal = new Map<string, number>();
const label = (n: any) => `${n.callFrame.functionName || '(anon)'} ${n.callFrame.url.split('/').slice(-3).join('/')}:${n.callFrame.lineNumber + 1}`;
function walk(id: number, stack: Set<string>): number {
  const n: any = nodes.get(id); const l = label(n);
  const own = self.get(id) ?? 0; let total = own;
  bySelf.set(l, (bySelf.get(l) ?? 0) + own);
  const fresh = !stack.has(l); if (fresh) stack.add(l);
  for (const c of n.children ?? []) total += walk(c, stack);
  if (fresh) { stack.delete(l); byTotal.set(l, (byTotal.get(l) ?? 0) + total); }
  return total;
}
const all = walk(profile.nodes[0]!.id, new Set());
const show = (m: Map<string, number>, k: number) => [...m].sort((a, b) => b[1] - a[1]).slice(0, k).forEach(([l, v]) => console.log((v / Number(runs)).toFixed(0).padStart(6), 'us', (100 * v / all).toFixed(1).padStart(5) + '%', l));
console.log('SELF'); show(bySelf, 45); console.log('TOTAL'); show(byTotal, 90);
