import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { ModelCommands, StreamReport } from '../contracts/commands.ts';
import { CountersignError } from '../contracts/errors.ts';
import type { ModelStore } from '../contracts/model-store.ts';
import type { ModelDefinition, Observation } from '../contracts/models.ts';
import { parseYaml } from '../config/load.ts';
import { createGatherer, keyedObservation, readMessage, readTopicMap } from '../scoring/index.ts';
import { linesOf, openSource } from './read-bytes.ts';
import { systemClock } from './system.ts';

type StreamParts = {
  /** A file of messages, a line each; `-` for standard input. */
  readonly messages: string;
  /** YAML: what the topics mean. */
  readonly topics: string;
  readonly signal: AbortSignal;
  readonly standardInput: AsyncIterable<Uint8Array>;
  readonly chosen: readonly ModelDefinition[];
  readonly store: ModelStore;
  readonly pseudonym: (entity: string) => string;
  readonly progress: Parameters<ModelCommands['extractStream']>[1];
};

const longestLine = 1_048_576;
const chunk = 2000;
/** A live stream is slow: what it brought is stored after so long at the latest. */
const patienceMs = 2000;
/** Of refused lines so many are told; the others are counted. */
const mostReasons = 20;

/**
 * Reads messages into the feature store as observations of the models that have a feature of their name. A line that is refused is
 * named by file and line and leaves the others alone: one broken sensor is no reason to stop listening.
 */
export async function extractStream(parts: StreamParts): Promise<StreamReport> {
  const { topics, progress, signal } = parts;
  if (!existsSync(topics)) throw new CountersignError('input.invalid', `There is no file ${basename(topics)}`, { field: 'topics' });
  const map = readTopicMap(parseYaml(readFileSync(topics, 'utf8'), basename(topics)));
  const stored = createStoring(parts, readersOf(parts.chosen, map));
  const gatherer = createGatherer(map, () => systemClock.now());
  const place = parts.messages === '-' ? 'standard input' : basename(parts.messages);
  const refused: string[] = [];
  let [line, messages, bad] = [0, 0, 0];
  const { chunks } = openSource(parts.messages, parts.standardInput);
  for await (const bytes of linesOf(untilAborted(chunks, signal), longestLine)) {
    line += 1;
    const text = Buffer.from(bytes).toString('utf8').trim();
    if (text === '') continue;
    messages += 1;
    const message = readMessage(text);
    const { observations, why } = 'why' in message ? { observations: [], why: message.why } : gatherer.take(message);
    if (why !== undefined) bad += 1;
    if (why !== undefined && refused.length < mostReasons) refused.push(`${place}:${line}: ${why}`);
    await stored.add(observations);
    if (messages % chunk === 0)
      progress(messages, undefined, `${messages} messages, ${gatherer.held()} readings wait for the end of their window`);
  }
  await stored.add(gatherer.finish());
  await stored.flush();
  return { messages, ...gatherer.counts, refused: bad, reasons: refused };
}

/** Which models read an observation of this name. One that nobody reads is a mistake in the map. */
function readersOf(
  chosen: readonly ModelDefinition[],
  { topics }: ReturnType<typeof readTopicMap>,
): ReadonlyMap<string, readonly ModelDefinition[]> {
  const names = new Set(
    topics.flatMap(({ observations, closes }) => [...Object.keys(observations), ...(closes ? [closes.observation] : [])]),
  );
  return new Map(
    [...names].map((name) => {
      const readers = chosen.filter(({ features }) => features.some(({ from }) => from.observation === name));
      if (readers.length > 0) return [name, readers];
      throw new CountersignError('input.invalid', `No feature of ${chosen.map(({ id }) => id).join(', ')} reads the observation ${name}`, {
        field: 'topics',
      });
    }),
  );
}

type Storing = { add(observations: readonly Observation[]): Promise<void>; flush(): Promise<void> };

function createStoring({ store, pseudonym }: StreamParts, readers: ReadonlyMap<string, readonly ModelDefinition[]>): Storing {
  const held = new Map<string, Observation[]>();
  let count = 0;
  let since = systemClock.now().getTime();
  const flush = async (): Promise<void> => {
    for (const [model, rows] of held) await store.addObservations(model, rows.splice(0));
    count = 0;
    since = systemClock.now().getTime();
  };
  return {
    async add(observations) {
      for (const each of observations)
        for (const { id } of readers.get(each.name) ?? []) {
          const rows = held.get(id) ?? [];
          held.set(id, rows);
          rows.push(keyedObservation(each, pseudonym));
          count += 1;
        }
      if (count >= chunk || (count > 0 && systemClock.now().getTime() - since >= patienceMs)) await flush();
    },
    flush,
  };
}

/** Ends where the signal aborts, also while nothing comes: what came before is kept. */
async function* untilAborted<T>(items: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]();
  for (;;) {
    // A listener for each turn: one promise for all of them would remember every turn for as long as the stream lives.
    const next = await new Promise<IteratorResult<T> | undefined>((resolve, reject) => {
      const end = (): void => resolve(undefined);
      if (signal.aborted) return end();
      signal.addEventListener('abort', end, { once: true });
      const left = (): void => signal.removeEventListener('abort', end);
      iterator.next().finally(left).then(resolve, reject);
      return undefined;
    });
    if (next === undefined || next.done) return;
    yield next.value;
  }
}
