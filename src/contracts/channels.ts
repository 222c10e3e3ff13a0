import { z } from 'zod';

/** What a channel shows of an approval. It holds no personal value: tokens stand as `[person 1]`, and the link leads to who may see more. */
export const Card = z.object({
  approval: z.string(),
  hash: z.string(),
  title: z.string(),
  status: z.string(),
  /** Why somebody is asked, whom, and how many of them have said yes. */
  asked: z.object({ reason: z.string(), role: z.string(), needed: z.number().int(), votes: z.number().int() }),
  amount: z.string().optional(),
  expiresAt: z.string(),
  closedBy: z.string().optional(),
  writes: z.array(
    z.object({
      title: z.string(),
      target: z.string(),
      changes: z.array(z.object({ label: z.string(), before: z.string(), after: z.string() })),
    }),
  ),
  reasons: z.array(z.string()),
  link: z.string().optional(),
});
export type Card = z.infer<typeof Card>;

/** A card that travelled as text in a write's field; null when it is none. */
export function cardIn(text: string): Card | null {
  try {
    return Card.parse(JSON.parse(text));
  } catch {
    // Not JSON, or not of this shape: the caller refuses the write by name.
    return null;
  }
}

/** An approval as it is told of in channels, and the messages that tell of it already, by connection. */
export type ApprovalNotice = {
  readonly card: Card;
  readonly workflow: string;
  /** Counts up with every change of the approval. */
  readonly revision: number;
  /** The newest thing that happened, in a sentence. */
  readonly happened: string;
  readonly messages: Readonly<Record<string, string>>;
};

/** What a daily digest tells: counts, and the newest of each. */
export type DigestFacts = {
  readonly day: string;
  readonly waiting: { readonly count: number; readonly lines: readonly string[] };
  readonly exceptions: { readonly count: number; readonly lines: readonly string[] };
  readonly effects: Readonly<Record<string, number>>;
};

/** Of the installation itself, for workflows that tell people about it. */
export interface ApprovalNotices {
  get(id: string): Promise<ApprovalNotice | undefined>;
  digest(day: string): Promise<DigestFacts>;
}

/** What a button carries: which approval, and which proposal exactly. Who pressed it comes from the signed request alone. */
export const ButtonValue = z.strictObject({ a: z.string().min(1).max(100), h: z.string().min(1).max(128) });
export type ButtonValue = z.infer<typeof ButtonValue>;

/** A signed call from a channel. `body` is raw; the answer is the vendor's shape. */
export interface ChannelService {
  slack(name: string, body: Uint8Array, headers: Readonly<Record<string, string>>): Promise<unknown>;
  teams(name: string, body: Uint8Array, headers: Readonly<Record<string, string>>): Promise<unknown>;
}
