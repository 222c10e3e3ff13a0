import type { Config } from '../../src/config/schema.ts';
import type { Connection } from '../../src/contracts/ports.ts';
import type { ProbeLabel } from '../../src/flow/parts.ts';
import { openEngine, recover, type Opened, type Sabotage } from './installation.ts';

/** When a life ends: at the n-th visit of a boundary, or after so many turns of the event loop, wherever it is then. */
export type Plan =
  | { readonly at: ProbeLabel; readonly visit: number }
  | { readonly at: 'moment'; readonly turns: number }
  | { readonly at: 'never' };

export type Life = Opened & {
  readonly isDead: () => boolean;
  /** Resolves when it is dead, with the boundary it died at. */
  readonly death: Promise<ProbeLabel | 'moment'>;
  die(where: ProbeLabel | 'moment'): void;
  /** An orderly end, for the last life of a round. */
  close(): Promise<void>;
};

/** A new one each time: a shared one would keep everything that ever waited for it. */
const never = (): Promise<never> => new Promise(() => undefined);

/**
 * One life of the engine inside this process. Death drops what no transaction holds yet, closes the files, cuts the
 * connections and leaves every promise of the old world unresolved: what is on disk is all that is left, as after a kill.
 */
export async function openLife(options: { config: Config; owner: string; plan: Plan; sabotage?: Sabotage }): Promise<Life> {
  const { plan, owner } = options;
  let dead = false;
  let visits = 0;
  let tellDeath: (where: ProbeLabel | 'moment') => void = () => undefined;
  const death = new Promise<ProbeLabel | 'moment'>((resolve) => (tellDeath = resolve));
  const opened = await openEngine({
    config: options.config,
    owner,
    // A crash inside this process loses nothing the operating system holds, so nothing needs to wait for the disk.
    synchronous: 'OFF',
    guard: (connection) => silentWhen(connection, () => dead),
    ...(options.sabotage === undefined ? {} : { sabotage: options.sabotage }),
    probe: (label) => {
      if (dead) return never();
      if (label !== plan.at) return undefined;
      visits += 1;
      if (visits < plan.visit) return undefined;
      die(label);
      return never();
    },
  });
  const { worker, connections } = opened.core;
  const disconnect = () => Promise.all([...connections.values()].map((connection) => connection.close()));
  const die = (where: ProbeLabel | 'moment'): void => {
    if (dead) return;
    dead = true;
    opened.storage.crash();
    void disconnect();
    // Ends the old worker's loop; its storage is closed, so it can change nothing.
    void worker.stop(0);
    tellDeath(where);
  };
  // One process owns a data folder: whoever else holds a run there is dead.
  if (options.sabotage?.withoutRecovery !== true) await recover(opened, (owners) => owners.filter((each) => each !== owner));
  worker.start();
  if (plan.at === 'moment') afterTurns(plan.turns, () => die('moment'));
  return {
    ...opened,
    isDead: () => dead,
    death,
    die,
    async close() {
      await worker.stop(2000);
      await disconnect();
      opened.storage.close();
    },
  };
}

/** A dead process sends nothing more, not even what it had stored as `sending` a moment before. */
function silentWhen(connection: Connection, isDead: () => boolean): Connection {
  const { writer } = connection;
  return {
    ...connection,
    writer: { ...writer, send: (request, options) => (isDead() ? never() : writer.send(request, options)) },
  };
}

function afterTurns(turns: number, then: () => void): void {
  if (turns <= 0) then();
  else setImmediate(() => afterTurns(turns - 1, then));
}
