import { randomBytes } from 'node:crypto';
import { CountersignError } from '../../contracts/errors.ts';
import type { EgressRecord, EgressStore, Gateway } from '../../contracts/llm.ts';
import { silentLog } from '../../contracts/log.ts';
import type { Observed } from '../../evaluating/evaluated.ts';
import type { PromptCase } from '../../evaluating/cases.ts';
import { sheetOf } from '../../evaluating/sheet.ts';
import { createGateway, type ModelRoles } from '../../llm/index.ts';
import { createPrivacy, createVault } from '../../privacy/index.ts';
import { createKnownValues } from '../../privacy/known/index.ts';
import type { PromptShelf } from '../../prompting/index.ts';
import { memoryVaultStore } from '../../testing/memory-vault-store.ts';
import { lateDetector } from '../detector.ts';
import { randomIds, sleep, systemClock } from '../system.ts';

/**
 * Prompts and facts without a graph: through the gateway, like every narration, with stores in memory. Nothing is known of
 * anybody here, so every name in a case has to be a token; what a judge reads is looked through for names all the same.
 */
export function createNarrations({ prompts, roles }: { readonly prompts: PromptShelf; readonly roles: ModelRoles }) {
  const sent = new Map<string, EgressRecord[]>();
  const vault = createVault({
    store: memoryVaultStore(),
    key: randomBytes(32),
    clock: systemClock,
    ttlMs: 86_400_000,
    randomBytes: (size) => randomBytes(size),
  });
  const gateway: Gateway = createGateway({
    privacy: createPrivacy({ vault, detector: lateDetector, knownValues: createKnownValues }),
    prompts,
    egress: egressInto(sent),
    roles,
    clock: systemClock,
    ids: randomIds,
    log: silentLog,
    sleep,
  });
  let runs = 0;
  const narrate = async (prompt: string, one: PromptCase, signal: AbortSignal): Promise<Observed> => {
    runs += 1;
    const runId = `run_${runs}`;
    const sheet = sheetOf(one);
    const started = performance.now();
    const narration = await gateway.narrate({
      runId,
      threadId: runId,
      agent: 'evals',
      prompt,
      locale: one.locale,
      sheet,
      required: one.expect.required,
      signal,
    });
    const bodies = sent.get(runId) ?? [];
    sent.delete(runId);
    return {
      text: narration.text,
      locale: one.locale,
      engine: narration.engine,
      threadId: runId,
      ...(narration.fallback === undefined ? {} : { fallback: narration.fallback }),
      facts: sheet,
      intents: [],
      calls: [],
      writes: [],
      state: {},
      sent: bodies.map(({ body }) => body),
      // Amounts leave as slots: no body may hold one, whatever it was made by.
      personal: sheet.facts.flatMap((fact) => (fact.type === 'money' && fact.amount.length >= 7 ? [fact.amount] : [])),
      tokens: narration.usage.inputTokens + narration.usage.outputTokens,
      latencyMs: performance.now() - started,
    };
  };
  return { narrate, gateway };
}

function egressInto(sent: Map<string, EgressRecord[]>): EgressStore {
  return {
    async append(record) {
      sent.set(record.runId, [...(sent.get(record.runId) ?? []), record]);
    },
    async update(id, change) {
      for (const records of sent.values()) {
        const at = records.findIndex((record) => record.id === id);
        const known = records[at];
        if (known) records[at] = { ...known, ...change };
      }
    },
    async list({ runId }) {
      return sent.get(runId ?? '') ?? [];
    },
    async spent() {
      throw new CountersignError('llm.budget', 'Evaluations keep no account; leave models.budget out of their config');
    },
  };
}
