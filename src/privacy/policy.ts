import { tokenKinds, type TokenKind } from '../contracts/classes.ts';
import { canonicalJson } from '../contracts/json.ts';
import {
  type ContentRules,
  type Destination,
  type PolicyRules,
  type PrivacyConfig,
  type PrivacyPolicy,
  type Treatment,
} from '../contracts/privacy-policy.ts';
import { sha256Hex } from './seal.ts';

type Row = Readonly<Record<Destination, Treatment>>;
type Given = PrivacyConfig['rules'][string];

/** Numbers of papers, accounts and taxes: nobody needs to read them, only the field they belong in. */
export const sensitiveKinds: ReadonlySet<TokenKind> = new Set([
  'CARD',
  'SSN',
  'NATIONALID',
  'PASSPORT',
  'LICENCE',
  'IBAN',
  'ACCOUNT',
  'TAXID',
]);

const secret: Row = { model: 'drop', tool: 'block', screen: 'drop', log: 'drop', webhook: 'drop' };
const megabyte = 1_048_576;

/** The shipped profiles. What they do not name has the row of `personal`. */
const profiles = {
  standard: {
    personal: { model: 'token', tool: 'pass', screen: 'pass', log: 'drop', webhook: 'token' },
    sensitive: { model: 'token', tool: 'pass', screen: 'drop', log: 'drop', webhook: 'drop' },
    kinds: {},
    content: { images: 'drop', files: 'drop', unknownParts: 'drop', base64: 'token', base64Over: 256, maxTextBytes: 4 * megabyte },
  },
  strict: {
    personal: { model: 'token', tool: 'pass', screen: 'pass', log: 'drop', webhook: 'drop' },
    sensitive: { model: 'drop', tool: 'pass', screen: 'drop', log: 'drop', webhook: 'drop' },
    kinds: { AMOUNT: { model: 'band' }, AGE: { model: 'band' }, BIRTHDATE: { model: 'band' }, ORIGIN: { model: 'drop' } },
    content: { images: 'block', files: 'block', unknownParts: 'block', base64: 'block', base64Over: 256, maxTextBytes: megabyte / 4 },
  },
} as const satisfies Record<
  PrivacyPolicy['profile'],
  { personal: Row; sensitive: Row; kinds: Partial<Record<TokenKind, Partial<Row>>>; content: ContentRules }
>;

/** The rules of a profile with the config's own over it: a kind's rule wins over its class's. */
export function resolvePolicy(given?: PrivacyConfig): PrivacyPolicy {
  const name = given?.profile ?? 'standard';
  const profile = profiles[name];
  const own: Partial<Record<TokenKind, Partial<Row>>> = profile.kinds;
  const rows = tokenKinds.map((kind): [TokenKind, Row] => {
    if (kind === 'SECRET') return [kind, secret];
    const shipped = sensitiveKinds.has(kind) ? profile.sensitive : profile.personal;
    return [kind, { ...shipped, ...own[kind], ...present(given?.rules[classOf(kind)]), ...present(given?.rules[kind]) }];
  });
  // One row per kind, made from the list of kinds.
  const rules = Object.fromEntries(rows) as PolicyRules;
  const content: ContentRules = { ...profile.content, ...present(given?.content) };
  return { profile: name, rules, content, version: sha256Hex(canonicalJson({ rules, content })).slice(0, 12) };
}

/** Destinations whose row says `pass` show a value; see the table in the contract. */
export function treatmentOf(policy: PrivacyPolicy, kind: TokenKind, destination: Destination): Treatment {
  return policy.rules[kind][destination];
}

function classOf(kind: TokenKind): 'confidential' | 'financial' | 'personal' {
  return kind === 'TEXT' ? 'confidential' : kind === 'AMOUNT' ? 'financial' : 'personal';
}

/** Without the members that are not there, which would hide what lies under them. */
function present<T extends Given | PrivacyConfig['content']>(given: T | undefined): { [K in keyof T]?: Exclude<T[K], undefined> } {
  // Only members that are undefined were left out.
  return Object.fromEntries(Object.entries(given ?? {}).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
