import { z } from 'zod';
import { tokenKinds } from '../../contracts/classes.ts';
import { offsetUnits, redactProfiles, type RedactedText } from '../../contracts/redaction.ts';
import { parseJson } from './body.ts';
import { parse, type Route } from './route.ts';

const maxTexts = 1000;

const RedactBody = z
  .strictObject({
    text: z.string().optional(),
    texts: z.array(z.string()).max(maxTexts).optional(),
    profile: z.enum(redactProfiles).default('standard'),
    types: z.array(z.enum(tokenKinds)).max(tokenKinds.length).optional(),
    offsets: z.enum(offsetUnits).default('utf-16'),
  })
  .refine(({ text, texts }) => (text === undefined) !== (texts === undefined), { path: ['text'], error: 'send either text or texts' });

/** Said in every answer, so that whoever reads it need not look for it. */
const kept = 'nothing: neither the text nor what was found in it is stored or logged';

export const redactRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/redact',
    tag: 'privacy',
    access: 'key',
    summary:
      'Personal data in a text, or in several that belong together, replaced by tokens; nothing of it is stored or logged but counts',
    body: RedactBody,
    async handle({ services, body, by, limits }) {
      const { text, texts, profile, types, offsets } = parse(RedactBody, parseJson(body, limits.depthLimit), 'body');
      const options = { profile, offsets, ...(types === undefined ? {} : { types }) };
      const { detector, items } = await services.redaction.redact(texts ?? [text ?? ''], options, by);
      const shown = items.map(answerOf);
      return { status: 200, body: texts ? { items: shown, next: null, detector, kept } : { ...shown[0], detector, kept } };
    },
  },
];

function answerOf({ text, spans, counts }: RedactedText): object {
  return { text, spans: spans.map(({ type, start, end }) => ({ type, start, end })), counts };
}
