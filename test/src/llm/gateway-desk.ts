import type { FactSheet, NarrationRequest } from '../../../src/contracts/llm.ts';
import { silentLog } from '../../../src/contracts/log.ts';
import { createGateway, type GatewayOptions, type ModelRole } from '../../../src/llm/index.ts';
import { memoryEgressStore } from '../../../src/testing/memory-egress-store.ts';
import { privacyParts } from '../privacy/privacy-parts.ts';
import { prompts } from './narration.ts';
import { openAiServer, type Reply, type Wire } from './wire-servers.ts';

export const openServers: Wire[] = [];
/** Closes what `openAi` opened. */
export async function closeServers(): Promise<void> {
  await Promise.all(openServers.splice(0).map((server) => server.close()));
}

/** Values the vault of thread t knows. */
export const raw = {
  name: 'Karla Weissenborn',
  org: 'Initech Pumpen GmbH',
  owner: 'Olaf Steinbrück',
  phone: '+49 30 1234567',
  mail: 'karla@initech.example',
};

/** A gateway with its stores; waits are noted, not waited. */
export async function desk(role: ModelRole, more: Partial<GatewayOptions> = {}) {
  const { vault, privacy, clock } = privacyParts();
  await vault.tokenise('t', [
    { kind: 'ORG', value: raw.org },
    { kind: 'PERSON', value: raw.name },
    { kind: 'PERSON', value: raw.owner },
    { kind: 'PHONE', value: raw.phone },
    { kind: 'EMAIL', value: raw.mail },
  ]);
  const egress = memoryEgressStore();
  const waits: number[] = [];
  let id = 0;
  const gateway = createGateway({
    privacy,
    prompts,
    egress,
    roles: { planner: role, narrator: role, judge: role },
    clock,
    ids: { next: (kind) => `${kind}_${(id += 1)}` },
    log: silentLog,
    sleep: async (ms) => void waits.push(ms),
    ...more,
  });
  return { gateway, egress, waits };
}

export async function openAi(...replies: Reply[]) {
  const server = await openAiServer(...replies);
  openServers.push(server);
  return { server, role: { provider: 'openai', model: 'm', baseUrl: server.url, apiKey: 'k', timeoutMs: 2000 } satisfies ModelRole };
}

export function request(sheet: FactSheet, more: Partial<NarrationRequest> = {}): NarrationRequest {
  return {
    runId: 'run_1',
    threadId: 't',
    agent: 'order-desk',
    prompt: 'order-status.customer-update',
    locale: 'en',
    sheet,
    required: [],
    ...more,
  };
}
