import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { loopbackCertificate } from '../src/connectors/core/loopback-certificate.ts';

export type Received = { from: string; to: string[]; text: string; auth: string | undefined; isSecure: boolean };
type Manners = {
  /** What EHLO offers before and after the line is secured. */
  readonly starttls?: boolean;
  /** Answers by the beginning of a command; `hang up` closes the line there. */
  readonly answers?: Readonly<Record<string, string>>;
  /** Sent with the answer to STARTTLS, by somebody on the way. */
  readonly injected?: string;
  readonly hangUpAfterData?: boolean;
};

/** A submission server on loopback that speaks enough of RFC 6409 to be told a mail, and keeps what it was told. */
export async function startMailServer(manners: Manners = {}) {
  const received: Received[] = [];
  const commands: string[] = [];
  const sockets = new Set<Socket>();
  const talk = (socket: Socket | TLSSocket, isSecure: boolean): void => {
    let mail: Received = { from: '', to: [], text: '', auth: undefined, isSecure };
    let buffer = '';
    let isData = false;
    const say = (text: string): void => void socket.write(`${text}\r\n`);
    const hear = (line: string): void => {
      if (isData) {
        if (line !== '.') return void (mail.text += `${line.startsWith('.') ? line.slice(1) : line}\r\n`);
        isData = false;
        received.push(mail);
        if (manners.hangUpAfterData) return void socket.destroy();
        return say(manners.answers?.['.'] ?? '250 2.0.0 queued as 4711');
      }
      commands.push(line);
      const [word = ''] = line.split(/[ :]/, 1);
      const wanted = manners.answers?.[word.toUpperCase()];
      if (wanted !== undefined) return wanted === 'hang up' ? void socket.destroy() : say(wanted);
      switch (word.toUpperCase()) {
        case 'EHLO':
          return say(
            `250-mail.example\r\n250-SIZE 1000000\r\n${!isSecure && manners.starttls !== false ? '250-STARTTLS\r\n' : ''}250 AUTH LOGIN PLAIN`,
          );
        case 'STARTTLS': {
          socket.removeAllListeners('data');
          socket.write(`220 go ahead\r\n${manners.injected ?? ''}`);
          const secureContext = createSecureContext(loopbackCertificate);
          return talk(new TLSSocket(socket, { isServer: true, secureContext }), true);
        }
        case 'AUTH':
          mail.auth = Buffer.from(line.split(' ')[2] ?? '', 'base64').toString();
          return say('235 2.7.0 accepted');
        case 'MAIL':
          mail = { ...mail, from: line.slice(11, -1) };
          return say('250 2.1.0 ok');
        case 'RCPT':
          mail.to.push(line.slice(9, -1));
          return say('250 2.1.5 ok');
        case 'DATA':
          isData = true;
          return say('354 end with a dot');
        case 'QUIT':
          return void socket.end('221 bye\r\n');
        default:
          return say('500 5.5.1 unknown');
      }
    };
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      buffer += chunk.toString();
      for (let end = buffer.indexOf('\r\n'); end >= 0; end = buffer.indexOf('\r\n')) {
        const line = buffer.slice(0, end);
        buffer = buffer.slice(end + 2);
        hear(line);
      }
    });
    if (!isSecure) say('220 mail.example ESMTP');
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    talk(socket, false);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  return {
    port,
    received,
    commands,
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
