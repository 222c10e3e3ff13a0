import { createHash } from 'node:crypto';
import type {
  Capabilities,
  Connection,
  FieldValue,
  LiveRecord,
  LiveValue,
  LookupOutcome,
  ReadPorts,
  RecordReader,
  RecordWriter,
  WriteOutcome,
  WriteRequest,
} from '../contracts/ports.ts';

export type StoredWrite = { readonly request: WriteRequest; readonly id: string };

export type MemoryConnection = Connection & {
  /** Every write that changed something, oldest first. */
  readonly committed: readonly StoredWrite[];
  /** Live fields by type and id, as reader and conflict checks see them. */
  put(type: string, id: string, fields: Readonly<Record<string, LiveValue>>): void;
  /** Decides what becomes of the next sends; `lose` commits and never answers. */
  answer(behaviour: Behaviour | undefined): void;
};

export type MemoryOptions = {
  readonly name: string;
  readonly ports: ReadPorts;
  readonly operations: readonly string[];
  /** Whether a second write with the same key is refused, as with a unique external id. */
  readonly refusesSecond?: boolean;
  readonly settleDelayMs?: number;
};

type Behaviour = (request: WriteRequest) => 'commit' | 'lose' | WriteOutcome;

/** A system that lives in memory and answers at once: for tests of what does not cross a wire, and for benches. */
export function memoryConnection(options: MemoryOptions): MemoryConnection {
  const shelf = new Shelf(options.refusesSecond !== false);
  let behaviour: Behaviour | undefined;
  const writer: RecordWriter = {
    settleDelayMs: options.settleDelayMs ?? 0,
    refusesSecond: () => options.refusesSecond !== false,
    async send(request) {
      const wanted = behaviour?.(request) ?? 'commit';
      if (wanted === 'commit') return shelf.commit(request);
      if (wanted !== 'lose') return wanted;
      shelf.commit(request);
      return { kind: 'uncertain', reason: 'the answer was lost' };
    },
    lookup: async (request) => shelf.lookup(request.key),
  };
  const reader: RecordReader = { read: async (target, fields) => shelf.read(target, fields) };
  const capabilities: Capabilities = {
    operations: options.operations,
    idempotency: options.refusesSecond === false ? 'lookup' : 'external-key',
    concurrency: 'etag',
    changes: 'cursor',
    maxKeyLength: 35,
  };
  return {
    name: options.name,
    vendor: 'memory',
    capabilities,
    ports: options.ports,
    reader,
    writer,
    committed: shelf.committed,
    doctor: async () => [{ level: 'ok', check: 'memory', message: 'lives in memory' }],
    close: async () => undefined,
    put: (type, id, fields) => shelf.put(`${type}/${id}`, fields),
    answer: (next) => {
      behaviour = next;
    },
  };
}

/** Records by type and id, with a version that counts every change. */
class Shelf {
  readonly committed: StoredWrite[] = [];
  readonly #records = new Map<string, { version: number; fields: Record<string, LiveValue> }>();
  readonly #byKey = new Map<string, string[]>();
  readonly #refusesSecond: boolean;

  constructor(refusesSecond: boolean) {
    this.#refusesSecond = refusesSecond;
  }

  put(place: string, fields: Readonly<Record<string, LiveValue>>): number {
    const held = this.#records.get(place);
    const version = (held?.version ?? 0) + 1;
    this.#records.set(place, { version, fields: { ...held?.fields, ...fields } });
    return version;
  }

  commit(request: WriteRequest): WriteOutcome {
    const known = this.#byKey.get(request.key);
    if (known && this.#refusesSecond) return { kind: 'duplicate', status: 400, reason: 'a write with this key is already there' };
    const id = request.target.id ?? `${request.target.type}-${this.committed.length + 1}`;
    const place = `${request.target.type}/${id}`;
    const held = this.#records.get(place);
    if (request.expectedVersion !== undefined && held && String(held.version) !== request.expectedVersion) {
      return { kind: 'conflict', status: 412, reason: 'the record changed' };
    }
    const version = this.put(place, scalars(request.fields));
    this.#byKey.set(request.key, [...(known ?? []), id]);
    this.committed.push({ request, id });
    return {
      kind: 'applied',
      receipt: { id, version: String(version), status: 200, responseHash: createHash('sha256').update(place).digest('hex') },
    };
  }

  lookup(key: string): LookupOutcome {
    const ids = this.#byKey.get(key) ?? [];
    if (ids.length > 1) return { kind: 'ambiguous', count: ids.length };
    return ids[0] === undefined ? { kind: 'absent' } : { kind: 'found', id: ids[0] };
  }

  read(target: { type: string; id: string }, fields: readonly string[]): LiveRecord | undefined {
    const held = this.#records.get(`${target.type}/${target.id}`);
    return (
      held && {
        id: target.id,
        version: String(held.version),
        fields: Object.fromEntries(fields.map((field) => [field, held.fields[field] ?? null])),
      }
    );
  }
}

function scalars(fields: Readonly<Record<string, FieldValue>>): Record<string, LiveValue> {
  const kept: Record<string, LiveValue> = {};
  for (const [name, value] of Object.entries(fields)) if (value === null || typeof value !== 'object') kept[name] = value;
  return kept;
}
