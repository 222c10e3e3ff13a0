import { z } from 'zod';
import { listsFolder } from '../../../src/config/home.ts';
import { businessId, classed, email, freeText, organisation, person, phone } from '../../../src/contracts/classes.ts';
import type { ConversationAnswer, ConversationRequest, ConversationTool } from '../../../src/contracts/llm.ts';
import { silentLog } from '../../../src/contracts/log.ts';
import { createGateway, type GatewayOptions, type ModelRole } from '../../../src/llm/index.ts';
import { createDetector, loadLexicon } from '../../../src/privacy/detect/index.ts';
import { createPrivacy } from '../../../src/privacy/index.ts';
import { createKnownValues } from '../../../src/privacy/known/index.ts';
import { memoryEgressStore } from '../../../src/testing/memory-egress-store.ts';
import { privacyParts } from '../privacy/privacy-parts.ts';
import { prompts } from './narration.ts';

const identity = (kind: 'SSN' | 'IBAN') => classed(z.string(), { class: 'personal', kind });

/** Two records as a tool of an ERP gives them. */
export const Customer = z.object({
  id: businessId(),
  firm: organisation(),
  contact: person(),
  mail: email(),
  phone: phone(),
  ssn: identity('SSN'),
  iban: identity('IBAN'),
});
export const karla: z.infer<typeof Customer> = {
  id: '4500001234',
  firm: 'Initech Pumpen GmbH',
  contact: 'Karla Weißenborn',
  mail: 'karla@initech.example',
  phone: '+49 151 23456789',
  ssn: '536-90-4399',
  iban: 'DE89 3704 0044 0532 0130 00',
};
export const olaf: z.infer<typeof Customer> = {
  id: '4500005678',
  firm: 'Steinbrück & Söhne KG',
  contact: 'Olaf Steinbrück',
  mail: 'olaf.steinbrueck@soehne.example',
  phone: '(415) 555-0134',
  ssn: '219-09-9999',
  iban: 'GB29 NWBK 6016 1331 9268 19',
};

const detector = createDetector(loadLexicon(listsFolder()));

/** A gateway whose planner is `role`, with the detector, and thread `t` in which both records were read. Waits are noted. */
export async function conversationDesk(role: ModelRole, more: Partial<GatewayOptions> = {}) {
  const { vault, clock } = privacyParts();
  const privacy = createPrivacy({ vault, detector, knownValues: createKnownValues });
  const records = [await privacy.protect('t', Customer, karla), await privacy.protect('t', Customer, olaf)];
  const egress = memoryEgressStore();
  const waits: number[] = [];
  let id = 0;
  const gateway = createGateway({
    privacy,
    prompts,
    egress,
    roles: { planner: role, narrator: { provider: 'narrator' }, judge: { provider: 'narrator' } },
    clock,
    ids: { next: (kind) => `${kind}_${(id += 1)}` },
    log: silentLog,
    sleep: async (ms) => void waits.push(ms),
    ...more,
  });
  return { gateway, egress, privacy, vault, waits, records };
}

export const writeMail: ConversationTool = {
  name: 'crm.write-mail',
  description: 'Writes a message to a contact.',
  input: z.object({
    to: email(),
    name: person().optional(),
    order: businessId().optional(),
    copies: classed(z.number().int(), { class: 'public' }).optional(),
    text: freeText(),
  }),
};
export const setAccount: ConversationTool = {
  name: 'erp.set-account',
  description: 'Changes the bank account of a customer.',
  input: z.object({ customer: businessId(), iban: identity('IBAN') }),
};

export function turn(more: Partial<ConversationRequest> = {}): ConversationRequest {
  return {
    runId: 'run_1',
    threadId: 't',
    agent: 'order-desk',
    messages: [{ role: 'user', content: 'What is new?' }],
    tools: [],
    maxTokens: 500,
    ...more,
  };
}

/** The only call of an answer. */
export function onlyCall({ toolCalls }: ConversationAnswer) {
  const [call, ...others] = toolCalls;
  if (!call || others.length > 0) throw new Error(`there are ${toolCalls.length} calls`);
  return call;
}
