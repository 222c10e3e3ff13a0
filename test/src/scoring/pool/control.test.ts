import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { waitWhile } from '../../../../src/scoring/pool/control.ts';

/** Wakes whoever sleeps on the word without changing it, five times, and changes it at last. */
const lateNotices = `
  const { workerData: words } = require('node:worker_threads');
  const pause = () => Atomics.wait(words, 1, 0, 20);
  for (let time = 0; time < 5; time += 1) { pause(); Atomics.notify(words, 0); }
  pause();
  Atomics.store(words, 0, 7);
  Atomics.notify(words, 0);
`;

describe('waiting for a word to change', () => {
  it('a notice that comes without a change wakes nobody for good', async () => {
    const words = new Int32Array(new SharedArrayBuffer(8));
    const other = new Worker(lateNotices, { eval: true, workerData: words });
    expect(waitWhile(words, 0, 0, 5000)).toBe(true);
    expect(words[0]).toBe(7);
    await other.terminate();
  });

  it('gives up when nothing happens, and does not wait for what has happened', () => {
    const words = new Int32Array(new SharedArrayBuffer(8));
    expect(waitWhile(words, 0, 0, 10)).toBe(false);
    expect(waitWhile(words, 0, 1, 10)).toBe(true);
  });
});
