import { AIMessageChunk, isBaseMessage, type BaseMessage } from '@langchain/core/messages';
import type { StreamMode } from '../../contracts/serving.ts';
import { checkpointView, debugPayload, taskPayload } from './debug-view.ts';
import type { Drivable } from './drivable.ts';
import { mayHoldToken, plain } from './plain.ts';

export type DriveOptions = {
  readonly runId: string;
  readonly modes: readonly StreamMode[];
  readonly subgraphs: boolean;
  /** Handed to LangGraph as it is. */
  readonly config: Readonly<Record<string, unknown>>;
};
/** `isPlain` says that the text holds nothing that anybody's way out would change. */
export type Emit = (mode: StreamMode, event: string, data: string, isPlain?: boolean) => void;
/** The last values the graph itself showed, and whether it stopped at an interrupt. */
export type Driven = { readonly values: unknown; readonly sawValues: boolean; readonly isParked: boolean };

type Chunk = { readonly ns: readonly string[]; readonly mode: string; readonly payload: unknown };

/** Runs a graph and says what happens in the words of the protocol. */
export async function drive(graph: Drivable, input: unknown, options: DriveOptions, emit: Emit): Promise<Driven> {
  const wanted = new Set(options.modes);
  const library = new Set<string>(options.modes.filter((mode) => mode !== 'events' && mode !== 'messages-tuple'));
  // The end of the run is read from the values, so they are always asked for; they cost nothing until they are written out.
  library.add('values');
  if (wanted.has('messages-tuple')) library.add('messages');
  const settings = { ...options.config, runId: options.runId, subgraphs: options.subgraphs, streamMode: [...library] };
  const writer = new Writer(wanted, emit);
  if (wanted.has('events')) await throughEvents(graph, input, settings, options, writer, emit);
  else for await (const chunk of await graph.stream(input, settings)) writer.write(chunkOf(chunk, options.subgraphs));
  // Nobody asked for events as they come: the end alone is told.
  if (wanted.size === 0 && writer.driven.sawValues) emit('values', 'values', JSON.stringify(plain(writer.driven.values)));
  return writer.driven;
}

async function throughEvents(
  graph: Drivable,
  input: unknown,
  settings: object,
  options: DriveOptions,
  writer: Writer,
  emit: Emit,
): Promise<void> {
  for await (const event of graph.streamEvents(input, { ...settings, version: 'v2' })) {
    const tags: unknown = event['tags'];
    if (Array.isArray(tags) && tags.includes('langsmith:hidden')) continue;
    const data: unknown = event['data'];
    if (event['event'] === 'on_chain_stream' && event['run_id'] === options.runId && typeof data === 'object' && data !== null)
      writer.write(chunkOf(Reflect.get(data, 'chunk'), options.subgraphs));
    else {
      const text = attempt(() => JSON.stringify(plain(event)));
      if (text !== undefined) emit('events', 'events', text);
    }
  }
}

/** Events of inner runnables may hold anything, also what refers to itself; such an event is left out. */
function attempt(work: () => string): string | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function chunkOf(chunk: unknown, subgraphs: boolean): Chunk {
  // With several modes LangGraph yields [mode, payload], with subgraphs [namespace, mode, payload].
  const parts = chunk as readonly unknown[];
  return subgraphs
    ? { ns: parts[0] as readonly string[], mode: String(parts[1]), payload: parts[2] }
    : { ns: [], mode: String(parts[0]), payload: parts[1] };
}

class Writer {
  readonly #wanted: ReadonlySet<StreamMode>;
  readonly #emit: Emit;
  readonly #partial = new Map<string, AIMessageChunk>();
  readonly #complete = new Set<string>();
  #values: unknown = null;
  #sawValues = false;
  #isParked = false;
  /** Every chunk of a model call carries the same metadata object. */
  #lastMetadata: unknown;
  #lastMetadataText = '{}';
  #isMetadataPlain = true;

  constructor(wanted: ReadonlySet<StreamMode>, emit: Emit) {
    this.#wanted = wanted;
    this.#emit = emit;
  }

