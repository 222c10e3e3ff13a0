import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createDetector, loadLexicon } from '../../../../src/privacy/detect/index.ts';
import { isPending, textOf } from './case-table.ts';
import { caseTables } from './cases/index.ts';
import { readMarks, wrongWith } from './marked-text.ts';

const lexicon = loadLexicon(fileURLToPath(new URL('../../../../src/privacy/lists', import.meta.url)));
const detector = createDetector(lexicon);

describe.each(Object.entries(caseTables))('%s', (_theme, table) => {
  describe.each(Object.entries(table))('%s', (_promise, cases) => {
    it.each(cases.filter((each) => !isPending(each)).map(textOf))('%j', (written) => {
      const marked = readMarks(written);
      expect(wrongWith(marked, detector.detect(marked.text))).toBeUndefined();
    });

    it.each(cases.filter(isPending).map(textOf))('not yet: %j', (written) => {
      const marked = readMarks(written);
      expect(wrongWith(marked, detector.detect(marked.text)), 'no longer pending').toBeDefined();
    });
  });
});

it('what a text holds does not depend on the texts before it', () => {
  const texts = Object.values(caseTables).flatMap((table) =>
    Object.values(table)
      .flat()
      .map((each) => readMarks(textOf(each)).text),
  );
  const forwards = createDetector(lexicon);
  const backwards = createDetector(lexicon);
  const found = texts.map((text) => forwards.detect(text));
  const again = texts.toReversed().map((text) => backwards.detect(text));
  expect(again.toReversed()).toEqual(found);
});
