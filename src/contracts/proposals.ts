import { z } from 'zod';

/** One field a write changes. `before` is what the record held when the proposal was made; `null` when there was nothing. */
export const FieldChange = z.object({
  field: z.string(),
  label: z.string().optional(),
  before: z.union([z.string(), z.number(), z.boolean(), z.null()]),
  after: z.json(),
});
export type FieldChange = z.infer<typeof FieldChange>;

/** A write as proposed. Personal values are tokens; they become values at the moment of sending only. */
export const PlannedWrite = z.object({
  slot: z.string(),
  tool: z.string(),
  connection: z.string(),
  operation: z.enum(['create', 'update']),
  target: z.object({ type: z.string(), id: z.string().optional() }),
  expectedVersion: z.string().optional(),
  key: z.string(),
  title: z.string(),
  kind: z.enum(['write', 'notify']),
  changes: z.array(FieldChange),
  /** The tool's input after its schema; what an approver's edit replaces. */
  input: z.record(z.string(), z.json()),
});
export type PlannedWrite = z.infer<typeof PlannedWrite>;

const RecordName = z.object({ connection: z.string(), type: z.string(), id: z.string() });

/** Two records the commit notes as one and the same thing. Either id may be `{created:SLOT}`, the record that slot creates. */
export const PlannedLink = z.object({ left: RecordName, right: RecordName, source: z.string() });
export type PlannedLink = z.infer<typeof PlannedLink>;

/** The exception a run ends with once the proposal is dealt with: what is proposed only tells people of it. */
export const PlannedEnd = z.object({ code: z.string(), message: z.string(), details: z.record(z.string(), z.json()) });
export type PlannedEnd = z.infer<typeof PlannedEnd>;

export const Proposal = z.object({
  id: z.string(),
  /** SHA-256 over the writes: tools, targets, versions, keys, before and after. What an approval is bound to. */
  hash: z.string(),
  /** SHA-256 over the facts the decision rests on; the same facts give the same proposal, whatever words a model found. */
  factsHash: z.string(),
  runId: z.string(),
  threadId: z.string(),
  workflow: z.string(),
  workflowVersion: z.string(),
  record: z.object({ connection: z.string(), type: z.string(), id: z.string() }),
  /** Principals who asked for it and may therefore not approve it. */
  requesters: z.array(z.string()),
  title: z.string(),
  reasons: z.array(z.string()),
  evidence: z.array(
    z.object({ label: z.string(), connection: z.string(), type: z.string(), id: z.string(), version: z.string().optional() }),
  ),
  /** What policy looks at: amount, tags such as `customer-text`, `delayed`. */
  traits: z.object({ amount: z.object({ amount: z.string(), currency: z.string() }).optional(), tags: z.array(z.string()) }),
  writes: z.array(PlannedWrite),
  links: z.array(PlannedLink).optional(),
  /** Slots whose fields may quote other writes, see written(); in every other text such a mark is what it says. */
  quoting: z.array(z.string()).optional(),
  ends: PlannedEnd.optional(),
  createdAt: z.string(),
});
export type Proposal = z.infer<typeof Proposal>;

export interface ProposalStore {
  save(proposal: Proposal): Promise<void>;
  get(id: string): Promise<Proposal | undefined>;
  /** Newest first. */
  ofThread(threadId: string): Promise<readonly Proposal[]>;
  /** The newest proposal of a thread with these facts, if any. */
  findByFacts(threadId: string, factsHash: string): Promise<Proposal | undefined>;
}
