import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addTo, daysBetween, differsBy, discountOf, percentOf, shareOf, times } from '../../graphs/_shared/figures.ts';
import { addDecimal, compareDecimal, subtractDecimal } from '../../src/index.ts';

const cents = fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n });
const asText = (value: bigint): string => {
  const digits = (value < 0n ? -value : value).toString().padStart(3, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};
const amount = cents.map(asText);
const percent = fc.integer({ min: 0, max: 10_000 }).map((each) => asText(BigInt(each)));
const day = fc.integer({ min: 0, max: 20_000 }).map((each) => new Date(each * 86_400_000).toISOString().slice(0, 10));
const absolute = (value: string): string => value.replace('-', '');

describe('percents', () => {
  it.each([
    ['1000.00', '15', '150.00'],
    ['0.05', '10', '0.01'],
    ['0.04', '10', '0.00'],
    ['-0.05', '10', '-0.01'],
    ['33.33', '33.33', '11.11'],
  ])('of %s, %s %% are %s', (whole, share, expected) => {
    expect(percentOf(whole, share)).toBe(expected);
  });

  it('what is taken off and what is left make the whole, to half a cent', () => {
    fc.assert(
      fc.property(amount, percent, (whole, share) => {
        const together = addDecimal(percentOf(whole, share), discountOf(whole, share));
        expect(compareDecimal(absolute(subtractDecimal(together, whole)), '0.01')).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('nothing off leaves the whole, and all off leaves nothing', () => {
    fc.assert(
      fc.property(amount, (whole) => {
        expect(compareDecimal(discountOf(whole, '0'), whole)).toBe(0);
        expect(compareDecimal(discountOf(whole, '100'), '0')).toBe(0);
        expect(compareDecimal(percentOf(whole, '100'), whole)).toBe(0);
      }),
    );
  });

  it('more percent is never less, and the other sign is the other sign', () => {
    fc.assert(
      fc.property(
        cents.map((each) => asText(each < 0n ? -each : each)),
        percent,
        percent,
        (whole, a, b) => {
          const [less, more] = compareDecimal(a, b) <= 0 ? [a, b] : [b, a];
          expect(compareDecimal(percentOf(whole, less), percentOf(whole, more))).toBeLessThanOrEqual(0);
          expect(compareDecimal(percentOf(`-${whole}`, a), '0')).toBeLessThanOrEqual(0);
          expect(absolute(percentOf(`-${whole}`, a))).toBe(percentOf(whole, a));
        },
      ),
    );
  });

  it('what is the whole of itself is 100.0 %, and of nothing there is no share', () => {
    fc.assert(
      fc.property(amount, (whole) => {
        const share = shareOf(whole, whole);
        expect(share).toBe(compareDecimal(whole, '0') === 0 ? undefined : compareDecimal(whole, '0') < 0 ? '-100.0' : '100.0');
      }),
    );
    expect(shareOf('90.00', '0')).toBeUndefined();
    expect(shareOf('1', '3')).toBe('33.3');
    expect(shareOf('0.0005', '1')).toBe('0.1');
  });
});

describe('products', () => {
  it('a thing of one costs what it costs, of none nothing, whichever comes first', () => {
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        expect(compareDecimal(times(a, '1'), a)).toBe(0);
        expect(compareDecimal(times(a, '0'), '0')).toBe(0);
        expect(times(a, b)).toBe(times(b, a));
      }),
    );
  });

  it.each([
    ['99.99', '3', '299.97'],
    ['0.333', '3', '1.00'],
    ['19.99', '2.5', '49.98'],
    ['-2', '0.005', '-0.01'],
  ])('%s times %s is %s', (a, b, expected) => {
    expect(times(a, b)).toBe(expected);
  });
});

describe('differences', () => {
  it('no amount differs from itself, whatever its sign', () => {
    fc.assert(
      fc.property(amount, percent, (whole, tolerance) => {
        expect(differsBy(whole, whole, tolerance)).toBe(false);
      }),
    );
  });

  it('what lies within so many percent does not differ, and a cent beyond does', () => {
    fc.assert(
      fc.property(amount, percent, fc.boolean(), (whole, tolerance, up) => {
        const most = absolute(percentOf(whole, tolerance));
        const step = (by: string): string => (up ? addDecimal(whole, by) : subtractDecimal(whole, by));
        expect(differsBy(step(most), whole, tolerance)).toBe(false);
        expect(differsBy(step(addDecimal(most, '0.01')), whole, tolerance)).toBe(true);
      }),
    );
  });
});

describe('days', () => {
  it('so many days later lie so many days apart, over leap years and month ends', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -1000, max: 1000 }), (from, days) => {
        expect(daysBetween(from, addTo(from, days))).toBe(days);
      }),
    );
    expect(addTo('2024-02-28', 1)).toBe('2024-02-29');
    expect(addTo('2024-12-31', 1)).toBe('2025-01-01');
  });
});
