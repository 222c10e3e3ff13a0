import { sleep } from '../../src/app/system.ts';
import { openConversations } from '../../src/app/conversations.ts';
import { createServices } from '../../src/app/services/index.ts';
import { addKey } from '../../src/app/services/records.ts';
import { silentLog, type Log } from '../../src/contracts/log.ts';
import type { Connection } from '../../src/contracts/ports.ts';
import type { Serving } from '../../src/contracts/serving.ts';
import { createHttpApp, listen, parseJson } from '../../src/http/index.ts';
import { agents } from '../../agents/index.ts';
import { assistants, workflows } from '../../graphs/index.ts';
import { tools } from '../../tools/index.ts';
import { modelTools } from '../../classic-models/tools.ts';
import { countedIds } from '../../src/testing/index.ts';
import { openRig, type Rig } from './rig.ts';
import { movedClock } from './chat-rig.ts';

export type TalkServer = {
  readonly url: string;
  readonly rig: Rig;
  readonly serving: Serving;
  /** Keys by person: olivia asks, carl approves. */
  readonly keys: Readonly<Record<'olivia' | 'carl' | 'ada', string>>;
  close(): Promise<void>;
};

/** The real HTTP interface with the assistant behind it, over a company in memory. */
export async function startTalkServer(options: {
  connections: ReadonlyMap<string, Connection>;
  config?: Record<string, unknown>;
  log?: Log;
}): Promise<TalkServer> {
  const rig = await openRig({
    connections: options.connections,
    clock: movedClock('2024-05-17T10:00:00.000Z'),
    sleep,
    content: { tools: [...tools, ...modelTools], agents, workflows, assistants },
    ...(options.config === undefined ? {} : { config: options.config }),
    ...(options.log === undefined ? {} : { log: options.log }),
  });
  const services = createServices(rig.core, {
    auditPublicKey: '',
    parseJson: (body) => parseJson(body, 64),
    meters: rig.meters,
    isDraining: () => false,
  });
  const conversations = openConversations(rig.core, services, rig.core.config);
  const app = createHttpApp({
    services: { ...services, ...(conversations.tools ? { tools: conversations.tools } : {}) },
    serving: { serving: conversations.serving, now: () => rig.clock.now() },
    limits: { bodyLimitBytes: 1_048_576, depthLimit: 64 },
    log: options.log ?? silentLog,
    ids: countedIds(),
    version: '0.1.0',
    isDraining: () => false,
  });
  const keyOf = async (name: string): Promise<string> =>
    (await addKey(rig.core, { name, principal: `person:${name}`, roles: [] }, 'system')).key;
  const keys = { olivia: await keyOf('olivia'), carl: await keyOf('carl'), ada: await keyOf('ada') };
  await conversations.serving.start();
  rig.core.worker.start();
  const listening = await listen(app, '127.0.0.1', 0);
  return {
    url: listening.url,
    rig,
    serving: conversations.serving,
    keys,
    async close() {
      await listening.close();
      await Promise.all([conversations.serving.stop(500), rig.core.worker.stop(500)]);
      rig.close();
    },
  };
}
