import { lockData, isAlive } from '../../src/app/data-lock.ts';
import { deadOwners, ownerId } from '../../src/app/installation.ts';
import type { ProbeLabel } from '../../src/flow/parts.ts';
import { asCountersignError } from '../../src/contracts/errors.ts';
import type { Command, Word } from './child-talk.ts';
import { openEngine, recover, type Opened } from './installation.ts';
import { approveAll, handleExceptions, tell, type LookForEffect } from './people.ts';

/**
 * A worker process that lives to be killed: it opens the data folder as any start does (lock, sweep, work), tells its parent when
 * it stands at the boundary it was asked about, and waits there for the end.
 */
const say = (word: Word): void => void process.send?.(word, undefined, {}, () => undefined);
const forever = new Promise<never>(() => undefined);

let opened: Opened | undefined;

process.on('message', (command: Command) => {
  void obey(command).catch((thrown: unknown) => say({ say: 'failed', code: asCountersignError(thrown).code, message: String(thrown) }));
});
process.on('disconnect', () => process.exit(0));
say({ say: 'ready' });

async function obey(command: Command): Promise<void> {
  switch (command.do) {
    case 'open':
      opened = await open(command);
      say({ say: 'open' });
      void decideForEver(opened, lookOverHttp(command.sandboxUrl));
      return;
    case 'tell':
      if (!opened) return;
      await tell(opened, command.order, command.sourceId);
      say({ say: 'accepted', sourceId: command.sourceId });
  }
}

async function open({ config, plan }: Extract<Command, { do: 'open' }>): Promise<Opened> {
  lockData(config.dataDir);
  let visits = 0;
  const probe = (label: ProbeLabel): Promise<void> | void => {
    if (label !== plan.at) return undefined;
    visits += 1;
    if (visits !== plan.visit) return undefined;
    say({ say: 'at', label });
    return forever;
  };
  const engine = await openEngine({ config, owner: ownerId(), synchronous: 'FULL', probe });
  await recover(engine, (owners) => deadOwners(owners, isAlive));
  engine.core.worker.start();
  return engine;
}

async function decideForEver(engine: Opened, look: LookForEffect): Promise<void> {
  for (;;) {
    await approveAll(engine);
    await handleExceptions(engine, look);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

function lookOverHttp(sandboxUrl: string): LookForEffect {
  return async (key) => {
    const answer = await fetch(`${sandboxUrl}/_sandbox/requests`);
    const { effects } = (await answer.json()) as { effects: readonly { key?: string; seq: number; type: string; id: string }[] };
    const marked = effects.find((effect) => effect.key === key);
    return effects.find((effect) => effect.seq === marked?.seq && effect.type !== 'Countersign_Effect__c')?.id;
  };
}
