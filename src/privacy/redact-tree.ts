import { CountersignError } from '../contracts/errors.ts';
import { Money } from '../contracts/money.ts';
import type { Destination, PrivacyPolicy } from '../contracts/privacy-policy.ts';
import type { Counts } from '../contracts/privacy.ts';
import { bandMoney } from './bands.ts';
import { treatmentOf } from './policy.ts';
import { addCounts, type Given, type Redactor } from './redact-text.ts';

/** Every text of a tree in the order of the walk, and the tree made again from what became of them. */
export type TreePlan = { readonly given: readonly Given[]; readonly build: (texts: readonly string[]) => unknown };

export async function redactTree(
  redact: Redactor,
  policy: PrivacyPolicy,
  threadId: string,
  tree: unknown,
  destination: Destination,
  signal?: AbortSignal,
): Promise<{ tree: unknown; counts: Counts }> {
  const plan = planTree(tree, policy, destination);
  const redacted = await redact(threadId, plan.given, destination, signal);
  return { tree: plan.build(redacted.map((each) => each.text)), counts: addCounts(redacted) };
}

/** Money is recognised by its shape (`{ amount, currency }`) and goes as the policy says of amounts; a token keeps it in place. */
export function planTree(tree: unknown, policy: PrivacyPolicy, destination: Destination, at = ''): TreePlan {
  const given: Given[] = [];
  // Filled when the answer is there; every text knows its place in it.
  let answer: readonly string[] = [];
  const text = (value: string, field: string, more: Pick<Given, 'isNumber' | 'isName' | 'all'> = {}): (() => string) => {
    const place = given.length;
    given.push({ text: value, ...(field === '' ? {} : { field }), ...more });
    return () => answer[place] ?? '';
  };
  const visit = (value: unknown, field: string): (() => unknown) => {
    if (typeof value === 'string') return text(value, field);
    if (typeof value === 'number') {
      const written = String(value);
      const put = text(written, field, { isNumber: true });
      return () => (put() === written ? value : put());
    }
    if (Array.isArray(value)) {
      const items = value.map((item, index) => visit(item, `${field}[${index}]`));
      return () => items.map((item) => item());
    }
    if (typeof value !== 'object' || value === null) return () => value;
    const money = moneyIn(value);
    if (money) return moneyAs(money, field);
    const members = Object.entries(value).map(([name, member]) => {
      // A key may itself be personal; in an error it is named only where it reads like a field.
      const path = `${field === '' ? '' : `${field}.`}${/^[A-Za-z_][\w-]{0,40}$/.test(name) ? name : '*'}`;
      if (name === '__proto__') throw new CountersignError('input.invalid', 'A key named __proto__ is not allowed', { field: path });
      return [text(name, field, { isName: true }), visit(member, path)] as const;
    });
    return () => {
      const names = new Set<string>();
      return Object.fromEntries(members.map(([name, member]) => [unique(name(), names), member()]));
    };
  };
  const moneyAs = ({ amount, currency }: Money, field: string): (() => unknown) => {
    const treatment = treatmentOf(policy, 'AMOUNT', destination);
    switch (treatment) {
      case 'band':
        return () => bandMoney(amount, currency);
      case 'drop':
        return () => '[AMOUNT]';
      case 'block':
        throw new CountersignError('privacy.blocked', `The policy keeps amounts from ${destination}`, { field });
      case 'pass':
        return () => ({ amount, currency });
      case 'token': {
        const token = text(amount, field, { all: 'AMOUNT' });
        return () => ({ amount: token(), currency });
      }
    }
  };
  const root = visit(tree, at);
  return {
    given,
    build: (texts) => {
      answer = texts;
      return root();
    },
  };
}

function moneyIn(value: object): Money | undefined {
  if (!('amount' in value) || Object.keys(value).length !== 2) return undefined;
  const money = Money.safeParse(value);
  return money.success ? money.data : undefined;
}

/** Two keys that were dropped read alike; both members are kept. */
function unique(name: string, names: Set<string>): string {
  let free = name;
  for (let count = 2; names.has(free); count += 1) free = `${name} ${count}`;
  names.add(free);
  return free;
}
