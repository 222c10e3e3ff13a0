import { parseQuery } from '@jetstreamapp/soql-parser-js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { condition, containing, day, id, isRecordId, most, name, soql, text, where } from '../../../../src/connectors/salesforce/soql.ts';
import { unquote } from '../../../../src/sandbox/salesforce/soql/literal.ts';

/** Any text, with what breaks literals made likely. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "'",
        '\\',
        '"',
        "\\'",
        "' OR Name != '",
        '\n',
        '\r',
        '\u0000',
        '\u2028',
        '%',
        '_',
        '--',
        '/*',
        ')',
        ' LIMIT 1',
        '\\u0027',
        '@{a.id}',
      ),
      fc.string({ unit: 'binary' }),
      fc.string(),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

/** The shape of a query: everything but the one value. */
function shape(query: string): unknown {
  return JSON.parse(JSON.stringify(parseQuery(query), (key, value: unknown) => (key === 'value' ? '·' : value)));
}

describe('a text in a query', () => {
  it('can hold anything and never changes the shape of the query', () => {
    const plain = shape(soql`SELECT Id FROM Opportunity WHERE Name = ${text('x')} AND IsClosed = false ORDER BY Id`);
    fc.assert(
      fc.property(hostile, (value) => {
        expect(shape(soql`SELECT Id FROM Opportunity WHERE Name = ${text(value)} AND IsClosed = false ORDER BY Id`)).toEqual(plain);
      }),
      { numRuns: 500 },
    );
  });

  it('is looked for anywhere in a name as itself: nothing in it is a wildcard, nothing changes the query', () => {
    const plain = shape(soql`SELECT Id FROM Opportunity WHERE Name LIKE ${containing('x')} LIMIT 5`);
    fc.assert(
      fc.property(hostile, (value) => {
        const query = soql`SELECT Id FROM Opportunity WHERE Name LIKE ${containing(value)} LIMIT 5`;
        expect(shape(query)).toEqual(plain);
        const { where: parsed } = parseQuery(query);
        const literal = parsed?.left && 'value' in parsed.left && typeof parsed.left.value === 'string' ? parsed.left.value : '';
        // Read the pattern as LIKE does: a backslash takes the next character for itself.
        const pieces = unquote(literal, true).match(/\\[^]|[^]/g) ?? [];
        expect([pieces.at(0), pieces.at(-1)]).toEqual(['%', '%']);
        const inner = pieces.slice(1, -1);
        expect(inner.filter((piece) => piece === '%' || piece === '_')).toEqual([]);
        expect(inner.map((piece) => (piece.length === 2 ? piece.slice(1) : piece)).join('')).toBe(value);
      }),
      { numRuns: 500 },
    );
  });

  it('arrives as exactly the text that was meant', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const { where } = parseQuery(soql`SELECT Id FROM Opportunity WHERE Name = ${text(value)}`);
        const literal = where?.left && 'value' in where.left && typeof where.left.value === 'string' ? where.left.value : '';
        expect(unquote(literal)).toBe(value);
      }),
      { numRuns: 500 },
    );
  });
});

describe('ids and names in a query', () => {
  it('are refused unless they have the form of one', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        if (!isRecordId(value)) expect(() => id(value)).toThrow(expect.objectContaining({ code: 'input.invalid' }));
        if (!/^[A-Za-z][\w.]*$/.test(value)) expect(() => name(value)).toThrow(expect.objectContaining({ code: 'input.invalid' }));
      }),
    );
    expect(() => id('0065g00000000001')).toThrow();
  });
  it('pass when they have', () => {
    expect(id('001D000000IRFmaIAH').soql).toBe("'001D000000IRFmaIAH'");
    expect(id('001D000000IRFma').soql).toBe("'001D000000IRFma'");
    expect(name('Account.Owner.Name').soql).toBe('Account.Owner.Name');
  });
});

describe('the other parts of a query', () => {
  it('take a day, a number of records and nothing else in their place', () => {
    expect([day('2024-05-17').soql, most(51).soql]).toEqual(['2024-05-17', '51']);
    for (const wrong of ['', '2024-5-17', '2024-13-45', "2024-05-17'", '2024-05-17 OR Id != null']) expect(() => day(wrong)).toThrow(/day/);
    for (const wrong of [0, -1, 1.5, Number.NaN]) expect(() => most(wrong)).toThrow(/number of records/);
  });

  it('come together in one WHERE, or in none', () => {
    expect(where([]).soql).toBe('');
    expect(where([condition`A = ${text('x')}`, condition`B = false`]).soql).toBe(" WHERE A = 'x' AND B = false");
  });
});
