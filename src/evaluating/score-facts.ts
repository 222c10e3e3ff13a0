import type { Score, ScoreContext, Scorer } from './evaluated.ts';

type Verdict = Omit<Score, 'name'>;

export const passed: Verdict = { score: 1, pass: true };

export function failed(detail: string, evidence: readonly string[] = [], score = 0): Verdict {
  return { score, pass: false, detail, evidence };
}

/** Passes where none of these checks found anything. A case without facts is an error: nothing was looked at. */
const without =
  (what: string, ...checks: readonly string[]): Scorer =>
  ({ checked }) => {
    if (!checked) return nothingToCheck;
    const found = checked.failures.filter(({ check }) => checks.includes(check)).map((failure) => failure.what);
    return found.length === 0 ? passed : failed(`${what} that no fact says`, found);
  };

const nothingToCheck: Verdict = { score: 0, pass: false, error: true, detail: 'the case has no facts to hold the text against' };

/** Every fact that has to be told is, and none that must not be. */
const required: Scorer = (context) => {
  const { checked, observed } = context;
  const one = context.case;
  if (!checked || one.kind !== 'prompt') return nothingToCheck;
  const missing = checked.failures.filter(({ check }) => check === 'required' || check === 'empty').map(({ what }) => `missing: ${what}`);
  const told = new Set(checked.told.map(({ fact }) => fact));
  const untold = one.expect.untold
    .filter((each) => told.has(each))
    .map((each) => `told: ${observed.facts?.facts.find((fact) => fact.id === each)?.label ?? each} (${each})`);
  const wanted = one.expect.required.length + one.expect.untold.length;
  const wrong = [...missing, ...untold];
  if (wrong.length === 0) return passed;
  return failed(
    'a fact that must be told is missing, or one that must not be stands there',
    wrong,
    Math.max(0, 1 - wrong.length / Math.max(1, wanted)),
  );
};

export const factScorers = {
  'facts.numbers': without('a number, amount or percentage', 'number', 'percent', 'money'),
  'facts.dates': without('a date', 'date'),
  'facts.ids': without('a document number or link', 'id', 'link'),
  'facts.enums': without('a state', 'status'),
  'facts.currency': without('a currency', 'currency'),
  'facts.labels': without('a refund, fee, discount, tax or penalty', 'label'),
  'facts.required': required,
  'text.numberWords': without('a number in words', 'number-word'),
  'text.negation': without('a denied state', 'negation'),
} satisfies Record<string, Scorer>;

/** What the check calls forbidden: promises, guarantees, blame, law. */
export function forbiddenBy({ checked }: Pick<ScoreContext, 'checked'>): readonly string[] {
  return checked?.failures.filter(({ check }) => check === 'forbidden').map(({ what }) => what) ?? [];
}
