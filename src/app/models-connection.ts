import { CountersignError } from '../contracts/errors.ts';
import type { ModelService } from '../contracts/model-services.ts';
import type { Connection } from '../contracts/ports.ts';

/** The part the numeric models play for tools; no connection of the config can have this name. */
export const modelsSystem = 'models';

/** The installation's own numeric models as a connection that only reads, so that their tools are offered and asked like all others. */
export function modelsConnection(service: Pick<ModelService, 'predict'>): Connection {
  return {
    name: modelsSystem,
    vendor: 'countersign',
    capabilities: { operations: ['models.predict'], idempotency: 'none', concurrency: 'none', changes: 'none', maxKeyLength: 0 },
    ports: {
      models: {
        predict: (model, body, { by, signal }) => service.predict(model, body, signal === undefined ? {} : { signal }, by),
      },
    },
    reader: { read: async () => undefined },
    writer: {
      send: async () => ({ kind: 'refused', status: 405, code: 'read-only', reason: 'Nothing is written to numeric models' }),
      lookup: async () => ({ kind: 'absent' }),
      refusesSecond: () => true,
      settleDelayMs: 0,
    },
    doctor: async () => [],
    close: async () => undefined,
  };
}

/** A connection of this name would hide the models from their tools. */
export function refuseNamesOfOwn(connections: Readonly<Record<string, unknown>>): void {
  if (Object.hasOwn(connections, modelsSystem))
    throw new CountersignError('config.invalid', `A connection cannot be called ${modelsSystem}; the numeric models are`, {
      field: `connections.${modelsSystem}`,
    });
}
