import type { Recogniser, Span } from '../contracts/detection.ts';
import { CountersignError } from '../contracts/errors.ts';
import type { RedactedText } from '../contracts/redaction.ts';
import { redactPlain, type PlainOptions } from '../privacy/index.ts';
import { mergeSpans } from '../recognising/merge.ts';
import { detector, rulesName } from './detector.ts';

export type Recognising = { readonly recogniser: Recogniser | undefined; readonly timeoutMs: number; readonly signal?: AbortSignal };

/** By rules, and by the configured model where there is one. A model that does not answer fails the text: half a look is none. */
export async function redactText(
  text: string,
  options: PlainOptions,
  { recogniser, timeoutMs, signal }: Recognising,
): Promise<RedactedText> {
  if (!recogniser) return redactPlain(detector(), text, options);
  const deadline = AbortSignal.timeout(timeoutMs);
  let model: readonly Span[];
  try {
    model = await recogniser.find(text, signal ? AbortSignal.any([signal, deadline]) : deadline);
  } catch (cause) {
    if (!deadline.aborted || signal?.aborted) throw cause;
    throw new CountersignError('llm.unavailable', `The recogniser did not answer within ${timeoutMs / 1000} s`, { retry: 'later', cause });
  }
  return redactPlain(detector(), text, { ...options, join: (found) => mergeSpans(text, found, model) });
}

/** What found it, for the answer. */
export const detectorName = (recogniser: Recogniser | undefined): string =>
  recogniser ? `${rulesName()} + ${recogniser.name}` : rulesName();
