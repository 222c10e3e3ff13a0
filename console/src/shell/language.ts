import { languageOf, speak, type Word } from './words.ts';

export const language = languageOf(navigator.language);
export const say = speak(language);

/** The word for a state that came from the server; the state itself where there is none. */
export const sayState = (state: string): string => {
  const word = `state_${state}`;
  return isState(word) ? say(word) : state;
};
const states: readonly Word[] = [
  'state_checking',
  'state_waiting',
  'state_approved',
  'state_applied',
  'state_rejected',
  'state_expired',
  'state_withdrawn',
  'state_superseded',
  'state_unchanged',
  'state_proposed',
  'state_failed',
];
const isState = (word: string): word is Word => states.some((each) => each === word);

const moment = new Intl.DateTimeFormat(navigator.language, { dateStyle: 'medium', timeStyle: 'short' });
const distance = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

export const sayMoment = (iso: string): string => (Number.isNaN(Date.parse(iso)) ? iso : moment.format(new Date(iso)));

/** `in 3 days`, `2 hours ago`. */
export function sayDistance(iso: string, now = Date.now()): string {
  const ms = Date.parse(iso) - now;
  if (Number.isNaN(ms)) return iso;
  const [unit, length] = units.find(([, each]) => Math.abs(ms) >= each) ?? units[2];
  return distance.format(Math.trunc(ms / length), unit);
}

/** The amount with its currency, exact: the text is formatted, never a float made of it. */
export function sayMoney({ amount, currency }: { readonly amount: string; readonly currency: string }): string {
  try {
    // Intl takes decimal text since ES2023; the type of the library knows numeric literals only.
    return new Intl.NumberFormat(navigator.language, { style: 'currency', currency }).format(amount as Intl.StringNumericLiteral);
  } catch {
    return `${amount} ${currency}`;
  }
}

/** `person:olivia` → `olivia`. */
export const sayPrincipal = (id: string): string => id.replace(/^(person|service):/, '');
