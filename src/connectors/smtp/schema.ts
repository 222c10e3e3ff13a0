import { z } from 'zod';
import { Address } from './config.ts';

/** One answer of a server: `250-first` … `250 last`, with the lines' texts. */
export type SmtpReply = { readonly code: number; readonly lines: readonly string[] };

/** A mail as a write has it. */
export const Mail = z.object({ List: z.string(), Subject: z.string().max(500), Text: z.string().max(200_000) });
export type Mail = z.infer<typeof Mail>;

/** A mail to one person outside, as a write has it. Subject and address cannot hold what ends a line of a header. */
export const CustomerMail = z.object({
  To: Address,
  Subject: z
    .string()
    .min(1)
    .max(255)
    // eslint-disable-next-line no-control-regex -- control characters are exactly what must not reach a header
    .regex(/^[^\u0000-\u001f\u007f]*$/),
  Text: z.string().min(1).max(32_000),
  Language: z.string().regex(/^[a-z]{2}$/),
});

/** Takes whole replies off the front of what came; the rest stays. Undefined while the reply is not complete. */
export function takeReply(text: string): { readonly reply: SmtpReply; readonly rest: string } | undefined {
  const lines: string[] = [];
  let rest = text;
  for (;;) {
    const end = rest.indexOf('\r\n');
    if (end < 0) return undefined;
    const line = rest.slice(0, end);
    rest = rest.slice(end + 2);
    const parsed = /^([2-5]\d{2})([ -]?)(.*)$/.exec(line);
    if (!parsed) return { reply: { code: 0, lines: [] }, rest };
    lines.push(parsed[3] ?? '');
    if (parsed[2] !== '-') return { reply: { code: Number(parsed[1]), lines }, rest };
  }
}
