import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Config } from '../../../src/config/schema.ts';
import { silentLog } from '../../../src/contracts/log.ts';
import { createOtlp } from '../../../src/telemetry/otlp.ts';
import { carl, closeRigsAfterEach, cora, delayed, rigOver, tell, waiting } from '../../support/flow-rig.ts';
import { cassette, replay } from '../../support/wire-replay.ts';
import { desk, request } from '../llm/gateway-desk.ts';

closeRigsAfterEach();
const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

/** Span ids that count up. */
const counted = (): (() => string) => {
  let count = 0;
  return () => (count += 1).toString(16).padStart(16, '0');
};

const Value = z.union([
  z.strictObject({ stringValue: z.string() }),
  z.strictObject({ intValue: z.string() }),
  z.strictObject({ boolValue: z.boolean() }),
]);
const Span = z.strictObject({
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  spanId: z.string().regex(/^[0-9a-f]{16}$/),
  parentSpanId: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
  name: z.string(),
  kind: z.union([z.literal(1), z.literal(3)]),
  startTimeUnixNano: z.string().regex(/^\d{19}$/),
  endTimeUnixNano: z.string().regex(/^\d{19}$/),
  attributes: z.array(z.strictObject({ key: z.string(), value: Value })),
  status: z.object({ code: z.literal(2).optional() }),
});
const Body = z.object({ resourceSpans: z.array(z.object({ scopeSpans: z.array(z.object({ spans: z.array(Span) })) })) });

