import { randomBytes } from 'node:crypto';
import type { EffectStore } from '../../src/contracts/effects.ts';
import type { Connection, RecordWriter } from '../../src/contracts/ports.ts';
import type { Sabotage } from './installation.ts';

/** Ways to break the promise of exactly one effect, from outside the product. The harness has to notice each of them. */

function withWriter(connection: Connection, change: (writer: RecordWriter) => Partial<RecordWriter>): Connection {
  return { ...connection, writer: { ...connection.writer, ...change(connection.writer) } };
}

/** Every attempt has a key of its own, so the target cannot tell a second attempt from a second effect. */
export const aNewKeyForEveryAttempt: Sabotage = {
  connection: (connection) =>
    withWriter(connection, (writer) => ({
      send: (request, options) => writer.send({ ...request, key: `CS-${randomBytes(13).toString('hex').toUpperCase()}` }, options),
    })),
};

/** `sending` is never stored, and whatever is in doubt counts as never sent. */
export const noMemoryOfSending: Sabotage = {
  connection: (connection) => withWriter(connection, () => ({ lookup: async () => ({ kind: 'absent' }), refusesSecond: () => true })),
  effects: (effects): EffectStore => ({
    ...effects,
    async transition(changes, fence, audit) {
      if (changes.every((change) => change.to === 'sending')) return true;
      const lenient = changes.map((change) => ({ ...change, from: [...change.from, 'reserved' as const] }));
      return effects.transition(lenient, fence, audit);
    },
  }),
};

/** What a dead worker held stays where it lies. */
export const noRecovery: Sabotage = { withoutRecovery: true };
