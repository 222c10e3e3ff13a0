/** Every number that differs from this one in a single digit. */
export function oneDigitOff(number: string): string[] {
  return number.split('').flatMap((unit, at) =>
    unit < '0' || unit > '9'
      ? []
      : '0123456789'
          .split('')
          .filter((digit) => digit !== unit)
          .map((digit) => number.slice(0, at) + digit + number.slice(at + 1)),
  );
}
