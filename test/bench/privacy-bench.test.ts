import { describe, expect, it } from 'vitest';
import { adversarialTexts } from '../../bench/privacy/adversarial.ts';
import { findPrivacyData, loadNegatives } from '../../bench/privacy/corpus.ts';
import { erpSentences } from '../../bench/privacy/erp-sentences.ts';
import { bytesOf, messagesOf } from '../../bench/privacy/messages.ts';
import { typedIds } from '../../bench/privacy/typed-ids.ts';
import { isIban } from '../../src/privacy/ids/index.ts';

const data = findPrivacyData();

describe('the harmless sentences kept aside', () => {
  const sentences = erpSentences(42);
  const kinds = [...new Set(sentences.map(({ kind }) => kind))];

  it('are of at least forty kinds with at least eight sentences each, no two alike, and the same every time', () => {
    expect(kinds.length).toBeGreaterThanOrEqual(40);
    for (const kind of kinds) expect([kind, sentences.filter((each) => each.kind === kind).length >= 8]).toEqual([kind, true]);
    expect(new Set(sentences.map(({ text }) => text)).size).toBe(sentences.length);
    expect(erpSentences(42)).toEqual(sentences);
    expect(erpSentences(43)).not.toEqual(sentences);
  });

  it('have every slot filled', () => {
    expect(sentences.filter(({ text }) => /\{[a-zA-Z0-9]+\}/.test(text))).toEqual([]);
  });

  it('hold no address of mail and no account number that is one', () => {
    expect(sentences.filter(({ text }) => text.includes('@'))).toEqual([]);
    expect(sentences.filter(({ text }) => text.split(/[ ,.]+/).some(isIban))).toEqual([]);
  });

  it('number their containers and pallets the way scanners check them', () => {
    const ssccs = sentences.flatMap(({ text }) => text.match(/(?<=\(00\) ?)\d{18}/g) ?? []);
    const sum = (number: string) => number.split('').reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 3 : 1), 0);
    expect(ssccs.length).toBeGreaterThan(0);
    expect(ssccs.every((sscc) => sum(sscc) % 10 === 0)).toBe(true);
    const containers = sentences.flatMap(({ text }) => text.match(/\b[A-Z]{3}U\d{7}\b/g) ?? []);
    expect(containers.length).toBeGreaterThan(0);
  });

  it.skipIf(data === undefined)('share no kind with the sentences that are tuned on', () => {
    const tuned = new Set(loadNegatives(data ?? '').map(({ kind }) => kind));
    expect(kinds.filter((kind) => tuned.has(kind))).toEqual([]);
  });
});

describe('the adversarial texts', () => {
  it('have the length that was asked for, twice as much when doubled', () => {
    expect(Object.keys(adversarialTexts).length).toBeGreaterThanOrEqual(20);
    for (const [name, make] of Object.entries(adversarialTexts)) {
      expect([name, make(4096).length]).toEqual([name, 4096]);
      expect([name, make(8192).length]).toEqual([name, 8192]);
    }
  });
});

describe('a message of a measurement', () => {
  it('weighs about a kilobyte and keeps the texts in their order', () => {
    const samples = Array.from({ length: 100 }, (_, at) => ({ text: `${at} ${'x'.repeat(100)}`, spans: [] }));
    const messages = messagesOf(samples);
    expect(messages.length).toBe(10);
    expect(bytesOf(messages) / messages.length).toBeLessThan(1200);
    expect(messages[0]?.startsWith('0 x')).toBe(true);
  });
});

describe('numbers from typed fields', () => {
  it('are every word of a sentence that holds a digit, dashes and dots inside it included', () => {
    const text = 'Opportunity 0064314A00000LmNQ, PC-5183 at 1,740.00 on 2025-03-14.';
    expect(typedIds.findSafe(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      '0064314A00000LmNQ',
      'PC-5183',
      '1',
      '740.00',
      '2025-03-14',
    ]);
    expect(typedIds.find(text)).toEqual([]);
  });
});
