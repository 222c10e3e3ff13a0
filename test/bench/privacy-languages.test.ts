import { describe, expect, it } from 'vitest';
import { languageTable, languageTexts, type LanguageRow } from '../../bench/privacy/languages.ts';
import { locales } from '../../bench/privacy/locales.ts';

const nothing = languageTable(() => []);
const everything = languageTable((text) => [{ kind: 'PERSON', start: 0, end: text.length }]);
const shares = (rows: readonly LanguageRow[], of: 'recall' | 'leak'): readonly number[] => [...new Set(rows.map((row) => row[of]))];

describe('the table of languages', () => {
  it('has every language and every kind of it, from at least sixty business texts and forty harmless ones', () => {
    expect([...new Set(nothing.map(({ language }) => language))]).toEqual(['en-US', 'en-GB', 'de', 'fr', 'es', 'it', 'nl']);
    for (const { frames } of locales) {
      expect(new Set(frames.personal).size).toBeGreaterThanOrEqual(60);
      expect(new Set(frames.harmless).size).toBeGreaterThanOrEqual(40);
    }
    expect(nothing).toHaveLength(7 * 10);
    expect(Math.min(...nothing.map(({ labels }) => labels))).toBeGreaterThan(10);
  });

  it('says that all is left where nothing is found, and nothing where everything is', () => {
    expect([shares(nothing, 'recall'), shares(nothing, 'leak')]).toEqual([[0], [1]]);
    expect([shares(everything, 'recall'), shares(everything, 'leak')]).toEqual([[1], [0]]);
    expect(nothing.every(({ falseAlarms }) => falseAlarms === 0)).toBe(true);
    expect(everything.filter(({ kind }) => kind === 'all').every(({ falseAlarms }) => falseAlarms === 1)).toBe(true);
  });

  it('is of the same texts every time, with no slot left open', () => {
    expect(languageTexts()).toEqual(languageTexts());
    for (const { personal, harmless } of languageTexts()) {
      expect([...personal.map(({ text }) => text), ...harmless].filter((text) => /[{}\\]/.test(text))).toEqual([]);
      expect(personal.filter(({ spans }) => spans.length === 0)).toEqual([]);
    }
  });
});
