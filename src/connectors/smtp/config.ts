import { z } from 'zod';

/** An address as it may stand in an envelope: no blanks, no angle brackets, nothing that ends a line. */
export const Address = z.email().max(254);
const PlainName = z
  .string()
  .max(100)
  // eslint-disable-next-line no-control-regex -- control characters are exactly what must not reach a header
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'a name of one line');

const Server = z.object({
  host: z.string().min(1),
  port: z.number().int().min(1).max(65_535).default(587),
  /** `starttls` refuses to go on without it, `tls` speaks it from the first byte; `none` is for a relay on this machine and sends no password. */
  security: z.enum(['starttls', 'tls', 'none']).default('starttls'),
  user: z.string().optional(),
  password: z.string().optional(),
  /** A certificate authority of one's own, as PEM. */
  ca: z.string().optional(),
});

export const SmtpConfig = z
  .object({
    from: Address,
    fromName: PlainName.default('Countersign'),
    /** Who a mail goes to, by the name of the list: writes name lists, so that no address lies in a proposal. */
    lists: z.record(z.string(), z.array(Address).min(1).max(100)).default({}),
    /** Whether a write may also name one address, which mail to customers needs. It stands in proposals as a token. */
    customers: z.boolean().default(false),
    server: Server.optional(),
    /** Mails are laid down here as .eml files instead; made when missing. */
    folder: z.string().min(1).optional(),
    /** What this machine calls itself. */
    helo: z
      .string()
      .regex(/^[A-Za-z0-9.:[\]-]+$/)
      .default('localhost'),
    deadlineMs: z.number().int().positive().default(30_000),
  })
  .refine((config) => (config.server === undefined) !== (config.folder === undefined), 'either a server or a folder')
  .refine(({ server }) => server?.security !== 'none' || server.password === undefined, 'a password is sent over TLS alone');
export type SmtpConfig = z.infer<typeof SmtpConfig>;
export type SmtpConfigInput = z.input<typeof SmtpConfig>;
export type SmtpServer = z.infer<typeof Server>;
