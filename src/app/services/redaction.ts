import type { RedactedText, RedactionService } from '../../contracts/redaction.ts';
import { createNumbering, refuseUnscannable } from '../../privacy/index.ts';
import type { Core } from '../core.ts';
import type { HeldRecogniser } from '../recogniser.ts';
import { detectorName, redactText } from '../redact-text.ts';
import { authorise } from './authorise.ts';

/** Texts go in and come out; neither they nor what was found in them is stored, and the log has numbers alone. */
export function redactionService(core: Core, held: HeldRecogniser): RedactionService {
  return {
    async redact(texts, { profile, types, offsets }, by) {
      authorise(core.roles, by, 'texts.redact');
      if (profile === 'strict') texts.forEach((text, index) => refuseUnscannable(text, texts.length === 1 ? 'The text' : `Text ${index}`));
      const numbering = createNumbering();
      const options = { numbering, offsets, ...(types === undefined ? {} : { types: new Set(types) }) };
      const recognising = { recogniser: await held.get(), timeoutMs: core.config.privacy.recogniser?.timeoutMs ?? 0 };
      const items: RedactedText[] = [];
      for (const text of texts) items.push(await redactText(text, options, recognising));
      const counts: Record<string, number> = {};
      for (const { spans } of items) for (const { type } of spans) counts[type] = (counts[type] ?? 0) + 1;
      core.log.info({ texts: texts.length, characters: texts.reduce((sum, text) => sum + text.length, 0), counts }, 'texts were redacted');
      return { detector: detectorName(recognising.recogniser), items };
    },
  };
}
