import { CountersignError } from '../contracts/errors.ts';
import type { Privacy } from '../contracts/privacy.ts';
import { textsIn } from './offered-tools.ts';
import type { Payload } from './payload.ts';
import { dynamicTexts, type SheetBlock } from './sheet-block.ts';

// Business ids are numbers too; only what reads as a name or an address is wrong in one.
const numericKinds = /^<(?:PHONE|ACCOUNT|TAXID|CARD|IBAN|SSN|NATIONALID|PASSPORT|LICENCE|ZIP|AGE|BIRTHDATE|IP|TEXT|AMOUNT)_/;
// Longer than the gap the finder bridges, so that two fields never make one name.
const divider = '\n'.repeat(8);

/** A text that leaves, with the field it stands in. In an id a number that is somebody's stops nothing. */
type Leaving = { readonly field: string; readonly text: string; readonly isId?: boolean };

/** The last check before anything leaves: no raw value of the thread in what is not the program's own text. */
export function findLeakInBlock(privacy: Privacy, threadId: string, block: SheetBlock): Promise<CountersignError | undefined> {
  return findLeakIn(privacy, threadId, dynamicTexts(block));
}

/** The same for a conversation: messages, arguments of earlier calls, tools. */
export function findLeakInPayload(privacy: Privacy, threadId: string, { turns, tools }: Payload): Promise<CountersignError | undefined> {
  const inTurns = turns.flatMap((turn, at): Leaving[] => [
    ...readings(turn.content).map((text) => ({ field: `messages[${at}].content`, text })),
    ...(turn.role === 'assistant' ? turn.calls : []).flatMap(({ args }, call) =>
      textsIn(args).flatMap((each) => readings(each).map((text) => ({ field: `messages[${at}].tool_calls[${call}].arguments`, text }))),
    ),
  ]);
  const inTools = tools.flatMap(({ function: { name, description, parameters } }, at): Leaving[] => [
    { field: `tools[${at}].name`, text: name },
    { field: `tools[${at}].description`, text: description },
    ...textsIn(parameters)
      .filter((text) => !ownWord.test(text))
      .map((text) => ({ field: `tools[${at}].input`, text })),
  ]);
  return findLeakIn(privacy, threadId, [...inTurns, ...inTools]);
}

// `contact`, `string`: the program's own words, though a customer may be called Contact AG and would stop every call with it.
const ownWord = /^[a-z]+$/;
const escapes = /\\(?:u([0-9a-f]{4})|[nrtbf"\\/])/gi;

/** A text as it is, and as it reads where somebody wrote JSON into it: `\nKarla` is a name behind a line break. */
function readings(text: string): readonly string[] {
  if (!text.includes('\\')) return [text];
  return [text, text.replace(escapes, (_, code: string | undefined) => (code ? String.fromCharCode(Number.parseInt(code, 16)) : ' '))];
}

async function findLeakIn(privacy: Privacy, threadId: string, texts: readonly Leaving[]): Promise<CountersignError | undefined> {
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
