import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HTTP, type CloudEventV1 } from 'cloudevents';

export type Heard = {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly event: CloudEventV1<Record<string, unknown>>;
  readonly status: number;
};
type Reply = number | { readonly status: number; readonly headers: Readonly<Record<string, string>> };

/** Somebody who is told of things over real HTTP on loopback. */
export async function startReceiver(answer: (event: CloudEventV1<Record<string, unknown>>) => Reply = () => 204) {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      const [event] = [HTTP.toEvent<Record<string, unknown>>({ headers, body })].flat();
      if (!event) return response.writeHead(400).end();
      const reply = answer(event);
      const status = typeof reply === 'number' ? reply : reply.status;
      heard.push({ headers, body, event, status });
      return response.writeHead(status, typeof reply === 'number' ? {} : reply.headers).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  return {
    host,
    url: `http://${host}/hook`,
    heard,
    taken: () => heard.filter(({ status }) => status < 300),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
export type Receiver = Awaited<ReturnType<typeof startReceiver>>;

/** Somebody who takes a call and never answers. */
export async function startSilent() {
  let heard: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => (heard = resolve));
  const server = createServer(() => heard());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { host, url: `http://${host}/hook`, asked, close };
}
