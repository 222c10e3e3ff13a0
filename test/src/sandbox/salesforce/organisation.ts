import type { CompanySeed } from '../../../../src/sandbox/index.ts';
import { openSandbox, type Sandbox } from '../../../../src/sandbox/index.ts';
import { salesforceFace, type SalesforceFaceOptions, sandboxApp } from '../../../../src/sandbox/salesforce/index.ts';

export const asOf = '2025-06-02T08:00:00Z';

const opportunity = (key: string, name: string, order?: string) => ({
  key,
  customer: '17100001',
  name,
  stage: 'Negotiation/Review',
  amount: '182400.50',
  currency: 'USD',
  closeOn: '2025-07-31',
  ownerKey: 'olivia',
  ...(order === undefined ? {} : { order }),
  contactRoles: [
    { contactKey: 'pia', role: 'Evaluator', isPrimary: false },
    { contactKey: 'max', role: 'Decision Maker', isPrimary: true },
  ],
});

const contact = (key: string, firstName: string, lastName: string, optedOut = false) => ({
  key,
  firstName,
  lastName,
  title: 'Buyer',
  email: `${key}@example.com`,
  phone: '+49 30 1',
  language: 'de',
  optedOut,
});

/** One customer, three contacts, four opportunities, of which two name the same ERP order. */
export const smallCompany: CompanySeed = {
  name: 'Acme Pumps',
  asOf,
  users: [{ key: 'olivia', firstName: 'Olivia', lastName: 'Ops', email: 'olivia@example.com', title: 'Operations' }],
  customers: [
    {
      id: '17100001',
      name: "O'Neill & Söhne",
      street: 'Hauptstr. 1',
      city: 'Berlin',
      region: 'BE',
      postalCode: '10115',
      country: 'DE',
      phone: '+49 30 2',
      email: 'info@example.com',
      language: 'de',
      currency: 'USD',
      paymentTerms: 'NT30',
      creditLimit: '1000000',
      creditExposure: '0',
      creditBlocked: false,
      riskClass: 'A',
      ownerKey: 'olivia',
      contacts: [contact('anna', 'Anna', 'Alt', true), contact('pia', 'Pia', 'Pohl'), contact('max', 'Max', 'Muster')],
    },
  ],
  materials: [],
  orders: [],
  opportunities: [
    { ...opportunity('one', 'Pumps for Berlin', '4711'), alias: 'outside-name' },
    opportunity('two', '100% double_link', '4712'),
    opportunity('three', 'Second double', '4712'),
    opportunity('four', 'No order yet'),
  ],
};

export type Answer = { status: number; headers: Headers; body: ReturnType<typeof JSON.parse> };

/** A running sandbox with the small company, and a plain client that speaks raw HTTP. */
export async function organisation(options: SalesforceFaceOptions & { seed?: CompanySeed; now?: () => Date } = {}) {
  const { seed, now, ...face } = options;
  const sandbox: Sandbox = await openSandbox({
    file: ':memory:',
    clock: { now: now ?? (() => new Date('2025-06-02T09:30:00.700Z')) },
    seed: seed ?? smallCompany,
    faces: [salesforceFace(face)],
    settleMs: 50,
  });
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: sandboxApp.clientId,
    client_secret: sandboxApp.clientSecret,
  });
  const token = (
    (await (await fetch(`${sandbox.url}/services/oauth2/token`, { method: 'POST', body: form })).json()) as { access_token: string }
  ).access_token;
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> => {
    const response = await fetch(`${sandbox.url}/services/data/v60.0${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
  };
  const soql = async (text: string, headers: Record<string, string> = {}) =>
    call('GET', `/query?q=${encodeURIComponent(text)}`, undefined, headers);
  const idOf = async (object: string, where: string): Promise<string> =>
    (await soql(`SELECT Id FROM ${object} WHERE ${where}`)).body.records[0].Id;
  return { sandbox, token, call, soql, idOf };
}
