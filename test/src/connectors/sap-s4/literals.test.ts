import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  allOf,
  dayLiteral,
  decimalLiteral,
  entityPath,
  equalsText,
  fieldName,
  instantLiteral,
  textLiteral,
} from '../../../../src/connectors/sap-s4/literals.ts';
import { progressOf, creditOf } from '../../../../src/connectors/sap-s4/map-codes.ts';
import { OrderRow, toInstant } from '../../../../src/connectors/sap-s4/schema.ts';
import { tokens } from '../../../../src/sandbox/sap/tokens.ts';
import { openBoth, served } from './sap-connection.ts';

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: fc.constantFrom("'", "''", ' or ', '1', ' eq ', '(', ')', '/', '%27', '\\', '?', '#', '&', ','), maxLength: 12 }),
);

/** Half of a surrogate pair cannot be written as UTF-8. */
const isWellFormed = (value: string) => !/\p{Surrogate}/u.test(value);

/** An independent reading of an OData text: it ends at the first quote that has no twin. */
function readText(literal: string): { value: string; rest: string } {
  let value = '';
  let at = 1;
  while (at < literal.length) {
    if (literal[at] !== "'") value += literal[at++];
    else if (literal[at + 1] === "'") {
      value += "'";
      at += 2;
    } else return { value, rest: literal.slice(at + 1) };
  }
  throw new Error('the text does not end');
}

describe('OData literals', () => {
  it('no value ends its own quotes', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        expect(readText(textLiteral(value))).toEqual({ value, rest: '' });
      }),
    );
  });

  it('a day is a day, at midnight and without a zone, or is refused', () => {
    expect(dayLiteral('2024-05-17')).toBe("datetime'2024-05-17T00:00:00'");
    for (const wrong of ['', '2024-5-17', '2024-02-99', "2024-05-17' or '1' eq '1", '2024-05-17T00:00:00Z'])
      expect(() => dayLiteral(wrong)).toThrow(/day/);
  });

  it('no value changes the shape of a filter', () => {
    fc.assert(
      fc.property(hostile, hostile, (a, b) => {
        const shape = tokens(allOf(equalsText('SalesOrder', a), equalsText('SoldToParty', b)).text).map((token) =>
          token.kind === 'literal' ? 'literal' : token.text,
        );
        expect(shape).toEqual(['(', 'SalesOrder', 'eq', 'literal', ')', 'and', '(', 'SoldToParty', 'eq', 'literal', ')']);
      }),
    );
  });

  it('no key leaves its parentheses or its path segment', () => {
    fc.assert(
      fc.property(hostile.filter(isWellFormed), (value) => {
        const path = entityPath('A_SalesOrder', value);
        expect(path).not.toMatch(/[/?#\\\s&]/);
        expect(readText(decodeURIComponent(path).slice('A_SalesOrder('.length))).toEqual({ value, rest: ')' });
      }),
    );
  });

  it('a key that is no well-formed text is refused', () => {
    expect(() => entityPath('A_SalesOrder', '\ud800')).toThrow('well-formed');
  });

  it('a text that is no instant, number or name is refused instead of quoted', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        for (const encode of [instantLiteral, decimalLiteral, fieldName]) {
          try {
            expect(encode(value)).not.toContain(' ');
          } catch (error) {
            expect(error).toMatchObject({ code: 'input.invalid' });
          }
        }
      }),
    );
  });
});

describe('over the wire', () => {
  let both: Awaited<ReturnType<typeof openBoth>>;
  beforeAll(async () => {
    both = await openBoth();
  });
  afterAll(() => both.close());

  it('a hostile id finds nothing and breaks nothing', async () => {
    const orders = served(both.sap.ports.orders);
    await fc.assert(
      fc.asyncProperty(hostile.filter(isWellFormed), async (value) => {
        expect(await orders.get(value)).toBeUndefined();
        expect(await orders.findByExternalKey(`x${value}`)).toBeUndefined();
        expect(await served(both.sap.ports.deliveries).listForOrder(`x${value}`)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});

describe('what SAP says', () => {
  it('in codes nobody knows is not guessed', () => {
    expect(['', 'A', 'B', 'C', 'Z', undefined].map(progressOf)).toEqual(['none', 'not_started', 'partial', 'complete', 'none', 'none']);
    expect(['', 'A', 'B', 'C', 'D', 'Z'].map(creditOf)).toEqual(['not_checked', 'approved', 'blocked', 'blocked', 'released', 'unknown']);
  });

  it('with missing, empty, null or numeric members can be read', () => {
    expect(
      OrderRow.parse({
        SalesOrder: '1',
        TotalNetAmount: 12.5,
        RequestedDeliveryDate: null,
        DeliveryBlockReason: '',
        to_Item: { __deferred: { uri: 'x' } },
        Surprise: { a: 1 },
      }),
    ).toMatchObject({
      TotalNetAmount: '12.5',
      RequestedDeliveryDate: undefined,
      DeliveryBlockReason: undefined,
      to_Item: [],
    });
    expect(OrderRow.safeParse({ SalesOrder: '' }).success).toBe(false);
  });

  it('about time is read in every spelling', () => {
    const ms = Date.parse('2024-05-17T14:05:00Z');
    for (const text of [
      `/Date(${ms})/`,
      `/Date(${ms}+0000)/`,
      `/Date(${ms}+0120)/`,
      '2024-05-17T14:05:00Z',
      '2024-05-17T14:05:00',
      '2024-05-17T16:05:00+02:00',
    ]) {
      expect(toInstant(text)).toBe('2024-05-17T14:05:00.000Z');
    }
    expect([toInstant(''), toInstant(null), toInstant('00000000'), toInstant('/Date(x)/')]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
