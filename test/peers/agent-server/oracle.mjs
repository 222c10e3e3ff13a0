// The in-memory development server of @langchain/langgraph-api, with our fixture graphs.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startServer } from '@langchain/langgraph-api/server';

const here = dirname(fileURLToPath(import.meta.url));
const port = Number(process.argv[2]);
const names = ['echo', 'slow', 'error', 'ask', 'askTwo', 'nested', 'nestedAsk', 'custom'];
const idOf = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
await startServer({
  port,
  nWorkers: 4,
  host: '127.0.0.1',
  cwd: mkdtempSync(join(tmpdir(), 'oracle-')),
  graphs: Object.fromEntries(names.map((name) => [idOf(name), `${join(here, 'graphs.ts')}:${name}`])),
});
console.log('ready');
