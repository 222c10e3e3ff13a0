import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { loadConfig, refuseTracing } from '../../../src/config/load.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function written(text: string | undefined, env: Record<string, string> = {}) {
  const cwd = mkdtempSync(join(tmpdir(), 'countersign-config-'));
  folders.push(cwd);
  if (text !== undefined) writeFileSync(join(cwd, 'countersign.config.yaml'), text);
  return { cwd, load: () => loadConfig({ cwd, env }) };
}

describe('the config', () => {
  it('needs no file: every setting has a default', () => {
    const { cwd, load } = written(undefined);
    expect(load().config).toMatchObject({
      dataDir: join(cwd, '.countersign'),
      http: { host: '127.0.0.1', port: 4100 },
      models: { narrator: { provider: 'narrator' } },
    });
  });

  it('takes COUNTERSIGN_ variables over the file, two underscores for a capital, and leaves those that are for commands', () => {
    const { load } = written('http: { port: 4200 }\n', {
      COUNTERSIGN_HTTP_PORT: '4300',
      COUNTERSIGN_DATA__DIR: '/tmp/elsewhere',
      COUNTERSIGN_KEY: 'csk_x',
      COUNTERSIGN_DEBUG: '1',
      COUNTERSIGN_SANDBOX_URL: 'http://127.0.0.1:4101',
    });
    expect(load().config).toMatchObject({ dataDir: '/tmp/elsewhere', http: { port: 4300 } });
  });

  it('resolves secrets from the environment and from files, and never says what they are', () => {
    const { cwd, load } = written('connections:\n  s4: { vendor: sap-s4, user: "env:S4_USER", password: "file:password.txt" }\n', {
      S4_USER: 'anna',
    });
    expect(load).toThrow(/connections\.s4\.password refers to a file that is not there/);
    writeFileSync(join(cwd, 'password.txt'), 'hunter2\n');
    expect(load().config.connections['s4']).toMatchObject({ user: 'anna', password: 'hunter2' });
  });

  it.each([
    ['a typo', 'htttp: {}\n', /not valid/],
    ['a port that is none', 'http: { port: 99999 }\n', /http\.port/],
    ['broken YAML', 'http: [\n', /not valid YAML/],
    [
      'a missing variable',
      'connections: { s4: { vendor: x, user: "env:NOT_SET" } }\n',
      /connections\.s4\.user refers to the environment variable NOT_SET/,
    ],
    ['a role right that does not exist', 'roles: { boss: { may: [everything] } }\n', /roles\.boss/],
  ])('stops at %s with its place', (_what, text, message) => {
    expect(written(text).load).toThrow(message);
  });

  it('cannot be made to set a prototype from the environment', () => {
    expect(() => written(undefined, { COUNTERSIGN_CONSTRUCTOR_PROTOTYPE_X: 'y' }).load()).not.toThrow();
    expect(() => written(undefined, { COUNTERSIGN___PROTO___X: 'y' }).load()).toThrow(/not valid/);
    expect(({} as { x?: string }).x).toBeUndefined();
  });
});

describe('tracing by a third party', () => {
  it.each(['LANGSMITH_TRACING', 'LANGCHAIN_TRACING_V2'])('%s is refused at start unless the config allows it', (name) => {
    expect(() => refuseTracing({ [name]: 'true' }, false)).toThrow(new RegExp(name));
    expect(() => refuseTracing({ [name]: 'false' }, false)).not.toThrow();
    expect(() => refuseTracing({ [name]: 'true' }, true)).not.toThrow();
  });
});

describe('a broker that is told', () => {
  const broker = (change = ''): string =>
    `outbound: { brokers: { bus: { kind: amqp, host: rabbit.example.com, user: countersign, password: env:BROKER, exchange: events${change} } } }\n`;
  const env = { BROKER: 'hidden' };

  it('is spoken to over TLS, with the password behind its reference', () => {
    expect(written(broker(), env).load().config.outbound.brokers['bus']).toMatchObject({
      port: 5671,
      security: 'tls',
      password: 'hidden',
      types: ['*'],
    });
  });

  it.each([
    ['its password is written down', broker().replace('env:BROKER', 'hidden'), 'outbound.brokers.bus.password'],
    ['it is elsewhere and spoken to without TLS', broker(', security: none'), 'outbound.brokers.bus.security'],
    ['the default exchange is given no queue', broker().replace(', exchange: events', ''), 'outbound.brokers.bus.routingKey'],
    [
      'a webhook has its name',
      broker().replace('outbound: {', `outbound: { webhooks: { bus: { url: 'https://a.example', secrets: [whsec_${'A'.repeat(32)}] } },`),
      'outbound.brokers',
    ],
  ])('is refused where %s, and the password is not shown', (_title, text, field) => {
    const { load } = written(text, env);
    expect(load).toThrow(expect.objectContaining({ code: 'config.invalid', field }));
    expect(load).not.toThrow('hidden');
  });
});
