import { CountersignError } from '../../contracts/errors.ts';
import type { Json } from '../../contracts/json.ts';
import type { SetupStep, WorkflowCase } from '../../evaluating/cases.ts';
import { keepRow } from './erp-rows.ts';
import type { World } from './world.ts';

type Run = Extract<SetupStep, { run: string }>;
type Carry = (
  step: Pick<Run, 'run' | 'record' | 'connection' | 'decide'>,
) => Promise<{ readonly waiting: { readonly id: string } | undefined }>;
type State = Readonly<Record<string, Json>>;

/** Records a case calls by name, and back: what stands in a text as `$deal` is the id of that record. */
export type Names = {
  /** Ids in the place of names. */
  resolve(text: string): string;
  /** Names in the place of ids, so that what came of a case is the same wherever it runs. */
  callIn(text: string): string;
  call(state: State): State;
};

/** Does what a case says comes first, step by step: what people do in the CRM and the ERP, other workflows, refusals. */
export async function setUp(world: World, steps: WorkflowCase['setup'], carry: Carry): Promise<Names> {
  const known = new Map<string, string>();
  const names = namesOf(known);
  for (const step of steps) {
    const id = await perform(world, step, names, carry);
    if ('as' in step && step.as !== undefined && id !== undefined) known.set(step.as, id);
  }
  return names;
}

function namesOf(known: ReadonlyMap<string, string>): Names {
  const resolve = (text: string): string =>
    text.replaceAll(/\$([a-z][a-z0-9]*)/g, (whole, each: string) => {
      const id = known.get(each);
      if (id === undefined)
        throw new CountersignError('input.invalid', `The case calls nothing ${whole} before it is used`, { field: each });
      return id;
    });
  // Whole words alone: the number of a document may be part of an id.
  const callIn = (text: string): string =>
    [...known].reduce((left, [each, id]) => left.replaceAll(new RegExp(`(?<![A-Za-z0-9])${id}(?![A-Za-z0-9])`, 'g'), `$$${each}`), text);
  const value = (given: Json): Json => (typeof given === 'string' ? withoutMoment(callIn(given)) : given);
  return {
    resolve,
    callIn,
    call: (state) => Object.fromEntries(Object.entries(state).map(([place, given]) => [callIn(place), value(given)])),
  };
}

/** Moments of the run itself are another every time; one a rule chose lies on the hour and stays. */
const withoutMoment = (text: string): string => text.replaceAll(/\d{4}-\d\d-\d\dT\d\d:(?!00:00(?:\.000)?Z)[\d:.]+Z/g, '(moment)');

async function perform(
  { controlUrl, crmUrl, erpTables, clock }: World,
  step: SetupStep,
  names: Names,
  carry: Carry,
): Promise<string | undefined> {
  const resolve = (text: string): string => names.resolve(text);
  const inFields = (fields: Readonly<Record<string, Json>>): Record<string, Json> =>
    Object.fromEntries(Object.entries(fields).map(([field, each]) => [field, typeof each === 'string' ? resolve(each) : each]));
  if ('crm' in step) {
    const act = { object: step.crm, fields: inFields(step.fields), ...(step.id === undefined ? {} : { id: resolve(step.id) }) };
    const made = await post(`${controlUrl}/_sandbox/salesforce/act`, act);
    return String(made['id']);
  }
  if ('find' in step) return found(crmUrl, step.find, resolve(step.where), step.field);
  if ('erp' in step) {
    const { erp: action, order, ...rest } = step;
    await post(`${controlUrl}/_sandbox/act`, { action, order: resolve(order), notify: false, ...rest });
    return undefined;
  }
  if ('minutes' in step) {
    clock.letPass(step.minutes * 60_000);
    return undefined;
  }
  if ('table' in step) {
    await keepRow(erpTables, step);
    return undefined;
  }
  if ('run' in step) return (await carry({ ...step, record: resolve(step.record) })).waiting?.id;
  await post(`${controlUrl}/_sandbox/faults`, inFields(step.fault));
  return undefined;
}

async function post(url: string, body: object): Promise<Readonly<Record<string, unknown>>> {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const text = await answer.text();
  // What a person in a system may not do a case cannot want.
  if (!answer.ok) throw new CountersignError('input.invalid', `A step of the case was refused: ${text.slice(0, 300)}`, { field: 'setup' });
  return text === '' ? {} : JSON.parse(text);
}

async function found(url: string, object: string, where: string, field: string): Promise<string> {
  const { sandboxApp } = await import('../../sandbox/salesforce/index.ts');
  const credentials = { grant_type: 'client_credentials', client_id: sandboxApp.clientId, client_secret: sandboxApp.clientSecret };
  const token = await fetch(`${url}/services/oauth2/token`, { method: 'POST', body: new URLSearchParams(credentials) });
  // The built-in CRM, whose answers have these shapes.
  const { access_token: access } = (await token.json()) as { access_token: string };
  const statement = `SELECT ${field} FROM ${object} WHERE ${where} ORDER BY Id LIMIT 1`;
  const answer = await fetch(`${url}/services/data/v60.0/query?q=${encodeURIComponent(statement)}`, {
    headers: { authorization: `Bearer ${access}` },
  });
  const { records } = (await answer.json()) as { records?: readonly Record<string, unknown>[] };
  const value = records?.[0]?.[field];
  if (typeof value !== 'string') throw new CountersignError('input.invalid', `The CRM has no ${object} where ${where}`, { field: 'setup' });
  return value;
}
