import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { window as lotWindow } from '../../../classic-models/quality-defect/derive.ts';
import { qualityDefect } from '../../../classic-models/quality-defect/model.ts';
import { modelCommands } from '../../../src/app/model-commands.ts';
import { extractStream } from '../../../src/app/model-stream.ts';
import { migrationsFolder } from '../../../src/config/home.ts';
import type { Example, LabelledMoment, ModelValue, Observation } from '../../../src/contracts/models.ts';
import { createRandom } from '../../../src/learning/core/random.ts';
import { sandboxHistory } from '../../../src/sandbox/history/index.ts';
import { trainingRows } from '../../../src/scoring/index.ts';
import { openModelDatabase } from '../../../src/storage/sqlite/open-models.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-stream-'));
const signal = new AbortController().signal;
const silent = (): void => undefined;
const topics = join(folder, 'topics.yaml');
const messages = join(folder, 'messages.jsonl');
const lots = 150;
let observations: readonly Observation[];
let moments: readonly LabelledMoment[];

const topicMap = `
lateMinutes: 30
topics:
  - topic: plant/+/+/+
    stream: '{2}'
    reading: { metric: '{3}', value: v }
    at: t
  - topic: mes/+/finished
    stream: '{1}'
    entity: lot:{1}
    closes: { observation: readings, minutes: 240 }
    observations: { batch_age: batch.age, shift: shift, line: line, recipe: recipe }
    at: t
    record: mes/lots/{1}
  - topic: weather/humidity
    entity: signal:weather
    observations: { humidity: . }
`;

type Line = { readonly received: number; readonly text: string };

/** The history of the sandbox as its plant would have sent it: a message a reading, some twice, some a little late. */
function asMessages(): Line[] {
  const random = createRandom(11);
  const lines: Line[] = [];
  const send = (topic: string, payload: unknown, received: number): void => {
    const text = JSON.stringify({ tst: new Date(received).toISOString(), topic, qos: 1, retain: 0, payload: JSON.stringify(payload) });
    lines.push({ received, text });
    if (random.next() < 0.05)
      lines.push({
        received: received + 90_000,
        text: text.replace(/"tst":"[^"]*"/, `"tst":"${new Date(received + 90_000).toISOString()}"`),
      });
  };
  const of = (name: string): ReadonlyMap<string, ModelValue> =>
    new Map(observations.filter((each) => each.name === name).map(({ entity, value }) => [entity, value]));
  const [ages, shifts, lines_, recipes] = [of('batch_age'), of('shift'), of('line'), of('recipe')];
  for (const { entity, name, value, at, knownAt } of observations) {
    if (name === 'humidity') send('weather/humidity', value, Date.parse(knownAt ?? at));
    if (name !== 'readings') continue;
    const [lot, end] = [entity.slice('lot:'.length), Date.parse(at)];
    const line = lines_.get(entity);
    for (const each of value as readonly { metric: string; minutes_before: number; value: number }[]) {
      const own = end - each.minutes_before * 60_000;
      send(
        `plant/${JSON.stringify(line)}/${lot}/${each.metric}`,
        { v: each.value, t: new Date(own).toISOString() },
        own + Math.floor(random.next() * 60_000),
      );
    }
    const payload = { t: at, batch: { age: ages.get(entity) }, shift: shifts.get(entity), line, recipe: recipes.get(entity) };
    send(`mes/${lot}/finished`, payload, end);
  }
  return lines.toSorted((a, b) => a.received + a.text.length * 1000 - b.received - b.text.length * 1000);
}

const config = (name: string): string => {
  const file = join(folder, `${name}.yaml`);
  writeFileSync(file, `dataDir: ${join(folder, name)}\nkeyDir: ${join(folder, 'keys')}\n`);
  return file;
};

/** Training rows as a data folder holds them; what comes of the readings in the place of their list. */
async function rowsIn(name: string): Promise<Example[]> {
  const database = openModelDatabase({ folder: join(folder, name), migrations: migrationsFolder() });
  const { store } = database;
  const rows = trainingRows(qualityDefect, await store.moments('quality-defect'), await store.observations('quality-defect'));
  database.close();
  return rows.map((row) => ({ ...row, values: { ...row.values, readings: null, ...lotWindow.derive(row.values) } }));
}

