/** The house as data: which layer may import what, and which folders own which packages. docs/architecture.md explains it. */

export const layers: Readonly<Record<string, readonly string[]>> = {
  'src/contracts': [],
  'src/privacy': ['src/contracts'],
  'src/approvals': ['src/contracts'],
  'src/effects': ['src/contracts'],
  'src/audit': ['src/contracts'],
  'src/prompting': ['src/contracts'],
  'src/telemetry': ['src/contracts'],
  'src/config': ['src/contracts'],
  'src/storage': ['src/contracts'],
  'src/connectors': ['src/contracts'],
  'src/recognising': ['src/contracts'],
  'src/matching': ['src/contracts'],
  'src/learning': ['src/contracts'],
  'src/scoring': ['src/contracts', 'src/learning', 'src/prompting', 'src/privacy'],
  'src/evaluating': ['src/contracts', 'src/learning', 'src/prompting', 'src/privacy'],
  'src/llm': ['src/contracts', 'src/privacy', 'src/prompting'],
  'src/sandbox': ['src/contracts'],
  'src/flow': ['src/contracts', 'src/matching', 'src/privacy', 'src/approvals', 'src/effects', 'src/audit', 'src/prompting'],
  'src/events': ['src/contracts', 'src/privacy', 'src/approvals', 'src/effects', 'src/audit', 'src/prompting'],
  'src/runs': ['src/contracts', 'src/flow', 'src/privacy', 'src/approvals', 'src/effects', 'src/audit', 'src/prompting'],
  'src/http': ['src/contracts'],
  'src/cli': ['src/contracts'],
  'src/testing': ['src/contracts', 'src/index.ts'],
  'src/index.ts': ['src/contracts'],
  'src/app': ['*'],
  tools: ['countersign'],
  'classic-models': ['countersign', 'countersign/learning'],
  agents: ['countersign', 'tools', 'classic-models'],
  graphs: ['countersign', 'countersign/flow', 'countersign/matching', 'agents', 'tools', 'classic-models'],
};

/** npm package → the folders that may import it. A package that is not listed may be imported by nobody in src/ and content. */
export const owners: Readonly<Record<string, readonly string[]>> = {
  zod: ['*'],
  '@langchain/langgraph': ['graphs', 'src/flow', 'src/runs'],
  '@langchain/langgraph-checkpoint': ['src/flow', 'src/runs'],
  '@langchain/core': ['graphs', 'src/flow', 'src/runs', 'src/llm'],
  '@langchain/openai': ['src/llm'],
  '@langchain/ollama': ['src/llm'],
  'better-sqlite3': ['src/storage', 'src/sandbox'],
  hono: ['src/http', 'src/sandbox'],
  '@hono/node-server': ['src/http', 'src/sandbox'],
  undici: ['src/connectors/core'],
  cockatiel: ['src/connectors/core'],
  diff: ['src/prompting', 'src/evaluating'],
  '@jetstreamapp/soql-parser-js': ['src/sandbox'],
  'csv-parse': ['src/sandbox', 'src/app'],
  jose: ['src/connectors', 'src/sandbox'],
  pino: ['src/telemetry'],
  yaml: ['src/config', 'src/prompting', 'src/evaluating'],
  // In over HTTP, out by the outbox: the one format both ways.
  cloudevents: ['src/http', 'src/events'],
  croner: ['src/events'],
  // Decision 27.
  amqplib: ['src/connectors/amqp'],
  commander: ['src/cli'],
  '@modelcontextprotocol/sdk': ['src/http/mcp'],
  // An optional peer: decision 9.
  'libphonenumber-js': ['src/privacy'],
  'onnxruntime-node': ['src/recognising', 'src/app/model-adapters'],
  tsx: ['src/app'],
};

/**
 * Modules that open sockets or resolve names → the folders that may. HTTP goes through the core; mail has no HTTP, and the one
 * client this house would take for it is not needed for a notice (decision 24).
 */
export const sockets: Readonly<Record<string, readonly string[]>> = {
  // Beside the core and mail: what an address looks like, and the recorder of a provider's answers.
  'node:net': ['src/connectors/core', 'src/connectors/smtp', 'src/connectors/amqp', 'src/privacy/detect', 'src/cli/recording'],
  'node:tls': ['src/connectors/smtp'],
  'node:dns': ['src/connectors/core'],
};

/** Content is pure: no network, no processes, no machine. */
export const forbiddenInContent = ['node:http', 'node:https', 'node:net', 'node:tls', 'node:child_process', 'node:process', 'undici'];
