import type { Clock, Sleep } from '../../contracts/time.ts';
import { TransportError } from './transport-error.ts';

export type PacingOptions = {
  readonly connection: string;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly ratePerSecond?: number | undefined;
  readonly burst?: number | undefined;
};

/** Holds requests back: a pause the vendor asked for stops all of them, a token bucket spaces them out. */
export type Pacing = {
  /** Resolves when the request may go; throws TransportError `paused` when that would be after `deadline` (epoch ms). */
  admit(deadline: number, signal: AbortSignal): Promise<void>;
  /** Nothing goes out for this long. A shorter pause never shortens a longer one. */
  pause(ms: number): void;
  /** Milliseconds until requests go out again, zero when they do now. */
  pausedForMs(): number;
};

export function createPacing(options: PacingOptions): Pacing {
  const { clock, sleep, connection } = options;
  const rate = options.ratePerSecond;
  const burst = options.burst ?? Math.max(1, Math.ceil(rate ?? 1));
  const now = () => clock.now().getTime();
  let pausedUntil = 0;
  let tokens = burst;
  let filledAt = now();

  /** Takes a token, going into debt when there is none; returns how long the debt takes to repay. */
  const takeToken = (): number => {
    if (rate === undefined) return 0;
    const at = now();
    tokens = Math.min(burst, tokens + ((at - filledAt) / 1000) * rate);
    filledAt = at;
    tokens -= 1;
    return tokens >= 0 ? 0 : Math.ceil((-tokens / rate) * 1000);
  };
  const wait = async (ms: number, deadline: number, signal: AbortSignal): Promise<void> => {
    if (now() + ms > deadline) throw new TransportError({ phase: 'before-send', code: 'paused', connection, retryAfterMs: ms });
    await sleep(ms, signal);
  };
  return {
    async admit(deadline, signal) {
      const spacing = takeToken();
      try {
        if (spacing > 0) await wait(spacing, deadline, signal);
        while (pausedUntil > now()) await wait(pausedUntil - now(), deadline, signal);
      } catch (thrown) {
        // A request that never went out gives its token back, or a pause would starve those that follow.
        if (rate !== undefined) tokens = Math.min(burst, tokens + 1);
        throw thrown;
      }
    },
    pause(ms) {
      pausedUntil = Math.max(pausedUntil, now() + ms);
    },
    pausedForMs: () => Math.max(0, pausedUntil - now()),
  };
}
