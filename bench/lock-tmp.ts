import { readFileSync, writeFileSync } from 'node:fs';
import { loadPrompts, updateLock } from '../src/prompting/index.ts';
// Until it is released, version 1.0.0 of the new prompts may change.
const f='prompts/prompts.lock.json'; const rows = JSON.parse(readFileSync(f,'utf8')).filter((r:{id:string})=>!r.id.startsWith('assistant.'));
writeFileSync(f,'[\n'+rows.map((r:unknown)=>'  '+JSON.stringify(r)).join(',\n')+'\n]\n'); updateLock('prompts', loadPrompts('prompts'));
