import { existsSync, mkdtempSync, rmSync, statfsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '../contracts/log.ts';
import type { Connection, DoctorFinding } from '../contracts/ports.ts';
import type { Config } from '../config/schema.ts';
import { packageHome } from '../config/home.ts';
import { connectAll } from './connect.ts';
import type { Content } from '../contracts/authoring.ts';
import { loadContent } from './content.ts';
import { unservedBy } from './unserved.ts';
import { erpOf, isOptional, servesDecisions } from './decision-audit.ts';
import { openCompany, withSandbox } from './sandbox-host.ts';
import { sleep, systemClock } from './system.ts';
import { usesSandbox } from './model-observations.ts';

type Finding = DoctorFinding & { readonly connection?: string };

const wantedFreeBytes = 1_000_000_000;

/** Looks at the machine, the keys and every connection's rights. Changes nothing. */
export async function doctor(config: Config): Promise<readonly Finding[]> {
  return [...machine(config), ...keys(config), ...(await connections(config))];
}

function machine(config: Config): Finding[] {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const supported = major > 20 || (major === 20 && minor >= 19);
  const folder = existsSync(config.dataDir) ? config.dataDir : process.cwd();
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const year = systemClock.now().getUTCFullYear();
  return [
    supported
      ? { level: 'ok', check: 'node', message: `Node ${process.versions.node}` }
      : { level: 'fail', check: 'node', message: `Node ${process.versions.node} is too old`, fix: 'install Node 20.19 or newer' },
    free >= wantedFreeBytes
      ? { level: 'ok', check: 'disk', message: `${Math.round(free / 1e9)} GB free` }
      : { level: 'warn', check: 'disk', message: 'less than 1 GB free where the data lies', fix: 'free some space or move dataDir' },
    year >= 2024 && year < 2100
      ? { level: 'ok', check: 'clock', message: systemClock.now().toISOString() }
      : {
          level: 'fail',
          check: 'clock',
          message: `the machine believes it is ${year}`,
          fix: 'set the clock; leases, deadlines and signatures depend on it',
        },
    existsSync(join(packageHome(), 'dist', 'src', 'app', 'bin.js')) || existsSync(join(packageHome(), 'node_modules', 'esbuild'))
      ? { level: 'ok', check: 'build', message: 'built, or can be built' }
      : { level: 'fail', check: 'build', message: 'there is no build and no build tool', fix: 'run npm ci' },
  ];
}

function keys(config: Config): Finding[] {
  const file = join(config.keyDir, 'installation.key');
  if (!existsSync(file)) return [{ level: 'warn', check: 'keys', message: 'no installation key yet; the first start makes one' }];
  const open = (statSync(file).mode & 0o077) !== 0;
  const inside = config.keyDir.startsWith(`${config.dataDir}/`);
  return [
    open
      ? { level: 'fail', check: 'keys', message: 'others can read the installation key', fix: 'chmod 600 on the files in keyDir' }
      : { level: 'ok', check: 'keys', message: 'readable by their owner alone' },
    ...(inside
      ? [
          {
            level: 'warn' as const,
            check: 'keys',
            message: 'the keys lie inside the data folder: who takes one has both',
            fix: 'move keyDir elsewhere',
          },
        ]
      : []),
  ];
}

async function connections(config: Config): Promise<Finding[]> {
  // A company of its own that is thrown away: the installation's is not touched.
  const folder = mkdtempSync(join(tmpdir(), 'countersign-doctor-'));
  const sandbox = usesSandbox(config)
    ? await openCompany({
        folder: folder,
        clock: systemClock,
        log: silentLog,
        port: 0,
        seed: config.sandbox.seed,
        size: 3,
      })
    : undefined;
  try {
    const effective = sandbox ? await withSandbox(config, sandbox) : config;
    const { content } = await loadContent(undefined, process.cwd());
    const all = connectAll(effective, { clock: systemClock, sleep, random: Math.random, log: silentLog });
    const findings: Finding[] = [decisionAudit(effective, all), ...atRest(effective, all, content)];
    for (const [name, connection] of all) {
      const systems = Object.entries(effective.systems)
        .filter(([, bound]) => bound === name)
        .map(([system]) => system);
      const served = (need: string): boolean => !isOptional(need) || connection.capabilities.operations.includes(need);
      const needed = content.tools.filter((tool) => systems.includes(tool.system)).flatMap((tool) => tool.needs.filter(served));
      const found = await connection.doctor([...new Set([...needed, ...feedsNeeded(effective, connection)])]);
      findings.push(...found.map((finding) => ({ ...finding, connection: name })));
      await connection.close();
    }
    return findings;
  } finally {
    await sandbox?.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Workflows that start nothing here, because a connection does not serve what they need. */
function atRest(config: Config, connections: ReadonlyMap<string, Connection>, content: Content): Finding[] {
  return content.workflows.flatMap((workflow) => {
    const missing = unservedBy({ connections, config }, workflow);
    if (missing.length === 0) return [];
    return [
      {
        level: 'warn',
        check: `workflow ${workflow.id}`,
        message: `${workflow.id} rests: no connection serves ${missing.join(', ')}`,
        fix: 'allow the operations in the connection (for Salesforce in writes), or leave the workflow at rest',
      } satisfies Finding,
    ];
  });
}

/** What numeric models read records and history from, where the config says that they read the systems. */
function feedsNeeded({ predictions }: Config, { capabilities }: Connection): readonly string[] {
  return predictions.source === 'systems' ? capabilities.operations.filter((operation) => operation.startsWith('feeds.')) : [];
}

/** Where answers of numeric models are kept beside the log. */
function decisionAudit(config: Config, connections: ReadonlyMap<string, Connection>): Finding {
  const check = 'decision audit';
  const connection = config.systems['erp'] ?? 'erp';
  if (!servesDecisions(erpOf(config, connections)))
    return {
      level: 'ok',
      check,
      message: `${connection} has no decision-audit table configured; answers of numeric models are kept in the log alone`,
    };
  if (!config.predictions.decisionAudit)
    return { level: 'ok', check, message: 'switched off; answers of numeric models are kept in the log alone' };
  return { level: 'ok', check, message: `each answer of a numeric model is copied into the table of ${connection}` };
}
