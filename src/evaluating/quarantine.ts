import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { CountersignError } from '../contracts/errors.ts';

/** A case that is known to waver: `suite/case`, since when, why, and the day it counts again. */
const Quarantined = z.strictObject({
  case: z.string().regex(/^[^/]+\/[^/]+$/),
  since: z.iso.date(),
  reason: z.string().min(10),
  expires: z.iso.date(),
});
export type Quarantined = z.infer<typeof Quarantined>;

/** The longest a case may be left out; longer is input.invalid. */
const mostDays = 90;

/** The quarantine file, empty where there is none. Malformed rows are input.invalid. */
export function readQuarantine(folder: string): readonly Quarantined[] {
  const path = join(folder, 'quarantine.json');
  if (!existsSync(path)) return [];
  try {
    const rows = z.array(Quarantined).parse(JSON.parse(readFileSync(path, 'utf8')));
    const long = rows.find(({ since, expires }) => Date.parse(expires) - Date.parse(since) > mostDays * 86_400_000);
    if (long)
      throw new CountersignError('input.invalid', `${long.case} is in quarantine for more than ${mostDays} days`, { field: long.case });
    return rows;
  } catch (cause) {
    if (cause instanceof CountersignError) throw cause;
    throw new CountersignError('input.invalid', 'quarantine.json is no list of case, since, reason (ten letters or more) and expires', {
      field: 'quarantine.json',
      cause,
    });
  }
}

/** Rows that still protect at a moment: up to and including the day they expire, in UTC. */
export function inForce(rows: readonly Quarantined[], now: Date): readonly Quarantined[] {
  const today = now.toISOString().slice(0, 10);
  return rows.filter(({ since, expires }) => since <= today && today <= expires);
}
