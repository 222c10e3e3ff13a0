import { Cron } from 'croner';

/**
 * Calls `job` at the moments of a cron expression in a time zone, daylight saving included: a moment that the clock skips
 * is made up for, one that comes twice counts once. Answers how to stop it.
 */
export function schedule(expression: string, timeZone: string, job: () => Promise<void>, failed: () => void): () => void {
  const cron = new Cron(expression, { timezone: timeZone, unref: true, protect: true, catch: failed }, job);
  return () => cron.stop();
}

/** The first moment after and the last one before or at `now`; undefined where there is none, as on a 30th of February. No seconds. */
export function momentsAround(expression: string, timeZone: string, now: Date): { next: Date | undefined; last: Date | undefined } {
  const cron = new Cron(expression, { timezone: timeZone, mode: '5-part', paused: true });
  // A moment that is right now has come.
  const [last] = cron.previousRuns(1, new Date(now.getTime() + 1));
  return { next: cron.nextRun(now) ?? undefined, last };
}
