import { STATUS_CODES } from 'node:http';
import { answer, changeElsewhere, type ODataContext, type ODataReply, type ODataRequest } from './odata.ts';
import { badRequest } from './sap-error.ts';

const maxParts = 1000;

type Part = { readonly headers: ReadonlyMap<string, string>; readonly body: string };
type Operation = ODataRequest & { readonly contentId?: string };

/**
 * `$batch`: reads stand alone, writes stand in change sets. A change set is all or nothing: when one of its writes is
 * refused, the answer holds that one refusal in place of the whole set and nothing of it is kept.
 */
export function answerBatch(context: ODataContext, contentType: string, body: string): ODataReply {
  const parts = splitMultipart(body, boundaryOf(contentType));
  if (parts.length > maxParts) throw badRequest(`A batch holds at most ${maxParts} parts`);
  const boundary = 'countersign_batch';
  const answers = parts.map((part) => {
    const type = part.headers.get('content-type') ?? '';
    if (type.startsWith('multipart/mixed')) return changeSet(context, type, part.body);
    const operation = readOperation(context, part);
    if (operation.method !== 'GET') return httpPart(answer(context, { ...operation, method: 'NONE' }), operation.contentId);
    return httpPart(answer(context, operation), operation.contentId);
  });
  return {
    status: 202,
    headers: { 'content-type': `multipart/mixed; boundary=${boundary}`, dataserviceversion: '2.0' },
    body: joined(answers, boundary),
  };
}

function changeSet(context: ODataContext, type: string, body: string): string {
  const operations = splitMultipart(body, boundaryOf(type)).map((part) => readOperation(context, part));
  for (const operation of operations) changeElsewhere(context, operation);
  const local: ODataContext['exchange'] = { commits: [], staleEtag: false };
  const created = new Map<string, string>();
  const done: string[] = [];
  try {
    context.store.transaction(() => {
      for (const operation of operations) {
        const path = operation.path.replace(/^\$(\w+)/, (whole, id: string) => created.get(id) ?? whole);
        const one = answer({ ...context, exchange: local }, { ...operation, path });
        if (one.status >= 400) throw new ChangeSetRefused(one, operation.contentId);
        if (operation.contentId && one.headers['location'])
          created.set(operation.contentId, one.headers['location'].slice(context.serviceUrl.length + 1));
        done.push(httpPart(one, operation.contentId));
      }
    });
  } catch (error) {
    if (error instanceof ChangeSetRefused) return httpPart(error.reply, error.contentId);
    throw error;
  }
  context.exchange.commits.push(...local.commits);
  const boundary = 'countersign_changeset';
  const inner = joined(done, boundary);
  return `Content-Type: multipart/mixed; boundary=${boundary}\r\nContent-Length: ${Buffer.byteLength(inner)}\r\n\r\n${inner}`;
}

/** Leaves the transaction, so that it rolls back, and carries the refusal out. */
class ChangeSetRefused extends Error {
  readonly reply: ODataReply;
  readonly contentId: string | undefined;
  constructor(reply: ODataReply, contentId: string | undefined) {
    super('change set refused');
    this.reply = reply;
    this.contentId = contentId;
  }
}

function readOperation(context: ODataContext, part: Part): Operation {
  const { head, body } = splitHead(part.body);
  const [requestLine = '', ...lines] = head.split(/\r?\n/);
  const match = /^([A-Z]+) (\S+)(?: HTTP\/1\.1)?$/.exec(requestLine.trim());
  if (!match) throw badRequest('A batch part holds no request line');
  const [, method = 'GET', address = ''] = match;
  const headers = headerMap(lines);
  const url = new URL(address, `${context.serviceUrl}/`);
  const root = `${new URL(context.serviceUrl).pathname}/`;
  if (!url.pathname.startsWith(root)) throw badRequest('A batch part leaves its service');
  const ifMatch = headers.get('if-match');
  const contentId = headers.get('content-id') ?? part.headers.get('content-id');
  return {
    method: headers.get('x-http-method') ?? method,
    path: url.pathname.slice(root.length),
    query: url.searchParams,
    ...(ifMatch === undefined ? {} : { ifMatch }),
    body: body.trim(),
    ...(contentId === undefined ? {} : { contentId }),
  };
}

function boundaryOf(contentType: string): string {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (!boundary) throw badRequest('The batch names no boundary');
  return boundary.trim();
}

function splitMultipart(body: string, boundary: string): Part[] {
  // What stands before the first boundary and after the closing one is not content (RFC 2046).
  const pieces = `\n${body.replaceAll('\r\n', '\n')}`.split(`\n--${boundary}`).slice(1);
  const parts: Part[] = [];
  for (const piece of pieces) {
    if (piece.startsWith('--')) break;
    const { head, body: inner } = splitHead(piece.replace(/^[ \t]*\n/, ''));
    parts.push({ headers: headerMap(head.split('\n')), body: inner });
  }
  return parts;
}

function splitHead(text: string): { head: string; body: string } {
  const at = text.search(/\r?\n\r?\n/);
  if (at < 0) return { head: text, body: '' };
  return { head: text.slice(0, at), body: text.slice(at).replace(/^\r?\n\r?\n/, '') };
}

function headerMap(lines: readonly string[]): Map<string, string> {
  return new Map(
    lines.flatMap((line) => {
      const at = line.indexOf(':');
      return at > 0 ? [[line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()] as const] : [];
    }),
  );
}

function httpPart(reply: ODataReply, contentId: string | undefined): string {
  const headers = Object.entries({
    ...reply.headers,
    'content-length': String(Buffer.byteLength(reply.body)),
    ...(contentId === undefined ? {} : { 'content-id': contentId }),
  });
  const message = `HTTP/1.1 ${reply.status} ${STATUS_CODES[reply.status] ?? ''}\r\n${headers.map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n${reply.body}`;
  return `Content-Type: application/http\r\nContent-Length: ${Buffer.byteLength(message)}\r\ncontent-transfer-encoding: binary\r\n${contentId === undefined ? '' : `content-id: ${contentId}\r\n`}\r\n${message}`;
}

function joined(parts: readonly string[], boundary: string): string {
  return `${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--\r\n`;
}
