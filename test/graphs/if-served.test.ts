import { expect, it } from 'vitest';
import { ifServed } from '../../graphs/_shared/if-served.ts';
import { CountersignError } from '../../src/index.ts';

it('what nobody serves here is answered otherwise, and every other trouble stays one', async () => {
  const trouble = (code: 'capability.missing' | 'connector.unavailable') => Promise.reject(new CountersignError(code, 'no'));
  expect(await ifServed(Promise.resolve([1]), [])).toEqual([1]);
  expect(await ifServed(trouble('capability.missing'), [])).toEqual([]);
  await expect(ifServed(trouble('connector.unavailable'), [])).rejects.toMatchObject({ code: 'connector.unavailable' });
});
