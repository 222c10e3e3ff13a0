import type { CompanySeed, Sandbox } from '../../../../src/sandbox/index.ts';
import { generateCompany, openSandbox } from '../../../../src/sandbox/index.ts';
import { createSapFace, type SapFaceOptions } from '../../../../src/sandbox/sap/sap-face.ts';

export const clock = { now: () => new Date('2024-05-17T16:00:00Z') };
const basic = `Basic ${Buffer.from('COUNTERSIGN:sandbox').toString('base64')}`;

/** `at(json, 'd.results.0.SalesOrder')`: what lies at a path, or undefined. */
export function at(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce((inner: unknown, step) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, step) : undefined), value);
}

export const list = (value: unknown, path: string): unknown[] => {
  const found = at(value, path);
  return Array.isArray(found) ? found : [];
};

export type Answer = { status: number; headers: Headers; text: string; json: unknown };
export type Call = { method?: string; headers?: Record<string, string>; body?: unknown };

export async function openSap(options: SapFaceOptions & { seed?: CompanySeed; file?: string } = {}): Promise<Sandbox> {
  return openSandbox({
    file: options.file ?? ':memory:',
    clock,
    seed: options.seed ?? generateCompany(),
    faces: [(context) => createSapFace(context, options)],
    settleMs: 50,
  });
}

/** A bare OData client: no library, so that the tests see what is on the wire. */
export function sapClient(box: Sandbox) {
  const call = async (path: string, { method = 'GET', headers = {}, body }: Call = {}): Promise<Answer> => {
    const response = await fetch(`${box.url}/sap/opu/odata/sap/${path}`, {
      method,
      headers: {
        authorization: basic,
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: text.startsWith('{') ? JSON.parse(text) : undefined };
  };
  const session = async () => {
    const answer = await call('API_SALES_ORDER_SRV/', { headers: { 'x-csrf-token': 'Fetch' } });
    const cookie = answer.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    return { 'x-csrf-token': answer.headers.get('x-csrf-token') ?? '', cookie };
  };
  const write = async (path: string, request: Call) => call(path, { ...request, headers: { ...(await session()), ...request.headers } });
  return { call, session, write };
}
