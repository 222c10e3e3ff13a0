import { z } from 'zod';
import { tokenKinds, type TokenKind } from './classes.ts';

/** Where a value may go. `tool`: an argument of a call to a business system. `screen`: the thread's own authorised user. */
export const destinations = ['model', 'tool', 'screen', 'log', 'webhook'] as const;
export type Destination = (typeof destinations)[number];

/**
 * What happens to a value on its way there.
 * - token: it goes as a token
 * - band: it goes as a range (`150k–200k USD`, `30–39`, `1984`); for AMOUNT, AGE and BIRTHDATE
 * - drop: `[CARD]` stands in its place
 * - pass: it goes as it is; a token is restored
 * - block: nothing goes
 */
export const treatments = ['token', 'band', 'drop', 'pass', 'block'] as const;
export type Treatment = (typeof treatments)[number];

/** What cannot be read for personal values. `token` hides it whole and reversibly, where it is text. */
export type ContentRules = {
  readonly images: 'drop' | 'pass' | 'block';
  readonly files: 'drop' | 'pass' | 'block';
  readonly unknownParts: 'drop' | 'pass' | 'block';
  readonly base64: 'token' | 'drop' | 'pass' | 'block';
  /** Characters from which on a run counts as base64. */
  readonly base64Over: number;
  /** UTF-8 bytes of one text; more is blocked. */
  readonly maxTextBytes: number;
};

export type PolicyRules = Readonly<Record<TokenKind, Readonly<Record<Destination, Treatment>>>>;

/** The rules as they apply, with a short hash of them for the record of what left. */
export type PrivacyPolicy = {
  readonly profile: 'standard' | 'strict';
  readonly version: string;
  readonly rules: PolicyRules;
  readonly content: ContentRules;
};

/** Groups of kinds one rule may name: the classes of leaves. */
const ruleClasses = ['personal', 'confidential', 'financial', 'secret'] as const;
const ruleNames: ReadonlySet<string> = new Set([...ruleClasses, ...tokenKinds]);
export const bandedKinds: readonly TokenKind[] = ['AMOUNT', 'AGE', 'BIRTHDATE'];

const skips = ['drop', 'pass', 'block'] as const;
const Row = z.strictObject({
  model: z.enum(treatments).optional(),
  tool: z.enum(['pass', 'block']).optional(),
  screen: z.enum(treatments).optional(),
  log: z.enum(treatments).optional(),
  webhook: z.enum(treatments).optional(),
});

/** The `privacy` section of the config: a shipped profile and what differs from it. */
export const PrivacyConfig = z
  .strictObject({
    profile: z.enum(['standard', 'strict']).default('standard'),
    /** By class or kind. */
    rules: z.record(z.string(), Row).default({}),
    content: z
      .strictObject({
        images: z.enum(skips).optional(),
        files: z.enum(skips).optional(),
        unknownParts: z.enum(skips).optional(),
        base64: z.enum(['token', ...skips]).optional(),
        base64Over: z.number().int().min(32).optional(),
        maxTextBytes: z.number().int().positive().optional(),
      })
      .prefault({}),
    /** A model of your own that looks for names beside the rules; needs the package onnxruntime-node. */
    recogniser: z
      .strictObject({
        kind: z.literal('onnx'),
        model: z.string(),
        /** One label a line, in the order of the model's outputs. */
        labels: z.string(),
        /** The model's vocab.txt. */
        vocabulary: z.string(),
        lowerCase: z.boolean().default(false),
        leastScore: z.number().min(0).max(1).default(0.5),
        windowTokens: z.number().int().min(16).max(8192).default(512),
        timeoutMs: z.number().int().positive().default(30_000),
      })
      .optional(),
  })
  .check((given) => {
    for (const [name, row] of Object.entries(given.value.rules)) {
      if (!ruleNames.has(name)) {
        const message = `there is no such kind; name one of ${[...ruleNames].join(', ')}`;
        given.issues.push({ code: 'custom', input: name, path: ['rules', name], message });
      }
      for (const [destination, treatment] of Object.entries(row)) {
        const message = treatment && refusal(name, destination, treatment);
        if (message !== undefined) given.issues.push({ code: 'custom', input: treatment, path: ['rules', name, destination], message });
      }
    }
  });
export type PrivacyConfig = z.infer<typeof PrivacyConfig>;

function refusal(name: string, destination: string, treatment: string): string | undefined {
  if ((name === 'SECRET' || name === 'secret') && treatment !== (destination === 'tool' ? 'block' : 'drop'))
    return 'a secret is always dropped';
  const isBanded = name === 'financial' || bandedKinds.some((kind) => kind === name);
  if (treatment === 'band' && !isBanded) return `there are bands for ${bandedKinds.join(', ')} only`;
  return undefined;
}
