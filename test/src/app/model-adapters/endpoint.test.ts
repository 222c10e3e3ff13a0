import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createModelRuntime, type EndpointParts, type ModelRuntime } from '../../../../src/app/model-adapters/index.ts';
import { sleep } from '../../../../src/app/system.ts';
import { silentLog } from '../../../../src/contracts/log.ts';
import type { ModelDefinition, Head } from '../../../../src/contracts/models.ts';
import { importVersion, type EndpointSource } from '../../../../src/scoring/import/index.ts';
import { createPredictor } from '../../../../src/scoring/index.ts';
import { countedIds, fixedClock } from '../../../../src/testing/index.ts';
import { openModelServer } from '../../../support/model-server.ts';
import { smallModel } from '../../../support/small-model.ts';
import { examples, stamp } from '../../scoring/import/foreign.ts';

const open: (Server | ModelRuntime)[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) {
    if ('listen' in each) each.closeAllConnections();
    await each.close();
  }
});

/** A service on loopback, and its address. */
async function serve(listener: (...args: Parameters<RequestListener>) => unknown): Promise<string> {
  const server = createServer((...args) => void listener(...args));
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address ? `127.0.0.1:${address.port}` : '';
}

const clock = { now: () => new Date() };
function runtimeFor(hosts: readonly string[], more: Partial<EndpointParts> = {}): ModelRuntime {
  const runtime = createModelRuntime({ clock, sleep, random: () => 0, log: silentLog, hosts, ...more });
  open.push(runtime);
  return runtime;
}
const sourceOf = (host: string, more: Partial<EndpointSource> = {}): EndpointSource => ({
  format: 'endpoint',
  url: `http://${host}/models/late`,
  hosts: [host],
  output: 'late',
  body: 'object',
  timeoutMs: 2000,
  maxReplyBytes: 2000,
  ...more,
});
async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return JSON.parse(text) as Record<string, unknown>;
}

describe('a model endpoint', () => {
  it('gets the features as JSON with the key of its host, and nothing else', async () => {
    const seen: unknown[] = [];
    const host = await serve(async (request, answer) => {
      seen.push(request.method, request.url, request.headers['authorization'], await bodyOf(request));
      answer.end('{"late": 0.25}');
    });
    const ask = runtimeFor([host], { headersFor: (of) => (of === host ? { authorization: 'Bearer k-1' } : {}) }).endpoint(sourceOf(host));
    expect(await ask({ amount: 5, region: null })).toEqual({ late: 0.25 });
    expect(seen).toEqual(['POST', '/models/late', 'Bearer k-1', { amount: 5, region: null }]);
  });

  it.each<[string, RequestListener, string]>([
    [
      'a redirect is not followed',
      (_, answer) => void answer.writeHead(307, { location: 'http://169.254.169.254/' }).end(),
      'connector.rejected',
    ],
    ['an answer that is no JSON', (_, answer) => void answer.end('<html>'), 'connector.invalid_reply'],
    ['an answer that is too large', (_, answer) => void answer.end(`"${'x'.repeat(5000)}"`), 'connector.invalid_reply'],
    ['a refusal', (_, answer) => void answer.writeHead(401).end(), 'connector.unauthorised'],
    ['a request it does not like', (_, answer) => void answer.writeHead(422).end('{"detail": "amount"}'), 'connector.rejected'],
    ['a failure', (_, answer) => void answer.writeHead(500).end(), 'connector.unavailable'],
    ['a broken connection', (request) => void request.socket.destroy(), 'connector.unavailable'],
    ['silence', () => undefined, 'connector.timeout'],
  ])('%s', async (_what, listener, code) => {
    const host = await serve(listener);
    await expect(runtimeFor([host]).endpoint(sourceOf(host, { timeoutMs: 300 }))({})).rejects.toMatchObject({ code });
  });

  it('is asked only where both the import and the operator list its host', async () => {
    let asked = 0;
    const host = await serve((_, answer) => void ((asked += 1), answer.end('{"late": 1}')));
    await expect(runtimeFor([]).endpoint(sourceOf(host))({})).rejects.toMatchObject({ code: 'connector.forbidden_host' });
    await expect(runtimeFor([host]).endpoint(sourceOf(host, { hosts: ['other:80'] }))({})).rejects.toMatchObject({
      code: 'connector.forbidden_host',
    });
    expect(asked).toBe(0);
  });

  it('what waits is given up with its caller', async () => {
    const host = await serve(() => undefined);
    const caller = new AbortController();
    const answer = runtimeFor([host]).endpoint(sourceOf(host))({}, caller.signal);
    caller.abort();
    await expect(answer).rejects.toMatchObject({ code: 'connector.timeout' });
  });
});

