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
  answer(behaviour: ((request: WriteRequest) => 'commit' | 'lose' | WriteOutcome) | undefined): void;
};

export type MemoryOptions = {
  readonly name: string;
  readonly ports: ReadPorts;
  readonly operations: readonly string[];
  /** Whether a second write with the same key is refused, as with a unique external id. */
  readonly refusesSecond?: boolean;
  readonly settleDelayMs?: number;
};

/** A system that lives in memory and answers at once: for tests of what does not cross a wire, and for benches. */
export function memoryConnection(options: MemoryOptions): MemoryConnection {
  const records = new Map<string, { version: number; fields: Record<string, LiveValue> }>();
  const committed: StoredWrite[] = [];
  const byKey = new Map<string, string[]>();
  let behaviour: ((request: WriteRequest) => 'commit' | 'lose' | WriteOutcome) | undefined;

  function commit(request: WriteRequest): WriteOutcome {
    const known = byKey.get(request.key);
    if (known && options.refusesSecond !== false)
      return { kind: 'duplicate', status: 400, reason: 'a write with this key is already there' };
    const id = request.target.id ?? `${request.target.type}-${committed.length + 1}`;
    const place = `${request.target.type}/${id}`;
    const held = records.get(place);
    if (request.expectedVersion !== undefined && held && String(held.version) !== request.expectedVersion)
      return { kind: 'conflict', status: 412, reason: 'the record changed' };
    records.set(place, { version: (held?.version ?? 0) + 1, fields: { ...held?.fields, ...scalars(request.fields) } });
    byKey.set(request.key, [...(known ?? []), id]);
    committed.push({ request, id });
    return {
      kind: 'applied',
      receipt: {
        id,
        version: String(records.get(place)?.version ?? 1),
        status: 200,
        responseHash: createHash('sha256').update(place).digest('hex'),
      },
    };
  }

  const writer: RecordWriter = {
    settleDelayMs: options.settleDelayMs ?? 0,
    refusesSecond: () => options.refusesSecond !== false,
    async send(request) {
      const wanted = behaviour?.(request) ?? 'commit';
      if (wanted === 'commit') return commit(request);
      if (wanted !== 'lose') return wanted;
      commit(request);
      return { kind: 'uncertain', reason: 'the answer was lost' };
    },
    async lookup(request): Promise<LookupOutcome> {
      const ids = byKey.get(request.key) ?? [];
      if (ids.length > 1) return { kind: 'ambiguous', count: ids.length };
      return ids[0] === undefined ? { kind: 'absent' } : { kind: 'found', id: ids[0] };
    },
  };
  const reader: RecordReader = {
    async read(target, fields): Promise<LiveRecord | undefined> {
      const held = records.get(`${target.type}/${target.id}`);
      return (
        held && {
          id: target.id,
          version: String(held.version),
          fields: Object.fromEntries(fields.map((field) => [field, held.fields[field] ?? null])),
        }
      );
    },
  };
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
    committed,
    doctor: async () => [{ level: 'ok', check: 'memory', message: 'lives in memory' }],
    close: async () => undefined,
    put: (type, id, fields) => {
      const held = records.get(`${type}/${id}`);
      records.set(`${type}/${id}`, { version: (held?.version ?? 0) + 1, fields: { ...held?.fields, ...fields } });
    },
    answer: (next) => {
      behaviour = next;
    },
  };
}

function scalars(fields: Readonly<Record<string, FieldValue>>): Record<string, LiveValue> {
  const kept: Record<string, LiveValue> = {};
  for (const [name, value] of Object.entries(fields)) if (value === null || typeof value !== 'object') kept[name] = value;
  return kept;
}
