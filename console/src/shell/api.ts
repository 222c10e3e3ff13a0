/** What went wrong with a request, in the server's words. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, detail: string) {
    super(detail);
    this.name = 'Problem';
    this.status = status;
    this.code = code;
  }
}

export type Session = {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
};

/** Sent with everything: the cookie alone changes nothing. */
export const ownHeader = { 'x-countersign-console': '1' } as const;

let whenSignedOut = (): void => {};
/** Called when the server no longer knows the session. */
export const onSignedOut = (call: () => void): void => {
  whenSignedOut = call;
};

/** Read by a timer, not by a person: it does not keep the session from going idle. */
export const look = <T>(path: string): Promise<T> => send<T>('GET', path, undefined, { 'x-countersign-timer': '1' });

/** The answer's type is the caller's claim: both ends are built from the same contracts. */
export const call = <T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<T> => send<T>(method, path, body, {});

async function send<T>(method: string, path: string, body: unknown, headers: Readonly<Record<string, string>>): Promise<T> {
  const response = await fetch(path, {
    method,
    redirect: 'error',
    headers: {
      ...ownHeader,
      ...headers,
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  await refuseProblem(response, path !== '/v1/session');
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

export async function refuseProblem(response: Response, endsSession = true): Promise<void> {
  if (response.ok) return;
  if (response.status === 401 && endsSession) whenSignedOut();
  const problem = (await response.json().catch(() => ({}))) as { code?: unknown; detail?: unknown; message?: unknown };
  const code = typeof problem.code === 'string' ? problem.code : `http.${response.status}`;
  const detail = [problem.detail, problem.message].find((each) => typeof each === 'string');
  throw new Problem(response.status, code, typeof detail === 'string' ? detail : `${response.status} ${response.statusText}`);
}

export const sentence = (thrown: unknown, otherwise: string): string => (thrown instanceof Problem ? thrown.message : otherwise);
