import { fileURLToPath } from 'node:url';
import { createRequire } from 'node:module';
import { createDetector, loadLexicon } from '../src/privacy/detect/index.ts';
import { loadCorpus, findPrivacyData } from './privacy/corpus.ts';
import { messagesOf, bytesOf } from './privacy/messages.ts';
const d = createDetector(loadLexicon(fileURLToPath(new URL('../src/privacy/lists', import.meta.url))));
const msgs = messagesOf(loadCorpus(findPrivacyData()!, 'presidio-synth-v2'));
const bytes = bytesOf(msgs);
const { SyncRedactor } = createRequire('/work/main/test/peers/package.json')('redact-pii');
const rp = new SyncRedactor({ globalReplaceWith: 'X' });
const time = (f: (m: string) => unknown, k: number) => {
  const u = process.cpuUsage();
  for (let i = 0; i < k; i++) for (const m of msgs) f(m);
  const e = process.cpuUsage(u);
  return (bytes * k) / (e.user + e.system);
};
const n = Number(process.argv[2] ?? 12);
for (let r = 0; r < n; r++) {
  const a = time((m) => d.detect(m), 8);
  const b = process.argv[3] ? 0 : time((m) => rp.redact(m), 2);
  console.log(a.toFixed(1), b.toFixed(1), (a / b).toFixed(2));
}
