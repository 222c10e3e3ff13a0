import { type Api, asObject, type Call, type Reply } from './api.ts';
import { SalesforceFault } from './fault.ts';
import { only } from './sobjects.ts';
import type { Json } from './soql/run.ts';
import type { Change } from './writes.ts';

export type Dispatch = (call: Call) => Reply;

type Step = {
  readonly referenceId: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
};
type Done = { readonly step: Step; readonly reply: Reply };

/**
 * `composite`: up to 25 calls in order, later ones using results of earlier ones as `@{ref.id}`. The answer is always
 * 200; what became of each call stands inside. With allOrNone one failure undoes everything, and the calls that had
 * succeeded are reported as PROCESSING_HALTED.
 */
export function composite(api: Api, call: Call, dispatch: Dispatch): Reply {
  return only(call, ['POST'], () => {
    const { allOrNone, steps } = envelope(call.body);
    let done: Done[] = [];
    try {
      api.records.atomically(() => {
        done = runSteps(steps, call, dispatch, allOrNone);
        if (allOrNone && done.some(({ reply }) => reply.status >= 300)) throw new RollBack();
      });
    } catch (thrown) {
      if (!(thrown instanceof RollBack)) throw thrown;
      done = done.map((each) => (each.reply.status >= 300 ? each : { step: each.step, reply: halted }));
    }
    const body = done.map(({ step, reply }) => ({
      body: reply.body ?? null,
      httpHeaders: reply.headers ?? {},
      httpStatusCode: reply.status,
      referenceId: step.referenceId,
    }));
    return { status: 200, body: { compositeResponse: body }, changes: keyed(done.flatMap(({ reply }) => reply.changes ?? [])) };
  });
}

class RollBack extends Error {}

const halted: Reply = {
  status: 400,
  body: [
    { errorCode: 'PROCESSING_HALTED', message: 'The transaction was rolled back since another operation in the same transaction failed.' },
  ],
};

function runSteps(steps: readonly Step[], call: Call, dispatch: Dispatch, allOrNone: boolean): Done[] {
  const results = new Map<string, Json>();
  const done: Done[] = [];
  let failed = false;
  for (const step of steps) {
    const reply: Reply = failed && allOrNone ? halted : runStep(step, call, dispatch, results);
    failed ||= reply.status >= 300;
    if (reply.status < 300) results.set(step.referenceId, reply.body ?? null);
    done.push({ step, reply });
  }
  return done;
}

function runStep(step: Step, call: Call, dispatch: Dispatch, results: ReadonlyMap<string, Json>): Reply {
  try {
    const url = new URL(fillText(step.url, results), 'http://sandbox');
    const match = /^\/services\/data\/v(\d+)\.0\/(.+)$/.exec(url.pathname);
    if (!match) throw new SalesforceFault(404, 'NOT_FOUND', 'The requested resource does not exist');
    const segments = (match[2] ?? '').split('/').map(decodeURIComponent);
    // Composite calls do not nest, except for collections.
    if (segments[0] === 'composite' && segments[1] !== 'sobjects')
      throw new SalesforceFault(400, 'INVALID_INPUT', 'composite requests cannot be nested');
    return dispatch({
      method: step.method,
      segments,
      query: url.searchParams,
      headers: step.headers,
      body: fill(step.body, results),
      version: call.version,
    });
  } catch (thrown) {
    if (!(thrown instanceof SalesforceFault)) throw thrown;
    return { status: thrown.status, body: [{ ...thrown.entry }] };
  }
}

function fill(value: unknown, results: ReadonlyMap<string, Json>): unknown {
  if (typeof value === 'string') return fillText(value, results);
  if (Array.isArray(value)) return value.map((each) => fill(each, results));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fill(each, results)]));
}

function fillText(text: string, results: ReadonlyMap<string, Json>): string {
  return text.replace(/@\{([A-Za-z][A-Za-z0-9_]*)((?:\.\w+|\[\d+\])+)\}/g, (whole, reference: string, path: string) => {
    let at: Json | undefined = results.get(reference);
    for (const [, name, index] of path.matchAll(/\.(\w+)|\[(\d+)\]/g)) at = member(at, name ?? index ?? '');
    if (typeof at === 'string' || typeof at === 'number' || typeof at === 'boolean') return String(at);
    throw new SalesforceFault(
      400,
      'PROCESSING_HALTED',
      `Invalid reference specified. No value for ${whole.slice(2, -1)} found in ${reference}`,
    );
  });
}

function member(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}

/** Changes that carry no key of their own were made under the key of the marker that came with them. */
function keyed(changes: readonly Change[]): readonly Change[] {
  const marker = changes.find(({ type, operation }) => type === 'Countersign_Effect__c' && operation === 'create');
  if (marker?.key === undefined) return changes;
  const { key } = marker;
  return changes.map((change) => ({ ...change, key: change.key ?? key }));
}

function envelope(body: unknown): { allOrNone: boolean; steps: readonly Step[] } {
  const { allOrNone, compositeRequest } = asObject(body);
  if (!Array.isArray(compositeRequest) || compositeRequest.length === 0)
    throw new SalesforceFault(400, 'INVALID_INPUT', 'compositeRequest is required');
  if (compositeRequest.length > 25)
    throw new SalesforceFault(400, 'LIMIT_EXCEEDED', 'The composite request cannot have more than 25 subrequests');
  const steps = compositeRequest.map((each) => {
    const { referenceId, method, url, httpHeaders, body: stepBody } = asObject(each);
    if (
      typeof referenceId !== 'string' ||
      !/^[A-Za-z][A-Za-z0-9_]*$/.test(referenceId) ||
      typeof method !== 'string' ||
      typeof url !== 'string'
    ) {
      throw new SalesforceFault(400, 'INVALID_INPUT', 'each subrequest needs a referenceId, a method and a url');
    }
    const headers = Object.entries(asObject(httpHeaders ?? {})).map(([name, value]) => [name.toLowerCase(), String(value)] as const);
    return { referenceId, method: method.toUpperCase(), url, headers: Object.fromEntries(headers), body: stepBody };
  });
  if (new Set(steps.map(({ referenceId }) => referenceId)).size !== steps.length)
    throw new SalesforceFault(400, 'INVALID_INPUT', 'Duplicate referenceId');
  return { allOrNone: allOrNone === true, steps };
}
