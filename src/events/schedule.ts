import { Cron } from 'croner';

/**
 * Calls `job` at the moments of a cron expression in a time zone, daylight saving included: a moment that the clock skips
 * is made up for, one that comes twice counts once. Answers how to stop it.
 */
export function schedule(expression: string, timeZone: string, job: () => Promise<void>, failed: () => void): () => void {
  const cron = new Cron(expression, { timezone: timeZone, unref: true, protect: true, catch: failed }, job);
  return () => cron.stop();
}
