import { z } from 'zod';
import { multitaskStrategies, threadStatuses } from '../../contracts/serving-store.ts';
import { streamModes, type StreamMode } from '../../contracts/serving.ts';

/** Clients send null for what they leave out, and the protocol takes both. */
const maybe = <S extends z.ZodType>(schema: S) => schema.nullish().transform((value) => value ?? undefined);

export const Uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i, 'not a UUID');
const Name = z.string().min(1).max(200);
const Members = z.record(z.string().max(200), z.unknown());
const Metadata = Members.refine((value) => JSON.stringify(value).length <= 16 * 1024, 'metadata is larger than 16 KiB');
const Flag = z.union([z.boolean(), z.enum(['true', 'false', '1', '0']).transform((text) => text === 'true' || text === '1')]);
const Limit = maybe(z.coerce.number().int().min(1).max(1000));
const Offset = maybe(z.coerce.number().int().min(0).max(1_000_000));
const Order = maybe(z.enum(['asc', 'desc']));
const Select = maybe(
  z.union([
    z.array(z.string().max(100)).max(50),
    z
      .string()
      .max(100)
      .transform((one) => [one]),
  ]),
);
export const Modes = z
  .union([z.array(z.enum(streamModes)).max(streamModes.length), z.enum(streamModes).transform((one) => [one])])
  .transform((modes) => [...new Set(modes)]);
export type Mode = StreamMode;
const page = { limit: Limit, offset: Offset, sort_order: Order, select: Select };

export const Checkpoint = z.object({
  checkpoint_id: maybe(z.string().max(100)),
  checkpoint_ns: maybe(z.string().max(1000)),
  checkpoint_map: maybe(z.record(z.string().max(1000), z.string().max(100))),
});
const Goto = z.union([z.string().max(200), z.object({ node: z.string().max(200), input: z.unknown().optional() })]);
const Command = z.object({
  // Present with null is an answer, absent is none.
  resume: z.unknown().optional(),
  update: maybe(z.union([Members, z.array(z.tuple([z.string().max(200), z.unknown()])).max(200)])),
  goto: maybe(z.union([z.array(Goto).max(50), Goto.transform((one) => [one])])),
});
const Config = z.object({
  tags: maybe(z.array(z.string().max(100)).max(50)),
  recursion_limit: maybe(z.number().int().min(1).max(100)),
  configurable: maybe(Members),
});
const Nodes = z.union([z.literal('*'), z.array(z.string().max(200)).max(100)]);

const runMembers = {
  input: z.unknown().optional(),
  metadata: maybe(Metadata),
  config: maybe(Config),
  context: maybe(Members),
  webhook: maybe(z.string().max(2000)),
  interrupt_before: maybe(Nodes),
  interrupt_after: maybe(Nodes),
  multitask_strategy: maybe(z.enum(multitaskStrategies)),
  durability: maybe(z.enum(['sync', 'async', 'exit'])),
  checkpoint_during: maybe(z.boolean()),
  stream_mode: maybe(Modes),
  stream_subgraphs: maybe(z.boolean()),
};

export const RunCreate = z.object({
  ...runMembers,
  assistant_id: Name,
  command: maybe(Command),
  checkpoint: maybe(Checkpoint),
  checkpoint_id: maybe(z.string().max(100)),
  on_disconnect: maybe(z.enum(['cancel', 'continue'])),
  // The sdk's types say complete and continue, its documentation and the other servers delete and keep.
  on_completion: maybe(
    z.enum(['delete', 'keep', 'complete', 'continue']).transform((word) => (word === 'keep' || word === 'continue' ? 'keep' : 'delete')),
  ),
  after_seconds: maybe(z.number().min(0).max(31_536_000)),
  if_not_exists: maybe(z.enum(['create', 'reject'])),
});
export type RunCreate = z.infer<typeof RunCreate>;
export const RunBatch = z.array(RunCreate).min(1).max(50);
export const RunCancelMany = z.object({
  thread_id: maybe(Uuid),
  run_ids: maybe(z.array(Uuid).max(1000)),
  status: maybe(z.enum(['pending', 'running', 'all'])),
});
export const RunListQuery = z.object({ limit: Limit, offset: Offset, status: maybe(z.string().max(20)), select: Select });
export const CancelQuery = z.object({ wait: maybe(Flag), action: maybe(z.enum(['interrupt', 'rollback'])) });
export const FollowQuery = z.object({ cancel_on_disconnect: maybe(Flag), stream_mode: maybe(Modes), after: maybe(z.string().max(100)) });
export const ThreadFollowQuery = z.object({ stream_mode: z.unknown().optional() });

