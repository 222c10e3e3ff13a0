import { pino } from 'pino';
import type { Log } from '../contracts/log.ts';

/** Members that must never be logged; a mistake upstream becomes `[redacted]`, not a leak. */
const hidden = [
  'authorization',
  'password',
  'secret',
  'token',
  'apiKey',
  'key',
  'cookie',
  'body',
  'payload',
  'text',
  'name',
  'email',
  'phone',
  'address',
];

const maxText = 300;

/** JSON lines on standard error: a fixed sentence plus fields. Long texts are cut; errors are logged by kind and code only. */
export function createLog(level: 'debug' | 'info' | 'warn' | 'error' | 'silent', destination: { write(line: string): void }): Log {
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: hidden.flatMap((name) => [name, `*.${name}`]), censor: '[redacted]' },
    },
    destination,
  );
  const write = (at: 'debug' | 'info' | 'warn' | 'error') => (fields: Record<string, unknown>, sentence: string) =>
    logger[at](safe(fields), sentence);
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

function safe(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      value instanceof Error ? value.name : typeof value === 'string' && value.length > maxText ? `${value.slice(0, maxText)}…` : value,
    ]),
  );
}
