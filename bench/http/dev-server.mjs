// The in-memory development server of @langchain/langgraph-api, as `langgraphjs dev` starts it: ten workers.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// From the peers' own install; this project does not depend on it.
const module = new URL('../../test/peers/node_modules/@langchain/langgraph-api/dist/server.mjs', import.meta.url);
const { startServer } = await import(module.href);
const here = dirname(fileURLToPath(import.meta.url));
const [, , port, cwd] = process.argv;
await startServer({ port: Number(port), nWorkers: 10, host: '127.0.0.1', cwd, graphs: { order: `${join(here, 'dev-graphs.ts')}:order` } });
process.send?.({ ready: true });
