import { afterEach, describe, expect, it } from 'vitest';
import { closeServers, desk, openAi, openServers, raw, request } from './gateway-desk.ts';
import { narrate } from './narration.ts';
import { drawOrder } from '../../../evals/faithfulness/orders.ts';
import { ollamaServer } from './wire-servers.ts';

afterEach(closeServers);

const { sheet } = drawOrder(3);

describe('the gateway with a provider', () => {
  it('a faithful answer is used, its amounts filled and its tokens paid', async () => {
    const text = await narrate('order-status.customer-update', 'en', sheet);
    const { role } = await openAi({ text });
    const { gateway, egress } = await desk(role, { prices: { 'openai/m': { input: 2_000_000, output: 8_000_000 } } });
    const narration = await gateway.narrate(request(sheet));
    expect(narration).toMatchObject({ engine: 'openai', model: 'm', usage: { inputTokens: 100, outputTokens: 20, costMicros: 360 } });
    expect(narration).not.toHaveProperty('fallback');
    expect(narration.text).not.toContain('<AMOUNT_');
    expect(await egress.list({ limit: 5 })).toMatchObject([{ outcome: 'sent', status: 200, usage: { costMicros: 360 } }]);
  });

  it('"slow down" is obeyed: it waits as long as it is told and asks again', async () => {
    const text = await narrate('order-status.customer-update', 'en', sheet);
    const { server, role } = await openAi({ status: 429, headers: { 'retry-after': '3' } }, { text });
    const { gateway, egress, waits } = await desk(role);
    expect(await gateway.narrate(request(sheet))).toMatchObject({ engine: 'openai' });
    expect(waits).toEqual([3000]);
    expect(server.bodies).toHaveLength(2);
    expect((await egress.list({ limit: 5 })).map((record) => record.status)).toEqual([429, 200]);
  });

  it('a wait beyond the deadline is not waited', async () => {
    const { server, role } = await openAi({ status: 429, headers: { 'retry-after': '3600' } });
    const { gateway, waits } = await desk(role);
    expect(await gateway.narrate(request(sheet))).toMatchObject({ engine: 'narrator', fallback: 'unavailable' });
    expect([server.bodies.length, waits.length]).toEqual([1, 0]);
  });

  it('a provider that keeps failing is asked three times, then the narrator answers', async () => {
    const { server, role } = await openAi({ status: 500 });
    const { gateway, egress } = await desk(role);
    expect(await gateway.narrate(request(sheet))).toMatchObject({ engine: 'narrator', fallback: 'unavailable' });
    expect(server.bodies).toHaveLength(3);
    expect((await egress.list({ limit: 5 })).map((record) => [record.provider, record.outcome, record.status])).toEqual([
      ['openai', 'sent', 500],
      ['openai', 'sent', 500],
      ['openai', 'sent', 500],
      ['narrator', 'sent', undefined],
    ]);
  });

  it('a wrong key is not tried again', async () => {
    const { server, role } = await openAi({ status: 401 });
    const { gateway } = await desk(role);
    expect(await gateway.narrate(request(sheet))).toMatchObject({ engine: 'narrator', fallback: 'unavailable' });
    expect(server.bodies).toHaveLength(1);
  });

  it('silence ends with the timeout and the narrator answers', async () => {
    const { server, role } = await openAi({ hang: true });
    const { gateway, egress } = await desk({ ...role, timeoutMs: 600 });
    expect(await gateway.narrate(request(sheet))).toMatchObject({ engine: 'narrator', fallback: 'unavailable' });
    expect(server.bodies).toHaveLength(1);
    expect((await egress.list({ limit: 5 }))[0]?.outcome).toBe('failed');
  });

  it('nobody there: the narrator answers', async () => {
    const { server, role } = await openAi({});
    await server.close();
    const { gateway } = await desk(role);
    expect(await gateway.narrate(request(sheet))).toMatchObject({ engine: 'narrator', fallback: 'unavailable' });
  });

  it('a text with an invented number is sent back once with what was wrong, and then given up', async () => {
    const { server, role } = await openAi({ text: 'We give you 10 % discount on 77 boxes.' });
    const { gateway } = await desk(role);
    const narration = await gateway.narrate(request(sheet));
    expect(narration).toMatchObject({ engine: 'narrator', fallback: 'unfaithful', usage: { inputTokens: 200, outputTokens: 40 } });
    expect(server.bodies).toHaveLength(2);
    expect(server.bodies[1]).toContain('is not in the facts');
    expect(narration.text).not.toMatch(/discount on/);
  });

  it('a corrected second text is used', async () => {
    const text = await narrate('order-status.customer-update', 'en', sheet);
    const { role } = await openAi({ text: `${text} We deliver within 2 weeks.` }, { text });
    const { gateway } = await desk(role);
    expect(await gateway.narrate(request(sheet))).toMatchObject({ engine: 'openai' });
  });

  it('a text that broke off or left out a required fact is not used', async () => {
    const text = await narrate('order-status.customer-update', 'en', sheet);
    const cut = await openAi({ text, isCutOff: true });
    expect(await (await desk(cut.role)).gateway.narrate(request(sheet))).toMatchObject({ fallback: 'unfaithful' });
    const order = sheet.facts.find((fact) => fact.label === 'order number')?.id ?? '';
    const short = await openAi({ text: 'Hello.' });
    expect(await (await desk(short.role)).gateway.narrate(request(sheet, { required: [order] }))).toMatchObject({ fallback: 'unfaithful' });
  });

  it('a text that says nothing wrong and nothing at all is sent back once, and then given up', async () => {
    const { server, role } = await openAi({ text: 'Nothing to add.' });
    const { gateway } = await desk(role);
    expect(await gateway.narrate(request(sheet))).toMatchObject({ engine: 'narrator', fallback: 'unfaithful' });
    expect(server.bodies).toHaveLength(2);
    expect(server.bodies[1]).toContain('it tells none of its facts');
    const required = sheet.facts.slice(0, 1).map(({ id }) => id);
    const named = await openAi({ text: 'Nothing to add.' }, { text: await narrate('order-status.customer-update', 'en', sheet) });
    expect(await (await desk(named.role)).gateway.narrate(request(sheet, { required }))).toMatchObject({ engine: 'openai' });
    expect(named.server.bodies[1]).toContain(`missing: ${sheet.facts[0]?.label}`);
  });

  it('one fact is something told, and where the narrator has none to tell either a text without is fine', async () => {
    const one = await openAi({ text: 'We thank <ORG_1>.' });
    expect(await (await desk(one.role)).gateway.narrate(request(sheet))).toMatchObject({ engine: 'openai' });
    const letter = { prompt: 'assistant.thank-customer', view: { order: 'yours', customer: 'you' } };
    const none = await openAi({ text: 'We thank you.' });
    const asked = request({ facts: [], view: letter.view }, { prompt: letter.prompt });
    expect(await (await desk(none.role)).gateway.narrate(asked)).toMatchObject({ engine: 'openai', text: 'We thank you.' });
  });

  it('a guessed name does not travel back in the correction', async () => {
    const { server, role } = await openAi({ text: `Regards, http://${raw.name.replace(' ', '.')}.example 99` });
    const { gateway } = await desk(role);
    expect(await gateway.narrate(request(sheet))).toMatchObject({ fallback: 'unfaithful' });
    expect(server.bodies).toHaveLength(1);
  });

  it('a spent budget sends nothing', async () => {
    const { server, role } = await openAi({ text: 'x' });
    const prices = { m: { input: 1_000_000, output: 1_000_000 } };
    const perDay = await desk(role, { prices, budget: { perDayMicros: 100 } });
    expect(await perDay.gateway.narrate(request(sheet))).toMatchObject({ engine: 'narrator', fallback: 'budget' });
    const perRun = await desk(role, { budget: { perRunTokens: 100 } });
    expect(await perRun.gateway.narrate(request(sheet))).toMatchObject({ engine: 'narrator', fallback: 'budget' });
    expect(server.bodies).toEqual([]);
  });

  it('ten calls at once do not spend the budget ten times', async () => {
    const { server, role } = await openAi({ text: 'We thank <ORG_1>.' });
    const estimate = 20_000;
    const { gateway } = await desk(role, { budget: { perRunTokens: estimate } });
    const all = await Promise.all(Array.from({ length: 10 }, () => gateway.narrate(request(sheet))));
    expect(server.bodies.length).toBeGreaterThan(0);
    expect(server.bodies.length).toBeLessThan(10);
    expect(all.some((narration) => narration.fallback === 'budget')).toBe(true);
  });

  it('a caller who gives up gets an error, not the narrator', async () => {
    const { role } = await openAi({ hang: true });
    const { gateway } = await desk(role);
    await expect(gateway.narrate(request(sheet, { signal: AbortSignal.timeout(80) }))).rejects.toThrow();
  });

  it('speaks to Ollama with the same bytes on record', async () => {
    const text = await narrate('order-status.customer-update', 'de', sheet);
    const server = await ollamaServer({ text });
    openServers.push(server);
    const { gateway, egress } = await desk({ provider: 'ollama', model: 'llama3', baseUrl: server.url });
    expect(await gateway.narrate(request(sheet, { locale: 'de' }))).toMatchObject({
      engine: 'ollama',
      model: 'llama3',
      usage: { inputTokens: 90, outputTokens: 10 },
    });
    expect((await egress.list({ limit: 5 })).map((record) => record.body)).toEqual(server.bodies);
  });

  it('an Ollama without the model is answered for by the narrator', async () => {
    const server = await ollamaServer({ status: 404 });
    openServers.push(server);
    const { gateway } = await desk({ provider: 'ollama', model: 'llama3', baseUrl: server.url });
    expect(await gateway.narrate(request(sheet))).toMatchObject({ engine: 'narrator', fallback: 'unavailable' });
    expect(server.bodies).toHaveLength(1);
  });
});
