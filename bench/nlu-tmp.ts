import { readQuestion } from '../graphs/assistant/understand/read.ts';
import { splitClauses } from '../graphs/assistant/understand/split.ts';
import { createNameIndex } from '../src/matching/names.ts';
import { generateCompany } from '../src/sandbox/company/generate.ts';
const c = generateCompany();
import { isOrdinary } from '../src/privacy/known/index.ts';
import { isOwnWord } from '../graphs/assistant/understand/concepts.ts';
const common = (w: string) => isOrdinary(w) || isOwnWord(w);
const customers = createNameIndex(c.customers.flatMap(x=>[{key:x.id,name:x.name},{key:x.id,name:x.id}]), common);
const materials = createNameIndex(c.materials.flatMap(x=>[{key:x.id,name:x.description}]), common);
const mentions = (t: string) => [...customers.find(t).map(m=>({kind:'customer' as const,start:m.start,end:m.end,keys:m.keys})), ...materials.find(t).map(m=>({kind:'material' as const,start:m.start,end:m.end,keys:m.keys}))];
const rows = (await import('node:fs')).readFileSync('/tmp/t/q.txt','utf8').split('\n').filter(Boolean);
let bad=0,n=0;
for (const row of rows) {
  const [want, text=''] = row.split('\t');
  const q = readQuestion({ text, mentions: mentions(text), focus: {}, today: '2026-11-26', language: 'en' });
  const got = q.frames.map(f=>f.intent).join('+') || 'unknown';
  n++;
  if (got !== want) { bad++; console.log('WANT', want, 'GOT', got, '|', text, JSON.stringify(splitClauses(text, mentions(text), '2026-11-26').map(x=>x.ranked.slice(0,3).map(r=>r.intent.id+':'+r.score.toFixed(1)))), JSON.stringify(q.frames.map(({intent,desk,...f})=>f))); }
}
console.log(n-bad,'/',n);
if (process.argv[2]==='mat') console.log(c.materials.map(m=>m.id+' '+m.description).join('\n'), c.customers.map(x=>x.id+' '+x.name).join('\n'));
