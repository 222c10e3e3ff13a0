import { z } from 'zod';
import { CountersignError } from '../../contracts/errors.ts';

/** A text with what the topic's wildcards stood for, `{1}`, `{2}`, …, and members of the payload, `{lot}`. */
const Template = z.string().min(1).max(200);
/** A member of the payload with dots, or `.` for the payload itself. */
const Member = z.string().min(1).max(200);

const Rule = z
  .strictObject({
    /** As MQTT writes filters: `+` is one level, `#` at the end is any number of them. */
    topic: z.string().min(1).max(500).refine(isFilter, 'not a topic filter: + and # stand for whole levels, # comes last'),
    /** Who it is about, `lot:{lot}`. */
    entity: Template.optional(),
    /** Observation → member. */
    observations: z.record(z.string(), Member).default({}),
    /** Readings of one stream are gathered until a message of the same stream closes the window. */
    stream: Template.optional(),
    reading: z.strictObject({ metric: Template, value: Member.default('.') }).optional(),
    closes: z.strictObject({ observation: z.string().min(1), minutes: z.number().positive().max(44_640) }).optional(),
    /** Member with the sender's time; without it a message counts from when it was received. */
    at: Member.optional(),
    /** The record it comes from, for lineage. */
    record: Template.optional(),
  })
  .refine(({ reading, closes, stream }) => (reading === undefined && closes === undefined) || stream !== undefined, {
    error: 'a reading, and what closes a window, need the stream they belong to',
    path: ['stream'],
  })
  .refine(({ reading, entity }) => (reading === undefined) !== (entity === undefined), {
    error: 'a topic is either a reading, or has the entity it is about',
    path: ['entity'],
  })
  .refine(({ reading, closes, observations }) => reading !== undefined || closes !== undefined || Object.keys(observations).length > 0, {
    error: 'a topic gives observations, a reading, or closes a window',
    path: ['observations'],
  });
export type TopicRule = z.infer<typeof Rule>;

/** What messages of which topics mean; the first rule whose topic matches counts. */
const TopicMap = z.strictObject({
  /** So long a closed window waits for readings that come late. */
  lateMinutes: z.number().min(0).max(44_640).default(10),
  /** A sender's clock may be ahead by so much. */
  skewMinutes: z.number().min(0).max(1440).default(5),
  topics: z.array(Rule).min(1).max(500),
});
export type TopicMap = z.infer<typeof TopicMap>;

/** Throws `input.invalid` with the member that is wrong. */
export function readTopicMap(value: unknown): TopicMap {
  const read = TopicMap.safeParse(value);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const field = issue?.path.join('.') || 'topics';
  throw new CountersignError('input.invalid', `The map of topics is not valid at ${field}: ${issue?.message ?? 'unknown'}`, { field });
}

function isFilter(filter: string): boolean {
  const levels = filter.split('/');
  return levels.every((level, index) => level === '+' || (level === '#' && index === levels.length - 1) || !/[+#]/.test(level));
}

/** What the wildcards of a filter stand for in a topic, in their order; undefined where it does not match. */
export function matchTopic(filter: string, topic: string): readonly string[] | undefined {
  const [wanted, levels] = [filter.split('/'), topic.split('/')];
  // Topics of the broker itself are no business of a filter that begins with a wildcard (MQTT 3.1.1, 4.7.2).
  if (topic.startsWith('$') && !filter.startsWith('$')) return undefined;
  const found: string[] = [];
  for (const [index, level] of wanted.entries()) {
    if (level === '#') return [...found, levels.slice(index).join('/')];
    const given = levels[index];
    if (given === undefined || (level !== '+' && level !== given)) return undefined;
    if (level === '+') found.push(given);
  }
  return levels.length === wanted.length ? found : undefined;
}