  get driven(): Driven {
    return { values: this.#values, sawValues: this.#sawValues, isParked: this.#isParked };
  }

  write({ ns, mode, payload }: Chunk): void {
    const name = ns.length === 0 ? mode : `${mode}|${ns.join('|')}`;
    switch (mode) {
      case 'messages':
        this.#message(payload, name);
        return;
      case 'values':
        if (ns.length === 0) this.#keep(payload);
        if (this.#wanted.has('values')) this.#emit('values', name, JSON.stringify(plain(payload)));
        if (this.#wanted.has('messages')) this.#completeFrom(payload);
        return;
      case 'checkpoints':
        if (this.#wanted.has('checkpoints')) this.#checkpoint(payload, name);
        return;
      case 'updates':
        if (holdsInterrupt(payload)) this.#isParked ||= ns.length === 0;
        if (this.#wanted.has('updates')) this.#emit('updates', name, JSON.stringify(plain(payload)));
        return;
      default:
        this.#other(mode, name, payload);
    }
  }

  #other(mode: string, name: string, payload: unknown): void {
    if (mode !== 'debug' && mode !== 'tasks' && mode !== 'custom' && mode !== 'tools') return;
    if (!this.#wanted.has(mode)) return;
    const shown = mode === 'debug' ? debugPayload(payload) : mode === 'tasks' ? taskPayload(payload) : payload;
    // undefined has no JSON; a writer called with nothing still says that it was called.
    this.#emit(mode, name, JSON.stringify(plain(shown)) ?? 'null');
  }

  #keep(payload: unknown): void {
    if (holdsInterrupt(payload)) {
      this.#isParked = true;
      return;
    }
    this.#values = payload;
    this.#sawValues = true;
  }

  /** Lightweight envelopes come beside the full checkpoints; clients of this mode expect the full ones alone. */
  #checkpoint(payload: unknown, name: string): void {
    if (typeof payload !== 'object' || payload === null || !('values' in payload)) return;
    this.#emit('checkpoints', name, JSON.stringify(plain(checkpointView(payload))));
  }

  #message(payload: unknown, name: string): void {
    // LangGraph yields [message or chunk, metadata].
    const [given, metadata] = payload as readonly [BaseMessage, unknown];
    if (this.#wanted.has('messages-tuple')) {
      if (metadata !== this.#lastMetadata) {
        this.#lastMetadata = metadata;
        this.#lastMetadataText = JSON.stringify(plain(metadata)) ?? '{}';
        this.#isMetadataPlain = !mayHoldToken(this.#lastMetadataText);
      }
      const text = JSON.stringify(plain(given));
      this.#emit('messages-tuple', name, `[${text},${this.#lastMetadataText}]`, this.#isMetadataPlain && !mayHoldToken(text));
    }
    if (!this.#wanted.has('messages') || !AIMessageChunk.isInstance(given) || given.id === undefined) return;
    const before = this.#partial.get(given.id);
    const grown = before ? before.concat(given) : given;
    this.#partial.set(given.id, grown);
    if (!before) this.#emit('messages', 'messages/metadata', JSON.stringify({ [given.id]: { metadata: plain(metadata) } }));
    this.#emit('messages', 'messages/partial', JSON.stringify([plain(grown)]));
  }

  #completeFrom(values: unknown): void {
    const messages: unknown = typeof values === 'object' && values !== null && 'messages' in values ? values.messages : undefined;
    const list: readonly unknown[] = Array.isArray(messages) ? messages : [messages];
    const fresh = list.filter((each): each is BaseMessage => isBaseMessage(each) && each.id !== undefined && !this.#complete.has(each.id));
    for (const each of fresh) if (each.id !== undefined) this.#complete.add(each.id);
    if (fresh.length > 0) this.#emit('messages', 'messages/complete', JSON.stringify(plain(fresh)));
  }
}

function holdsInterrupt(payload: unknown): boolean {
  return typeof payload === 'object' && payload !== null && '__interrupt__' in payload;
}
