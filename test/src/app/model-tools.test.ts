import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { conversation } from '../../../src/flow/talk/conversation.ts';
import { modelsConnection } from '../../../src/app/models-connection.ts';
import { toolService } from '../../../src/app/services/tools.ts';
import { talkParts } from '../../../src/app/assistant.ts';
import { defineAssistant, predictTool } from '../../../src/index.ts';
import type { ToolService } from '../../../src/contracts/services.ts';
import { openModelServer, type ModelServer } from '../../support/model-server.ts';
import { smallModel } from '../../support/small-model.ts';

const { id, ids, features, card } = smallModel;
const output = z.object({ late_probability: z.number().min(0).max(1), days_late: z.number().min(0) });
const tool = predictTool({ model: id, description: `${card.purpose}.`, ids, features, output });
const desk = {
  id: 'credit',
  role: 'Says who pays late.',
  prompts: [],
  tools: [tool],
  limits: { maxModelCalls: 1, maxTokens: 100, timeoutMs: 1000 },
};
const assistant = defineAssistant({
  id: 'small',
  version: '1.0.0',
  description: 'Numbers alone.',
  agents: [desk],
  isOwnWord: () => false,
  graph: conversation(() => {
    throw new Error('nobody talks to it here');
  }),
});

let server: ModelServer;
let tools: ToolService;
const nobody = { decide: async () => undefined, cancel: async () => undefined };
const call = (who: string, args: Record<string, unknown>) =>
  tools.call('models_small-late', args, server.rig.core.principal(`person:${who}`), { reveal: false, signal: AbortSignal.timeout(5000) });

beforeAll(async () => {
  server = await openModelServer();
  server.rig.core.serve(modelsConnection(server.models.service));
  tools = toolService(server.rig.core, talkParts(server.rig.core, assistant, nobody as never), assistant);
});
afterAll(() => server.close());

describe('a numeric model as a tool', () => {
  it('is offered with what it takes, never what is protected or known by the record alone', async () => {
    const [offered] = await tools.list(server.rig.core.principal('person:olivia'));
    expect(offered).toMatchObject({ name: 'models_small-late', kind: 'read' });
    expect(Object.keys((offered?.inputSchema['properties'] ?? {}) as object)).toEqual([
      'invoice_id',
      'amount',
      'terms_days',
      'region',
      'days_late_mean',
    ]);
  });

  it('answers a record id as the endpoint answers the same person, and is logged like it', async () => {
    const said = (await call('olivia', { invoice_id: '90010' })) as Record<string, unknown>;
    const { body } = await server.ask('olivia', 'POST', '/v1/predict/small-late', { invoice_id: '90010' });
    expect(said).toMatchObject({
      role: 'rule',
      version: 0,
      output: { late_probability: body['late_probability'], days_late: body['days_late'] },
    });
    const kept = await server.ask('rita', 'GET', `/v1/predictions?correlationId=${String(said['correlationId'])}`);
    expect(kept.body['items']).toMatchObject([{ id: said['prediction'], model: 'small-late', by: 'person:olivia' }]);
  });

  it('takes an amount as decimal text, and says which features were missing', async () => {
    expect(await call('olivia', { amount: '8800.50', terms_days: 30 })).toMatchObject({ missing: ['region', 'days_late_mean'] });
  });

  it.each([
    [{ amount: 'much' }, 'arguments.amount'],
    [{ amount: 10, shoe_size: 4 }, 'arguments'],
  ])('refuses %j by the field', async (args, field) => {
    await expect(call('olivia', args)).rejects.toMatchObject({ code: 'input.invalid', field });
  });

  it('a value out of range is refused by the model, with the field', async () => {
    await expect(call('olivia', { amount: -1 })).rejects.toMatchObject({ code: 'input.invalid', field: 'amount' });
  });

  it('whoever may not ask the models gets no number by the detour of a tool', async () => {
    await expect(call('rita', { amount: 10 })).rejects.toMatchObject({ code: 'auth.forbidden' });
  });

  it('writes nothing: what looks like a connection refuses', async () => {
    const { writer } = server.rig.core.flow.connection('models');
    const request = { operation: 'create', target: { type: 'x' }, fields: {}, key: 'CS-1' } as const;
    expect(await writer.send(request)).toMatchObject({ kind: 'refused' });
  });
});
