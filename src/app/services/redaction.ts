import type { RedactionService } from '../../contracts/redaction.ts';
import { createNumbering, redactPlain, refuseUnscannable } from '../../privacy/index.ts';
import type { Core } from '../core.ts';
import { detector, detectorName } from '../detector.ts';
import { authorise } from './authorise.ts';

/** Texts go in and come out; neither they nor what was found in them is stored, and the log has numbers alone. */
export function redactionService(core: Core): RedactionService {
  return {
    async redact(texts, { profile, types, offsets }, by) {
      authorise(core.roles, by, 'texts.redact');
      if (profile === 'strict') texts.forEach((text, index) => refuseUnscannable(text, texts.length === 1 ? 'The text' : `Text ${index}`));
      const numbering = createNumbering();
      const options = { numbering, offsets, ...(types === undefined ? {} : { types: new Set(types) }) };
      const items = texts.map((text) => redactPlain(detector(), text, options));
      const counts: Record<string, number> = {};
      for (const { spans } of items) for (const { type } of spans) counts[type] = (counts[type] ?? 0) + 1;
      core.log.info({ texts: texts.length, characters: texts.reduce((sum, text) => sum + text.length, 0), counts }, 'texts were redacted');
      return { detector: detectorName(), items };
    },
  };
}
