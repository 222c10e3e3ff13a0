import { AsyncLocalStorageProviderSingleton } from '@langchain/core/singletons';

/**
 * LangChain core builds a tracing object (RunTree) for every node call, even with tracing off: 27 % of a run's CPU. This
 * replaces it by a plain object that carries the one thing LangGraph reads from it, the child config. Where a LangSmith
 * tracer is present, the original runs. It leans on internals of @langchain/core 1.4.0; `install` checks for them and
 * leaves everything as it was when they are not what it knows.
 */

const childConfig = Symbol.for('lc:child_config');

type Provider = {
  runWithConfig(config: unknown, callback: () => unknown, avoidCreatingRootRunTree?: boolean): unknown;
  getInstance(): { getStore(): unknown; run(store: unknown, callback: () => unknown): unknown };
  getRunnableConfig(): unknown;
};

let installed = false;

/** Idempotent. True when the light path is in place. */
export function installLightContext(): boolean {
  if (installed) return true;
  // The package types these as classes with private parts; only the three methods named here are used.
  const provider = AsyncLocalStorageProviderSingleton as unknown as Provider;
  if (typeof provider.runWithConfig !== 'function' || typeof provider.getInstance !== 'function') return false;
  const original = provider.runWithConfig.bind(provider);
  provider.runWithConfig = (config, callback, avoidCreatingRootRunTree) => {
    if (hasCallbacks(config)) return original(config, callback, avoidCreatingRootRunTree);
    const storage = provider.getInstance();
    const previous = storage.getStore();
    if (hasContextVariables(previous)) return original(config, callback, avoidCreatingRootRunTree);
    const store = avoidCreatingRootRunTree === true ? undefined : { tracingEnabled: false, extra: { [childConfig]: config } };
    return storage.run(store, callback);
  };
  installed = probe(provider, original);
  return installed;
}

/** Callbacks may hold a tracer; then the tree is wanted. */
function hasCallbacks(config: unknown): boolean {
  if (typeof config !== 'object' || config === null || !('callbacks' in config)) return false;
  const { callbacks } = config;
  if (callbacks === undefined || callbacks === null) return false;
  if (Array.isArray(callbacks)) return callbacks.length > 0;
  return typeof callbacks === 'object' && 'handlers' in callbacks && Array.isArray(callbacks.handlers)
    ? callbacks.handlers.some((handler: { name?: string }) => handler.name === 'langchain_tracer')
    : true;
}

function hasContextVariables(store: unknown): boolean {
  return (
    typeof store === 'object' &&
    store !== null &&
    Object.getOwnPropertySymbols(store).some((symbol) => symbol.description === 'lc:context_variables')
  );
}

/** Does a config come back the way LangGraph asks for it? If not, the internals changed: put the original back. */
function probe(provider: Provider, original: Provider['runWithConfig']): boolean {
  const marker = { configurable: { probe: true } };
  const seen = provider.runWithConfig(marker, () => provider.getRunnableConfig());
  const storageMissing = seen === undefined && original(marker, () => provider.getRunnableConfig()) === undefined;
  if (seen === marker || storageMissing) return true;
  provider.runWithConfig = original;
  return false;
}
