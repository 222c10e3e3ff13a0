import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { bytesOf, parseCassette, type Exchange, type Recorded } from '../../src/contracts/cassette.ts';

export type Replay = {
  readonly url: string;
  /** The bodies of requests as they arrived. */
  readonly bodies: readonly string[];
  /** Ends the server. Rejects where a request had no exchange, or an exchange no request. */
  finish(): Promise<void>;
};

export function cassette(name: string): readonly Recorded[] {
  return parseCassette(readFileSync(`test/wire/${name}.wire.jsonl`, 'utf8'));
}

/** Plays a cassette on loopback, byte for byte; each exchange answers one request. `bytes` is the most that goes into one write. */
export async function replay(recorded: readonly Recorded[], bytes = Number.POSITIVE_INFINITY): Promise<Replay> {
  const bodies: string[] = [];
  const unmatched: string[] = [];
  const left = [...recorded];
  const server = createServer((request, response) => {
    void read(request).then(async (body) => {
      bodies.push(body);
      const at = left.findIndex(({ exchange }) => isFor(exchange, request, body));
      const [next] = at < 0 ? [] : left.splice(at, 1);
      if (next) return play(response, next, bytes);
      unmatched.push(`${request.method} ${request.url}`);
      return void response.writeHead(501).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    bodies,
    async finish() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      if (unmatched.length > 0) throw new Error(`the cassette has no exchange for ${unmatched.join(', ')}`);
      if (left.length > 0) throw new Error(`nobody asked for ${left.map(({ exchange }) => exchange.req.path).join(', ')}`);
    },
  };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function isFor({ req }: Exchange, request: IncomingMessage, body: string): boolean {
  if (req.method !== request.method || req.path !== request.url) return false;
  return Object.keys(req.bodyMatch).length === 0 || isPart(req.bodyMatch, JSON.parse(body));
}

function isPart(part: unknown, whole: unknown): boolean {
  if (typeof part !== 'object' || part === null) return part === whole;
  return (
    typeof whole === 'object' && whole !== null && Object.entries(part).every(([name, value]) => isPart(value, Reflect.get(whole, name)))
  );
}

/** A wait in front of the first byte comes in front of the head too. */
async function play(response: ServerResponse, { exchange, pieces }: Recorded, bytes: number): Promise<void> {
  response.socket?.setNoDelay(true);
  response.statusCode = exchange.res.status;
  for (const [name, value] of Object.entries(exchange.res.headers)) response.setHeader(name, value);
  for (const piece of pieces) {
    if ('delay' in piece) await wait(piece.delay);
    else if ('hang' in piece) return;
    else if ('cut' in piece) {
      // What was written has to be on its way before the line goes dead.
      await nextTurn();
      return void response.destroy();
    } else await write(response, bytesOf(piece) ?? Buffer.alloc(0), bytes);
  }
  response.end();
}

async function write(response: ServerResponse, all: Buffer, bytes: number): Promise<void> {
  for (let at = 0; at < all.length; at += bytes) {
    await new Promise<void>((sent) => response.write(all.subarray(at, at + bytes), () => sent()));
    await nextTurn();
  }
}
