process.env['LANGCHAIN_CALLBACKS_BACKGROUND'] = 'false';
const { openChatRig } = await import('../test/support/chat-rig.ts');
const { seedCompany } = await import('../test/support/seed-company.ts');
const { generateCompany } = await import('../src/sandbox/company/generate.ts');
const { readFileSync } = await import('node:fs');
const company = seedCompany(generateCompany(), { stock: { 'MAT-1003': { '1020': '60' } } });
const rig = await openChatRig({ connections: company.connections });
const lines = readFileSync(process.argv[2] ?? '/tmp/t/c.txt','utf8').split('\n').filter(Boolean);
let chat = rig.chat();
for (const line of lines) {
  if (line === '--') { chat = rig.chat(); console.log('------'); continue; }
  const from = performance.now();
  try {
  const turn = await chat.say(line);
  console.log(`\n> ${line}   [${(performance.now()-from).toFixed(0)} ms] ${turn.parked.length? 'PARKED':''}`);
  console.log(turn.text);
  for (const b of turn.blocks) if (b.type==='table') console.log('  TABLE', b.title, b.rows.length, JSON.stringify(Object.values(b.rows[0]?.cells ?? {}).map(c=>c.text)), b.note); else if (b.type!=='text') console.log('  ', JSON.stringify(b).slice(0,300));
  const first = turn.blocks.find(b=>b.type==='text'); if (first?.type==='text') console.log('  cites:', first.cites.map(c=>first.text.slice(c.start,c.end)+'→'+turn.answer.sources.find(s=>s.id===c.source)?.label).join(' | '));
  } catch (e) { console.log(`\n> ${line}\nERROR`, e); }
}
await rig.core.worker.stop(500);
rig.close();
process.exit(0);
