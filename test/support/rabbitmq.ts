import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { loopbackCertificate } from '../src/connectors/core/loopback-certificate.ts';

const server = ['/usr/lib/rabbitmq/bin/rabbitmq-server', '/opt/rabbitmq/sbin/rabbitmq-server'].find((path) => existsSync(path));
const portMapper = ['/usr/bin/epmd', '/opt/erlang/bin/epmd'].find((path) => existsSync(path));
/** Said in the name of what is skipped. */
export const withoutRabbit =
  server === undefined || portMapper === undefined ? ' (skipped: there is no rabbitmq-server on this machine)' : '';

export type Rabbit = {
  readonly port: number;
  readonly tlsPort: number;
  /** Dies at once, as a machine does. */
  kill(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
};

/** A broker of this test's own on loopback, in a folder of its own, with a port mapper of its own. */
export async function startRabbit(): Promise<Rabbit> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-rabbit-'));
  const [port, tlsPort, distPort, mapperPort] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  const cert = file('cert.pem', loopbackCertificate.cert);
  const key = file('key.pem', loopbackCertificate.key);
  const listeners = [`listeners.tcp.1 = 127.0.0.1:${port}`, `listeners.ssl.1 = 127.0.0.1:${tlsPort}`];
  const tls = ['cacertfile', 'certfile', 'keyfile'].map((option) => `ssl_options.${option} = ${option === 'keyfile' ? key : cert}`);
  const env = {
    ...process.env,
    HOME: folder,
    RABBITMQ_NODENAME: `told${port}@localhost`,
    RABBITMQ_DIST_PORT: String(distPort),
    RABBITMQ_MNESIA_BASE: join(folder, 'mnesia'),
    RABBITMQ_LOG_BASE: join(folder, 'log'),
    RABBITMQ_LOGS: '-',
    RABBITMQ_CONFIG_FILE: file('rabbitmq.conf', [...listeners, ...tls, ''].join('\n')),
    RABBITMQ_ENABLED_PLUGINS_FILE: file('plugins', '[].'),
    RABBITMQ_CONF_ENV_FILE: '/dev/null',
    ERL_EPMD_PORT: String(mapperPort),
    ERL_EPMD_ADDRESS: '127.0.0.1',
  };
  const mapper = spawn(portMapper ?? '', ['-port', String(mapperPort), '-address', '127.0.0.1'], { env, stdio: 'ignore' });
  let running: ChildProcess | undefined;
  const kill = async (): Promise<void> => {
    const child = running;
    running = undefined;
    if (child?.pid === undefined || child.exitCode !== null) return;
    const gone = new Promise((resolve) => child.once('close', resolve));
    // The script and the machine it started are one group, and nobody else's.
    process.kill(-child.pid, 'SIGKILL');
    await gone;
  };
  const start = async (): Promise<void> => {
    const child = spawn(server ?? '', [], { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    running = child;
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    for (let tries = 0; tries < 600 && !said.includes('Server startup complete'); tries += 1) {
      if (child.exitCode !== null) throw new Error(`the broker ended: ${said.slice(-2_000)}`);
      await delay(100);
    }
    if (!said.includes('Server startup complete')) throw new Error(`the broker did not come up: ${said.slice(-2_000)}`);
  };
  await start();
  return {
    port,
    tlsPort,
    kill,
    start,
    async close() {
      await kill();
      mapper.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  // A server that listens on TCP has an address with a port.
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
