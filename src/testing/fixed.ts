import type { Clock, IdKind, Ids, Sleep } from '../contracts/time.ts';

export type FixedClock = Clock & { advance(ms: number): void; set(iso: string): void };

/** Time stands still until it is told to move. */
export function fixedClock(iso = '2024-05-17T16:00:00.000Z'): FixedClock {
  let at = Date.parse(iso);
  return {
    now: () => new Date(at),
    advance: (ms) => {
      at += ms;
    },
    set: (next) => {
      at = Date.parse(next);
    },
  };
}

/** `run_000001`, `run_000002`, …: the same calls give the same ids. */
export function countedIds(): Ids {
  let count = 0;
  return {
    next(kind: IdKind): string {
      count += 1;
      return `${kind}_${String(count).padStart(6, '0')}`;
    },
  };
}

/** Moves the clock instead of waiting. */
export function clockSleep(clock: FixedClock): Sleep {
  return async (ms, signal) => {
    signal?.throwIfAborted();
    clock.advance(ms);
  };
}
