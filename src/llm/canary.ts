import { CountersignError } from '../contracts/errors.ts';
import type { Privacy } from '../contracts/privacy.ts';
import { dynamicTexts, type SheetBlock } from './sheet-block.ts';

// Business ids are numbers too; only what reads as a name or an address is wrong in one.
const numericKinds = /^<(?:PHONE|ACCOUNT|TAXID|CARD|IBAN|SSN|NATIONALID|PASSPORT|LICENCE|ZIP|AGE|BIRTHDATE|IP|TEXT|AMOUNT)_/;
// Longer than the gap the finder bridges, so that two fields never make one name.
const divider = '\n'.repeat(8);

/** The last check before anything leaves: no raw value of the thread in what is not the program's own text. */
export async function findLeakInBlock(privacy: Privacy, threadId: string, block: SheetBlock): Promise<CountersignError | undefined> {
  const texts = dynamicTexts(block);
  const isClean = !(await privacy.findLeak(threadId, texts.map(({ text }) => text).join(divider)));
  if (isClean) return undefined;
  for (const { field, text, isId } of texts) {
    const leak = await privacy.findLeak(threadId, text);
    if (leak && !(isId && numericKinds.test(leak.token))) {
      return new CountersignError('privacy.leak', `A raw value stands in ${field}; the call was stopped`, { field });
    }
  }
  return undefined;
}
