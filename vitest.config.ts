import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source', 'node', 'import', 'module', 'default'] } },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/peers/**', 'node_modules/**', 'dist/**'],
    env: { LANGCHAIN_CALLBACKS_BACKGROUND: 'false', LANGSMITH_TRACING: 'false' },
    // It has a `source` condition of its own, which is TypeScript that Node does not read.
    server: { deps: { inline: ['eventsource-parser', /modelcontextprotocol/] } },
    testTimeout: 20_000,
    hookTimeout: 30_000,
    maxWorkers: 2,
    pool: 'forks',
  },
});
