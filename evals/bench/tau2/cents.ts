/** Whole cents of a dollar figure as JSON holds it; upstream's sums of floats differ from cents by less than a thousandth. */
export function centsOf(dollars: number): number {
  return Math.round(dollars * 100);
}

/** `-1663` → `-16.63`. */
export function decimalOf(cents: number): string {
  const whole = Math.abs(cents);
  return `${cents < 0 ? '-' : ''}${Math.floor(whole / 100)}.${String(whole % 100).padStart(2, '0')}`;
}

/** `-16.63` → `-1663`. The text has been through the money schema; more places than two are none of the shop's. */
export function centsIn(decimal: string): number {
  const [, sign = '', dollars = '0', places = ''] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(decimal) ?? [];
  const cents = Number(dollars) * 100 + Number(places.padEnd(2, '0'));
  return sign === '-' ? -cents : cents;
}
