import { describe, expect, it } from 'vitest';
import { CountersignError } from '../../../src/contracts/errors.ts';
import { call } from './terminal.ts';

const people = [
  { name: 'Olivia', does: 'asks', key: 'csk_olivia' },
  { name: 'Carl', does: 'approves', key: 'csk_carl' },
];

describe('up', () => {
  const started = {
    url: 'http://127.0.0.1:4100',
    sandbox: { url: 'http://127.0.0.1:4101', people, erpKey: 'csk_erp' },
    stopped: Promise.resolve(),
  };

  it('prints where it is, who is who and what to try', async () => {
    const asked: unknown[] = [];
    const up = async (options: unknown, progress: (sentence: string) => void) => {
      asked.push(options);
      progress('opening the data folder');
      return started;
    };
    const ended = await call(['up', '--port', '4200', '--content', 'own.ts'], { local: { up } });
    expect(asked).toEqual([expect.objectContaining({ port: 4200, content: 'own.ts', signal: expect.any(AbortSignal) })]);
    expect(ended.code).toBe(0);
    expect(ended.error).toContain('opening the data folder\n');
    for (const words of [
      'http://127.0.0.1:4100',
      'csk_olivia',
      'csk_carl',
      'csk_erp',
      'COUNTERSIGN_KEY=csk_carl',
      'approvals list',
      'approvals show',
      'approvals decide',
      'runs list',
      '/hooks/erp',
    ])
      expect(ended.out).toContain(words);
  });

  it('says in one line why it did not start', async () => {
    const up = () => Promise.reject(new CountersignError('config.locked', 'Process 17 uses this data folder', { field: 'dataDir' }));
    expect(await call(['up'], { local: { up } })).toEqual({
      code: 1,
      out: '',
      error: 'error config.locked: Process 17 uses this data folder\nfield: dataDir\nStop the server that uses this data folder first.\n',
    });
  });
});

describe('audit verify', () => {
  const whole = { rows: 12, heads: 2, breaks: [], unprotected: 3, headsFile: '/safe/heads.jsonl' };

  it('says that the log is whole and which rows nothing outside vouches for', async () => {
    const asked: unknown[] = [];
    const verifyAudit = async (options: unknown) => {
      asked.push(options);
      return whole;
    };
    const ended = await call(['audit', 'verify', '--data', 'd', '--heads', 'h', '--key', 'k'], { local: { verifyAudit } });
    expect(asked).toEqual([{ data: 'd', heads: 'h', key: 'k' }]);
    expect(ended).toMatchObject({ code: 0, error: '' });
    expect(ended.out).toContain('the audit log is whole: 12 rows');
    expect(ended.out).toContain('3 rows after the last head');
  });

  it('fails with every break listed when somebody tampered with it', async () => {
    const breaks = [
      { seq: 7, problem: 'the body does not match its hash' },
      { seq: 9, problem: 'a row is missing' },
    ];
    const local = { verifyAudit: async () => ({ ...whole, breaks }) };
    const ended = await call(['audit', 'verify'], { local });
    expect(ended.code).toBe(1);
    expect(ended.out).toContain('broken in 2 places');
    expect(ended.out).toContain('  7  the body does not match its hash\n');
    expect(ended.out).toContain('  9  a row is missing\n');
    const json = await call(['audit', 'verify', '--json'], { local });
    expect([json.code, JSON.parse(json.out)]).toEqual([1, { ...whole, breaks }]);
  });
});

describe('doctor', () => {
  const findings = [
    { level: 'ok' as const, check: 'disk', message: '85 GB free' },
    { level: 'warn' as const, check: 'excess rights', message: 'ModifyAllData is granted and not needed', connection: 'crm' },
    {
      level: 'fail' as const,
      check: 'object Task',
      message: 'create is needed and not granted',
      connection: 'crm',
      fix: `<PermissionSet>\n  <objectPermissions>${'x'.repeat(120)}\n</PermissionSet>`,
    },
  ];

  it('tells by connection what is missing and gives the role to create so that it can be copied', async () => {
    const ended = await call(['doctor'], { local: { doctor: async () => findings } });
    expect(ended.code).toBe(1);
    expect(ended.out).toContain(
      'this installation\n  ok    disk: 85 GB free\ncrm\n  warn  excess rights: ModifyAllData is granted and not needed\n  FAIL  object Task',
    );
    expect(ended.out).toContain(`<objectPermissions>${'x'.repeat(120)}\n`);
    expect(ended.out).toContain('1 fine, 1 to look at, 1 broken');
  });

  it('ends well when nothing is broken', async () => {
    expect((await call(['doctor', '--json'], { local: { doctor: async () => findings.slice(0, 2) } })).code).toBe(0);
  });
});

describe('commands on files', () => {
  it('hand over what was typed and say what was done', async () => {
    const asked: unknown[] = [];
    const heard =
      <T>(answer: T) =>
      async (options: unknown) => {
        asked.push(options);
        return answer;
      };
    const local = {
      backup: heard({ folder: 'b', files: [{ name: 'main.db', bytes: 4096 }] }),
      restore: heard({ files: ['main.db'] }),
      configCheck: heard({ file: 'c.yaml', summary: { listens: '127.0.0.1:4100' } }),
      firstKey: heard({ key: 'csk_first', id: 'key_1' }),
      importNorthwind: heard({ orders: 830, customers: 91, materials: 77 }),
    };
    expect((await call(['backup', 'b'], { local })).out).toContain('main.db   4096\n');
    expect((await call(['restore', 'b', '--config', 'c.yaml'], { local })).out).toBe('restored main.db\n');
    expect((await call(['config', 'check'], { local })).out).toContain('the configuration is valid (c.yaml)\nlistens  127.0.0.1:4100\n');
    expect((await call(['keys', 'first', 'me', '--principal', 'person:me', '--roles', 'admin'], { local })).out).toBe('csk_first\n');
    expect((await call(['sandbox', 'import', '--northwind', 'nw'], { local })).out).toContain('830 orders');
    expect(asked).toEqual([
      { to: 'b' },
      { from: 'b', config: 'c.yaml' },
      {},
      { name: 'me', principal: 'person:me', roles: ['admin'] },
      { folder: 'nw' },
    ]);
  });
});
