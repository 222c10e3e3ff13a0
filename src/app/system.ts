import { randomBytes } from 'node:crypto';
import type { Clock, IdKind, Ids, Sleep } from '../contracts/time.ts';

export const systemClock: Clock = { now: () => new Date() };

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** `run_` + 9 characters of time + 13 random ones: sortable by creation, not guessable. */
export const randomIds: Ids = {
  next(kind: IdKind): string {
    let time = Date.now();
    let head = '';
    for (let i = 0; i < 9; i += 1) {
      head = alphabet.charAt(time % 32) + head;
      time = Math.floor(time / 32);
    }
    let tail = '';
    for (const byte of randomBytes(13)) tail += alphabet.charAt(byte & 31);
    return `${kind}_${head}${tail}`;
  },
};

export const sleep: Sleep = (ms, signal) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
