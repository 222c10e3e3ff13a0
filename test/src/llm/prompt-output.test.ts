import { afterEach, describe, expect, it } from 'vitest';
import { listsFolder } from '../../../src/config/home.ts';
import { createDetector, loadLexicon } from '../../../src/privacy/detect/index.ts';
import { createPrivacy } from '../../../src/privacy/index.ts';
import { createKnownValues } from '../../../src/privacy/known/index.ts';
import { parsePrompt } from '../../../src/prompting/index.ts';
import { drawOrder } from '../../../evals/faithfulness/orders.ts';
import { privacyParts } from '../privacy/privacy-parts.ts';
import { closeServers, desk, openAi, raw, request } from './gateway-desk.ts';
import { narrate, prompts } from './narration.ts';

afterEach(closeServers);

const { sheet } = drawOrder(3);
const judgeOf = (question: string) =>
  parsePrompt(
    `---\nid: judge.kind\nversion: 1.0.0\nrole: judge\nmaxTokens: 50\ntemperature: 0\nlocales: [en]\ninput: { schema: { text: string } }\noutput: { format: json, schema: { type: object, required: [score], properties: { score: { type: integer, minimum: 1, maximum: 5 }, reason: { type: string } } } }\n---\n{{role "system"}}\n${question} Answer with JSON.\n{{role "user"}}\n{{json view.text}}\n`,
    'judge/kind.prompt',
  );
const judge = judgeOf('Is it kind?');
/** The prompts we ship, and one that answers with data. */
const holding = (held: typeof judge) => ({ ...prompts, get: (id: string) => (id === held.id ? held : prompts.get(id)) });
const withJudge = holding(judge);
const asked = (text = 'Thank you.') => ({ runId: 'run_1', threadId: 't', agent: 'evals', prompt: judge.id, locale: 'en', view: { text } });

describe('a text and what its prompt asks for', () => {
  it('one that is too long is asked for again, and told how long it may be', async () => {
    const faithful = await narrate('assistant.thank-customer', 'en', sheetOfThanks());
    const { server, role } = await openAi({ text: `${faithful}${'\n'.repeat(1)}${'So kind. '.repeat(100)}` }, { text: faithful });
    const { gateway } = await desk(role);
    const narration = await gateway.narrate(request(sheetOfThanks(), { prompt: 'assistant.thank-customer' }));
    expect(narration).toMatchObject({ engine: 'openai', text: faithful });
    expect(narration).not.toHaveProperty('fallback');
    expect(server.bodies[1]).toMatch(/the text has \d+ characters; at most 800/);
  });

  it('too long twice, the built-in narrator answers', async () => {
    const { server, role } = await openAi({ text: 'So kind. '.repeat(100) });
    const { gateway } = await desk(role);
    const narration = await gateway.narrate(request(sheetOfThanks(), { prompt: 'assistant.thank-customer' }));
    expect(narration).toMatchObject({ engine: 'narrator', fallback: 'unfaithful' });
    expect(server.bodies).toHaveLength(2);
  });

  it('a prompt that answers with data tells no facts', async () => {
    const { gateway } = await desk({ provider: 'narrator' }, { prompts: withJudge });
    await expect(gateway.narrate(request(sheet, { prompt: judge.id }))).rejects.toMatchObject({ code: 'prompt.invalid', field: judge.id });
  });
});