describe('a version that is served elsewhere', () => {
  const [late] = [smallModel.heads['late']] as [Head];
  const definition: ModelDefinition = {
    ...smallModel,
    heads: { late },
    answer: ({ late: said }) => ({ output: { late_probability: said?.value ?? null, days_late: 0 } }),
  };
  const values = { amount: 100, terms_days: 30, region: 'north', days_late_mean: 9 };
  /** Answers by its mood, so that a test can break it. */
  async function deployed(stage: 'champion' | 'shadow', timeoutMs: number) {
    const mood = {
      now: (request: Record<string, unknown>): string | undefined =>
        JSON.stringify({ late: Number(request['days_late_mean']) > 5 ? 0.9 : 0.1 }),
    };
    const host = await serve(async (request, answer) => {
      const said = mood.now(await bodyOf(request));
      if (said !== undefined) answer.end(said);
    });
    const runtime = runtimeFor([host]);
    const { rig } = await openModelServer({ definitions: [definition] });
    const source = { ...sourceOf(host, { timeoutMs }), columns: ['amount', 'days_late_mean'] };
    const made = await importVersion({ definition, heads: { late: source }, examples, ...stamp, runtime });
    const version = await rig.storage.models.addVersion(made.version, made.artefact);
    await rig.storage.models.deploy({
      environment: 'production',
      model: definition.id,
      number: version.number,
      stage,
      since: stamp.at,
      by: stamp.by,
    });
    const predictor = createPredictor({
      definitions: [definition],
      store: rig.storage.models,
      environment: 'production',
      pseudonym: (entity) => entity,
      clock: fixedClock('2026-01-01T00:00:00Z'),
      ids: countedIds(),
      log: silentLog,
      elapsed: () => performance.now(),
      outside: runtime,
    });
    return { mood, predictor, store: rig.storage.models, version, rig };
  }

  it('answers, is logged with its version, and says in the log what it said', async () => {
    const { predictor, store, version, rig } = await deployed('champion', 2000);
    const said = await predictor.predict(definition.id, values, {});
    expect(said).toMatchObject({ version: version.number, role: 'champion', output: { late_probability: 0.9 }, factors: [] });
    expect(await store.predictions({ model: definition.id, limit: 5 })).toMatchObject([{ id: said.id, output: { late_probability: 0.9 } }]);
    rig.close();
  });

  it('that fails or answers nonsense is an error: the business rule does not speak in its place', async () => {
    const { mood, predictor, store, rig } = await deployed('champion', 2000);
    mood.now = () => '{"late": "soon"}';
    await expect(predictor.predict(definition.id, values, {})).rejects.toMatchObject({ code: 'connector.invalid_reply', retry: 'later' });
    mood.now = () => undefined;
    await expect(predictor.predict(definition.id, values, {})).rejects.toMatchObject({ code: 'connector.timeout' });
    expect(await store.predictions({ model: definition.id, limit: 5 })).toEqual([]);
    rig.close();
  });

  it('as a shadow answers beside the rule; silent, it neither fails the answer nor keeps it waiting for its own deadline', async () => {
    const { mood, predictor, store, rig } = await deployed('shadow', 20_000);
    await predictor.predict(definition.id, values, { correlationId: 'one' });
    expect((await store.predictions({ correlationId: 'one', limit: 5 })).map(({ role }) => role).toSorted()).toEqual(['rule', 'shadow']);
    mood.now = () => undefined;
    const from = performance.now();
    const answer = await predictor.predict(definition.id, values, { correlationId: 'two' });
    expect(answer).toMatchObject({ role: 'rule' });
    expect(performance.now() - from).toBeLessThan(15_000);
    expect(await store.predictions({ correlationId: 'two', limit: 5 })).toHaveLength(1);
    rig.close();
  });
});