export const AssistantCreate = z.object({
  assistant_id: maybe(Uuid),
  graph_id: Name,
  config: maybe(Members),
  context: maybe(Members),
  metadata: maybe(Metadata),
  if_exists: maybe(z.enum(['raise', 'do_nothing'])),
  name: maybe(Name),
  description: maybe(z.string().max(2000)),
});
export const AssistantPatch = AssistantCreate.omit({ assistant_id: true, if_exists: true }).extend({ graph_id: maybe(Name) });
export const AssistantSearch = z.object({
  ...page,
  graph_id: maybe(Name),
  name: maybe(Name),
  metadata: maybe(Members),
  sort_by: maybe(z.enum(['assistant_id', 'graph_id', 'created_at', 'updated_at', 'name'])),
});
export const AssistantCount = AssistantSearch.pick({ graph_id: true, name: true, metadata: true });
export const AssistantVersions = z.object({ metadata: maybe(Members), limit: Limit, offset: Offset });
export const AssistantLatest = z.object({ version: z.number().int().min(1) });
export const AssistantGraphQuery = z.object({ xray: maybe(z.union([Flag, z.coerce.number().int().min(0).max(10)])) });
export const SubgraphsQuery = z.object({ recurse: maybe(Flag) });
export const DeleteAssistantQuery = z.object({ delete_threads: maybe(Flag) });

const Update = z.object({ values: z.unknown().optional(), as_node: z.string().max(200) });
export const ThreadCreate = z.object({
  thread_id: maybe(Uuid),
  metadata: maybe(Metadata),
  if_exists: maybe(z.enum(['raise', 'do_nothing'])),
  supersteps: maybe(z.array(z.object({ updates: z.array(Update).min(1).max(50) })).max(100)),
});
export const ThreadPatch = z.object({ metadata: maybe(Metadata) });
export const ThreadSearch = z.object({
  ...page,
  ids: maybe(z.array(Uuid).max(1000)),
  metadata: maybe(Members),
  values: maybe(Members),
  status: maybe(z.enum(threadStatuses)),
  sort_by: maybe(z.enum(['thread_id', 'status', 'created_at', 'updated_at', 'state_updated_at'])),
});
export const ThreadCount = ThreadSearch.pick({ metadata: true, values: true, status: true });
export const ThreadPrune = z.object({ thread_ids: z.array(Uuid).max(1000), strategy: maybe(z.enum(['delete', 'keep_latest'])) });
export const StateQuery = z.object({ subgraphs: maybe(Flag), select: Select });
export const StateAt = z.object({ checkpoint: maybe(Checkpoint), subgraphs: maybe(Flag), select: Select });
export const StateUpdate = z.object({
  values: z.unknown().optional(),
  as_node: maybe(z.string().max(200)),
  checkpoint: maybe(Checkpoint),
  checkpoint_id: maybe(z.string().max(100)),
});
const Before = z.union([
  z.string().max(100),
  z.object({ checkpoint_id: z.string().max(100) }).transform((at) => at.checkpoint_id),
  z.object({ configurable: z.object({ checkpoint_id: z.string().max(100) }) }).transform((at) => at.configurable.checkpoint_id),
]);
export const History = z.object({
  limit: maybe(z.coerce.number().int().min(1).max(1000)),
  before: maybe(Before),
  metadata: maybe(Members),
  checkpoint: maybe(Checkpoint),
});

export const CronCreate = z.object({
  ...runMembers,
  assistant_id: Name,
  schedule: z.string().min(1).max(200),
  timezone: maybe(z.string().max(100)),
  end_time: maybe(z.iso.datetime({ offset: true, local: true })),
  enabled: maybe(z.boolean()),
  on_run_completed: maybe(z.enum(['delete', 'keep'])),
});
export const CronPatch = CronCreate.extend({ assistant_id: maybe(Name), schedule: maybe(z.string().min(1).max(200)) });
export const CronSearch = z.object({
  ...page,
  assistant_id: maybe(Name),
  thread_id: maybe(Uuid),
  enabled: maybe(z.boolean()),
  metadata: maybe(Members),
  sort_by: maybe(z.string().max(50)),
});
export const CronCount = CronSearch.pick({ assistant_id: true, thread_id: true, metadata: true });

const Label = z
  .string()
  .min(1)
  .max(200)
  // A period joins labels in a query, a control character in the database.
  .refine((label) => !label.includes('.') && !/\p{Cc}/u.test(label), 'labels hold no period and no control character');
const Namespace = z.array(Label).min(1).max(20);
const Key = z.string().min(1).max(500);
export const ItemPut = z.object({ namespace: Namespace, key: Key, value: Members, ttl: maybe(z.number().positive().max(5_256_000)) });
export const ItemDelete = z.object({ namespace: Namespace, key: Key });
export const ItemQuery = z.object({
  namespace: z
    .string()
    .min(1)
    .max(4000)
    .transform((text) => text.split('.'))
    .pipe(Namespace),
  key: Key,
});
export const ItemSearch = z.object({
  namespace_prefix: z.array(Label).max(20),
  filter: maybe(Members),
  query: maybe(z.string().max(500)),
  limit: Limit,
  offset: Offset,
});
export const Namespaces = z.object({
  prefix: maybe(z.array(Label).max(20)),
  suffix: maybe(z.array(Label).max(20)),
  max_depth: maybe(z.number().int().min(1).max(20)),
  limit: Limit,
  offset: Offset,
});