/** A collector on loopback that answers with one status after the other; the last one repeats. */
async function collector(...statuses: number[]) {
  const bodies: string[] = [];
  const headers: Record<string, unknown>[] = [];
  const server = createServer((given, response) => {
    const chunks: Buffer[] = [];
    given.on('data', (chunk: Buffer) => chunks.push(chunk));
    given.on('end', () => {
      bodies.push(Buffer.concat(chunks).toString('utf8'));
      headers.push({ url: given.url, ...given.headers });
      response.writeHead(statuses[bodies.length - 1] ?? statuses.at(-1) ?? 200).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => (server.close(), server.closeAllConnections()));
  const { port } = server.address() as AddressInfo;
  const spans = () =>
    bodies.flatMap((body) => Body.parse(JSON.parse(body)).resourceSpans.flatMap((each) => each.scopeSpans.flatMap((scope) => scope.spans)));
  return { endpoint: `http://127.0.0.1:${port}`, bodies, headers, spans };
}

const valueOf = (span: z.infer<typeof Span> | undefined, key: string): unknown =>
  Object.values(span?.attributes.find((each) => each.key === key)?.value ?? {})[0];

describe('traces of a run', () => {
  it('hold the run, its tools and its effects in one trace, and no text or name', async () => {
    const { endpoint, bodies, headers, spans } = await collector();
    const { rig } = await rigOver(delayed(), { config: { telemetry: { otlp: { endpoint, headers: { authorization: 'Basic x' } } } } });
    const runId = await tell(rig);
    const [approval] = await waiting(rig);
    await rig.services.approvals.decide(approval?.id ?? '', { verdict: 'approve', hash: approval?.proposalHash ?? '' }, carl);
    await rig.services.approvals
      .decide(approval?.id ?? '', { verdict: 'approve', hash: approval?.proposalHash ?? '' }, cora)
      .catch(() => undefined);
    await rig.core.worker.drain();
    await rig.tracing?.flush();
    expect(headers[0]).toMatchObject({ url: '/v1/traces', authorization: 'Basic x' });
    const all = spans();
    expect(new Set(all.map(({ traceId }) => traceId)).size).toBe(1);
    const runs = all.filter(({ name }) => name === 'run order-status');
    expect(runs.map((span) => valueOf(span, 'countersign.run.status'))).toEqual(['awaiting_approval', 'done']);
    expect(valueOf(runs[0], 'countersign.run.id')).toBe(runId);
    const tools = all.filter(({ name }) => name.startsWith('tool '));
    expect(tools.length).toBeGreaterThan(0);
    for (const span of tools) expect(runs.map(({ spanId }) => spanId)).toContain(span.parentSpanId);
    const effects = all.filter(({ name }) => name.startsWith('effect '));
    expect(effects.length).toBeGreaterThan(0);
    for (const span of effects) {
      expect(span.parentSpanId).toBe(runs[1]?.spanId);
      expect(valueOf(span, 'countersign.effect.outcome')).toBe('applied');
      expect(valueOf(span, 'countersign.effect.key')).toMatch(/^CS-/);
    }
    expect(bodies.join('')).not.toMatch(/Ursula|Brinkmann|Dear|EUR|@|Gross/);
  });

  it('tell of a model who was asked, with which prompt, and what it used', async () => {
    const { endpoint, bodies, spans } = await collector();
    const otlp = createOtlp({ endpoint, headers: {}, version: '1', spanId: counted(), fetch, log: silentLog });
    const wire = await replay(cassette('openai-error-then-answer').filter(({ exchange }) => exchange.req.bodyMatch['stream'] === false));
    const { gateway } = await desk({ provider: 'openai', model: 'm', baseUrl: `${wire.url}/v1` }, { trace: otlp.trace });
    // What the cassette says tells no fact, so there is none to tell.
    const letter = { facts: [], view: { order: 'yours', customer: 'you' } };
    await gateway.narrate(request(letter, { prompt: 'assistant.thank-customer' }));
    await wire.finish();
    await otlp.flush();
    const [failed, answered] = spans();
    expect([failed?.name, failed?.status.code, valueOf(failed, 'error.type')]).toEqual(['chat m', 2, '500']);
    expect(answered?.status).toEqual({});
    expect(Object.fromEntries(answered?.attributes.map(({ key, value }) => [key, Object.values(value)[0]]) ?? [])).toMatchObject({
      'gen_ai.system': 'openai',
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'm',
      'gen_ai.usage.input_tokens': '100',
      'gen_ai.usage.output_tokens': '20',
      'http.response.status_code': '200',
      'countersign.prompt': expect.stringMatching(/^assistant\.thank-customer@\d+\.\d+\.\d+#[0-9a-f]{12}$/),
    });
    expect(bodies.join('')).not.toContain('patience');
  });
});

describe('the exporter', () => {
  const span = (n: number, attributes = {}) =>
    ({
      runId: 'run_1',
      name: `tool t${n}`,
      kind: 'client',
      from: new Date('2026-01-01T00:00:00Z'),
      to: new Date('2026-01-01T00:00:01Z'),
      attributes,
    }) as const;
  const made = (endpoint: string) => {
    const told: string[] = [];
    const note = (_: unknown, sentence: string): void => void told.push(sentence);
    const log = { debug: note, info: note, warn: note, error: note };
    return { told, ...createOtlp({ endpoint, headers: {}, version: '1', spanId: counted(), fetch, log }) };
  };

  it('lets nothing out that reads like words, whatever it is handed', async () => {
    const { endpoint, bodies } = await collector();
    const otlp = made(endpoint);
    otlp.trace({ ...span(1, { note: 'Dear Karla, we are late', token: '<PERSON_1>', id: 'SO-1' }), name: 'tool Karla Weissenborn, Köln' });
    await otlp.flush();
    expect(bodies[0]).toContain('<PERSON_1>');
    expect(bodies[0]).toContain('SO-1');
    expect(bodies[0]).not.toMatch(/Dear|late|Köln/);
  });

  it('keeps what a collector that is away did not take, and sends it once', async () => {
    const { endpoint, bodies, spans } = await collector(503, 200);
    const otlp = made(endpoint);
    otlp.trace(span(1));
    await otlp.flush();
    expect(otlp.told).toEqual(['the collector of traces could not be reached']);
    otlp.trace(span(2));
    await otlp.flush();
    await otlp.flush();
    expect(bodies).toHaveLength(2);
    expect(spans().map(({ name }) => name)).toEqual(['tool t1', 'tool t1', 'tool t2']);
  });

  it('gives up what is refused, and holds a bounded number of spans', async () => {
    const { endpoint, bodies } = await collector(400, 200);
    const otlp = made(endpoint);
    otlp.trace(span(1));
    await otlp.flush();
    expect(otlp.told).toEqual(['the collector of traces refused spans']);
    for (let n = 0; n < 5000; n += 1) otlp.trace(span(n));
    await otlp.flush();
    expect(otlp.told).toContain('spans were dropped because the collector did not take them in time');
    expect(bodies).toHaveLength(1 + 8);
  });
});

describe('without a collector', () => {
  it('nothing is made', async () => {
    const { rig } = await rigOver(delayed());
    expect(rig.tracing).toBeUndefined();
    expect(rig.core.flow.trace).toBeUndefined();
    expect(Config.safeParse({ telemetry: { otlp: { endpoint: 'file:///x' } } }).success).toBe(false);
  });
});