beforeAll(async () => {
  const history = sandboxHistory({ seed: 1, today: '2026-01-01T00:00:00.000Z' });
  const collect = async <T>(rows: AsyncIterable<T>): Promise<T[]> => {
    const all: T[] = [];
    for await (const each of rows) all.push(each);
    return all;
  };
  const everything = await collect(history.observations('quality-defect', {}));
  const named = new Set([...new Set(everything.map(({ entity }) => entity).filter((entity) => entity.startsWith('lot:')))].slice(-lots));
  observations = everything.filter(({ entity }) => named.has(entity) || entity === 'signal:weather');
  moments = (await collect(history.moments('quality-defect', {}))).filter(({ entity }) => named.has(entity));
  writeFileSync(topics, topicMap);
  writeFileSync(
    messages,
    asMessages()
      .map(({ text }) => `${text}\n`)
      .join(''),
  );
  for (const [name, rows] of [
    ['whole', observations],
    ['labels', []],
  ] as const) {
    mkdirSync(join(folder, name, 'quality-defect'), { recursive: true });
    const lines = (all: readonly unknown[]): string => all.map((each) => `${JSON.stringify(each)}\n`).join('');
    writeFileSync(join(folder, name, 'quality-defect', 'observations.jsonl'), lines(rows));
    writeFileSync(join(folder, name, 'quality-defect', 'moments.jsonl'), lines(moments));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('messages of sensors', () => {
  it('make the same windows, and the same rows to train on, as observations of a file', async () => {
    const models = ['quality-defect'];
    await modelCommands.extract({ models, config: config('from-files'), source: join(folder, 'whole') }, silent);
    await modelCommands.extract({ models, config: config('from-stream'), source: join(folder, 'labels') }, silent);
    const { stream, items } = await modelCommands.extractStream(
      { models, config: config('from-stream'), messages, topics, signal },
      silent,
    );
    expect(stream).toMatchObject({ refused: 0, reasons: [], unmatched: 0, tooLate: 0, tooMany: 0, retained: 0 });
    expect(stream.duplicate).toBeGreaterThan(100);
    const [files, streamed] = [await rowsIn('from-files'), await rowsIn('from-stream')];
    expect(files.length).toBeGreaterThan(100);
    expect(files.every(({ values }) => typeof values['temperature_mean'] === 'number')).toBe(true);
    expect(streamed).toEqual(files);
    // Read once more, nothing is added.
    const again = await modelCommands.extractStream({ models, config: config('from-stream'), messages, topics, signal }, silent);
    expect(again.items).toEqual(items);
  });

  it('that are no messages are named by file and line, and leave the others alone', async () => {
    const bad = join(folder, 'bad.jsonl');
    writeFileSync(
      bad,
      ['{"topic":', '', '{"topic":"weather/humidity","payload":"61","ts":1767225600}', '{"topic":"weather/humidity","payload":"x"}'].join(
        '\n',
      ),
    );
    const { stream, items } = await modelCommands.extractStream(
      { models: ['quality-defect'], config: config('bad'), messages: bad, topics, signal },
      silent,
    );
    expect(stream).toMatchObject({
      messages: 3,
      taken: 1,
      refused: 2,
      reasons: ['bad.jsonl:1: it is no JSON', 'bad.jsonl:4: it says neither when it was received (ts) nor when it was sent'],
    });
    expect(items).toMatchObject([{ model: 'quality-defect', observations: 1 }]);
  });

  it('come live through a pipe: what came before it is given up is kept, windows that wait included', async () => {
    const stop = new AbortController();
    const database = openModelDatabase({ folder: join(folder, 'live'), migrations: migrationsFolder() });
    const at = (n: number): string => new Date(Date.UTC(2026, 0, 1, 0, n)).toISOString();
    const line = (topic: string, payload: unknown, n: number): Buffer => Buffer.from(`${JSON.stringify({ topic, payload, ts: at(n) })}\n`);
    async function* pipe(): AsyncGenerator<Uint8Array> {
      yield line('plant/L1/X1/torque', { v: 40, t: at(1) }, 1);
      yield line('mes/X1/finished', { t: at(9), batch: { age: 3 }, shift: 'early', line: 'L1', recipe: 'R1' }, 9);
      setTimeout(() => stop.abort(), 20);
      await new Promise(() => undefined);
    }
    const key = (entity: string): string =>
      `${entity.split(':')[0] ?? ''}:${createHash('sha256').update(entity).digest('base64url').slice(0, 22)}`;
    const found = await extractStream({
      messages: '-',
      topics,
      signal: stop.signal,
      standardInput: pipe(),
      chosen: [qualityDefect],
      store: database.store,
      pseudonym: key,
      progress: silent,
    });
    expect(found).toMatchObject({ messages: 2, taken: 2 });
    const kept = await database.store.observations('quality-defect', [key('lot:X1')]);
    database.close();
    expect(kept.find(({ name }) => name === 'readings')).toMatchObject({
      at: at(9),
      value: [{ metric: 'torque', minutes_before: 8, value: 40 }],
    });
    expect(kept.map(({ name }) => name).toSorted()).toEqual(['batch_age', 'line', 'readings', 'recipe', 'shift']);
    expect(JSON.stringify(kept)).not.toContain('X1');
  });

  it('for an observation that no feature reads are a mistake in the map', async () => {
    const wrong = join(folder, 'colours.yaml');
    writeFileSync(wrong, 'topics: [{ topic: a, entity: "lot:{lot}", observations: { colour: c } }]');
    await expect(
      modelCommands.extractStream({ models: ['quality-defect'], config: config('wrong'), messages, topics: wrong, signal }, silent),
    ).rejects.toMatchObject({
      code: 'input.invalid',
      field: 'topics',
      message: 'No feature of quality-defect reads the observation colour',
    });
    await expect(
      modelCommands.extractStream(
        { models: ['quality-defect'], config: config('wrong'), messages: join(folder, 'none'), topics, signal },
        silent,
      ),
    ).rejects.toMatchObject({ code: 'resource.not_found' });
  });
});