describe('a prompt that is answered with data', () => {
  it('data of its schema is handed out with what it cost', async () => {
    const { server, role } = await openAi({ text: '{"score":4,"reason":"warm"}' });
    const { gateway, egress } = await desk(role, { prompts: withJudge });
    expect(await gateway.assess(asked())).toMatchObject({
      kind: 'answered',
      value: { score: 4, reason: 'warm' },
      engine: 'openai',
      prompt: { id: judge.id, version: '1.0.0', hash: judge.hash },
    });
    const records = await egress.list({ limit: 5 });
    expect(records.map(({ body }) => body)).toEqual(server.bodies);
    expect(records[0]?.prompt).toMatch(/^judge\.kind@1\.0\.0#/);
  });

  it('data of another shape is asked for once more and then is no answer', async () => {
    const once = await openAi({ text: '{"score":9}' }, { text: '{"score":5}' });
    const { gateway } = await desk(once.role, { prompts: withJudge });
    expect(await gateway.assess(asked())).toMatchObject({ kind: 'answered', value: { score: 5 } });
    expect(once.server.bodies[1]).toContain('answer.score is more than 5');
    const never = await openAi({ text: 'I think it is kind.' });
    const { gateway: other } = await desk(never.role, { prompts: withJudge });
    expect(await other.assess(asked())).toMatchObject({ kind: 'unanswered', reason: 'invalid' });
    expect(never.server.bodies).toHaveLength(2);
  });

  it('an agent that may have fewer tokens or less time gets them', async () => {
    const { server, role } = await openAi({ text: '{"score":4}' });
    const { gateway } = await desk(role, { prompts: withJudge });
    await gateway.assess({ ...asked(), limits: { maxTokens: 20, deadlineMs: 60_000 } });
    await gateway.assess({ ...asked(), limits: { maxTokens: 2000, deadlineMs: 60_000 } });
    expect(server.bodies.map((body) => JSON.parse(body).max_tokens ?? JSON.parse(body).max_completion_tokens)).toEqual([20, 50]);
    const { role: slow } = await openAi({ hang: true });
    const { gateway: waiting } = await desk(slow, { prompts: withJudge });
    const from = performance.now();
    expect(await waiting.assess({ ...asked(), limits: { maxTokens: 20, deadlineMs: 200 } })).toMatchObject({ reason: 'unavailable' });
    expect(performance.now() - from).toBeLessThan(1500);
  });

  it('without a model nobody judges', async () => {
    const { gateway } = await desk({ provider: 'narrator' }, { prompts: withJudge });
    expect(await gateway.assess(asked())).toMatchObject({ kind: 'unanswered', reason: 'no-model' });
    await expect(gateway.assess({ ...asked(), prompt: 'order-status.summary' })).rejects.toMatchObject({ code: 'prompt.invalid' });
  });

  it('what is personal in what is judged leaves as tokens, known before or not; a leak in the prompt stops the call', async () => {
    const { vault } = privacyParts();
    await vault.tokenise('t', [{ kind: 'ORG', value: raw.org }]);
    const privacy = createPrivacy({ vault, detector: createDetector(loadLexicon(listsFolder())), knownValues: createKnownValues });
    const { server, role } = await openAi({ text: '{"score":4}' });
    const { gateway } = await desk(role, { prompts: withJudge, privacy });
    await gateway.assess(asked(`Dear ${raw.owner}, ${raw.org} thanks you. Mail ${raw.mail}. <PERSON_9>`));
    expect(server.bodies[0]).not.toMatch(/steinbr|initech|karla@/i);
    expect(server.bodies[0]).toContain('<ORG_1>');
    expect(server.bodies[0]).not.toContain('<PERSON_9>');
    // Its system message names somebody this thread knows.
    const { gateway: strict, egress } = await desk(role, { prompts: holding(judgeOf(`Is ${raw.name} kind?`)) });
    await expect(strict.assess(asked())).rejects.toMatchObject({ code: 'privacy.leak' });
    expect(await egress.list({ limit: 5 })).toMatchObject([{ outcome: 'blocked', body: '' }]);
  });
});

function sheetOfThanks() {
  return {
    facts: [
      { id: 'f1', type: 'id' as const, label: 'order number', value: 'SO-78911' },
      { id: 'f2', type: 'token' as const, label: 'customer', token: '<ORG_1>' },
    ],
    view: { order: 'f1', customer: 'f2' },
  };
}
