import type { EffectStore } from '../contracts/effects.ts';
import type { PlannedWrite } from '../contracts/proposals.ts';
import { LookAgain, type Session } from './parts.ts';

/**
 * The records this process writes to. Writes to one record go one after the other, and a decision that was read before one of
 * them and described after it is noticed: vendors' versions may count whole seconds, and then tell neither.
 */
export class Targets {
  readonly #queues = new Map<string, Promise<unknown>>();
  readonly #touched = new Map<string, number>();
  #moment = 0;

  /** Later than every write that has ended. */
  get moment(): number {
    return this.#moment;
  }

  /** Whether a write to this record ended after a moment. */
  isTouchedSince(name: string, moment: number): boolean {
    return (this.#touched.get(name) ?? 0) > moment;
  }

  /** Writes to the record once all earlier ones have ended. */
  async write<T>(name: string, work: () => Promise<T>): Promise<T> {
    const mine = (this.#queues.get(name) ?? Promise.resolve()).then(work).finally(() => this.#touch(name));
    const ended = mine.then(
      () => undefined,
      () => undefined,
    );
    this.#queues.set(name, ended);
    try {
      return await mine;
    } finally {
      if (this.#queues.get(name) === ended) this.#queues.delete(name);
    }
  }

  #touch(name: string): void {
    this.#moment += 1;
    this.#touched.delete(name);
    this.#touched.set(name, this.#moment);
    // What was written longest ago: every step that began before it is over by now.
    const [oldest] = this.#touched.keys();
    if (this.#touched.size > kept && oldest !== undefined) this.#touched.delete(oldest);
  }
}

const kept = 10_000;
const known = new WeakMap<EffectStore, Targets>();

/** Of all runs that share a ledger. */
export function targetsOf(effects: EffectStore): Targets {
  const targets = known.get(effects) ?? new Targets();
  known.set(effects, targets);
  return targets;
}

export const targetName = (connection: string, target: { readonly type: string; readonly id: string }): string =>
  `${connection}/${target.type}/${target.id}`;

/** What was decided on values read before one of us wrote to the record would show as before what the decision never saw. */
export function notTouched(session: Pick<Session, 'parts' | 'since'>, write: PlannedWrite): PlannedWrite {
  const { parts, since } = session;
  const { type, id } = write.target;
  if (id !== undefined && targetsOf(parts.effects).isTouchedSince(targetName(write.connection, { type, id }), since))
    throw new LookAgain(parts.clock.now().toISOString(), `${type} was written to while it was decided about`);
  return write;
}
