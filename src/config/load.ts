import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { CountersignError } from '../contracts/errors.ts';
import { defaultRoles } from './roles.ts';
import { Config } from './schema.ts';

export type Loaded = { readonly config: Config; readonly file: string | undefined; readonly folder: string };

export type LoadOptions = { readonly file?: string; readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> };

/** Reads countersign.config.yaml (or the file named), lays COUNTERSIGN_* over it, resolves env: and file: references, checks all of it. */
export function loadConfig(options: LoadOptions): Loaded {
  const file = options.file ?? (existsSync(resolve(options.cwd, 'countersign.config.yaml')) ? 'countersign.config.yaml' : undefined);
  const path = file === undefined ? undefined : resolve(options.cwd, file);
  if (path !== undefined && !existsSync(path))
    throw new CountersignError('config.invalid', `There is no config file ${file}`, { field: 'config' });
  const folder = path === undefined ? options.cwd : dirname(path);
  const written: unknown = path === undefined ? {} : parseYaml(readFileSync(path, 'utf8'), 'The config file');
  const merged = overlay(written ?? {}, options.env);
  refuseWrittenPasswords(merged);
  const result = Config.safeParse(resolveReferences(merged, folder, options.env, []));
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new CountersignError(
      'config.invalid',
      `The config is not valid at ${issue?.path.join('.') || '(top)'}: ${issue?.message ?? 'unknown'}`,
      { field: issue?.path.join('.') ?? '' },
    );
  }
  const config = { ...result.data, roles: { ...defaultRoles, ...result.data.roles } };
  return { config: { ...config, ...located(folder, config) }, file: path, folder };
}

/** Paths in the config are relative to it, wherever a command is called. */
function located(
  folder: string,
  { dataDir, keyDir, privacy, predictions }: Config,
): Pick<Config, 'dataDir' | 'keyDir' | 'privacy' | 'predictions'> {
  const { recogniser } = privacy;
  const { history } = predictions.retrain;
  const inFolder = (path: string): string => absolute(folder, path);
  return {
    dataDir: inFolder(dataDir),
    keyDir: inFolder(keyDir),
    predictions: history === undefined ? predictions : { ...predictions, retrain: { ...predictions.retrain, history: inFolder(history) } },
    privacy:
      recogniser === undefined
        ? privacy
        : {
            ...privacy,
            recogniser: {
              ...recogniser,
              model: inFolder(recogniser.model),
              labels: inFolder(recogniser.labels),
              vocabulary: inFolder(recogniser.vocabulary),
            },
          },
  };
}

/** YAML with the core schema: no dates, no code, few aliases. `name` is what the error says is wrong. */
export function parseYaml(text: string, name: string): unknown {
  try {
    return parse(text, { schema: 'core', maxAliasCount: 20 });
  } catch (cause) {
    throw new CountersignError('config.invalid', `${name} is not valid YAML`, { field: name, cause });
  }
}

function absolute(folder: string, path: string): string {
  return isAbsolute(path) ? path : resolve(folder, path);
}

/** COUNTERSIGN_HTTP_PORT=4200 sets http.port; two underscores stand for a capital: COUNTERSIGN_DATA__DIR sets dataDir. */
function overlay(base: unknown, env: LoadOptions['env']): unknown {
  const root: Record<string, unknown> = isObject(base) ? structuredClone(base) : {};
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith('COUNTERSIGN_') || value === undefined || reserved.has(name)) continue;
    const path = name
      .slice('COUNTERSIGN_'.length)
      .toLowerCase()
      .split(/(?<!_)_(?!_)/)
      .map((part) => part.replace(/__([a-z])/g, (_all, letter: string) => letter.toUpperCase()));
    assign(root, path, scalar(value));
  }
  return root;
}

/** Read elsewhere: the key for commands, the file to load, the addresses commands talk to, switches for the light context and for stacks. */
const reserved = new Set([
  'COUNTERSIGN_KEY',
  'COUNTERSIGN_CONFIG',
  'COUNTERSIGN_URL',
  'COUNTERSIGN_SANDBOX_URL',
  'COUNTERSIGN_LIGHT_CONTEXT',
  'COUNTERSIGN_DEBUG',
]);

function assign(target: Record<string, unknown>, [head, ...rest]: readonly string[], value: unknown): void {
  if (head === undefined || head === '__proto__' || head === 'constructor' || head === 'prototype') return;
  if (rest.length === 0) {
    target[head] = value;
    return;
  }
  const held = target[head];
  const child: Record<string, unknown> = isObject(held) ? held : {};
  target[head] = child;
  assign(child, rest, value);
}

function scalar(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d{1,15}$/.test(text) ? Number(text) : text;
}

const Written = z.looseObject({
  outbound: z.looseObject({ brokers: z.record(z.string(), z.looseObject({ password: z.string().optional() })) }),
});

/** A broker's password stands nowhere but behind a reference. */
function refuseWrittenPasswords(config: unknown): void {
  const brokers = Written.safeParse(config).data?.outbound.brokers ?? {};
  const written = Object.entries(brokers).find(([, { password }]) => password !== undefined && !/^(env|file):/.test(password));
  if (!written) return;
  const field = `outbound.brokers.${written[0]}.password`;
  throw new CountersignError('config.invalid', `${field} has to be a reference such as env:BROKER_PASSWORD`, { field });
}

/** `env:NAME` and `file:path` anywhere in the config become the value behind them; a missing one names its place, not itself. */
function resolveReferences(value: unknown, folder: string, env: LoadOptions['env'], path: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item, index) => resolveReferences(item, folder, env, [...path, String(index)]));
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolveReferences(item, folder, env, [...path, key])]));
  if (typeof value !== 'string') return value;
  if (value.startsWith('env:')) {
    const found = env[value.slice(4)];
    if (found === undefined)
      throw new CountersignError(
        'config.invalid',
        `${path.join('.')} refers to the environment variable ${value.slice(4)}, which is not set`,
        { field: path.join('.') },
      );
    return found;
  }
  if (value.startsWith('file:')) {
    const file = absolute(folder, value.slice(5));
    if (!existsSync(file))
      throw new CountersignError('config.invalid', `${path.join('.')} refers to a file that is not there`, { field: path.join('.') });
    return readFileSync(file, 'utf8').trim();
  }
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** LangSmith's variables would send every prompt to a third party; they are refused unless the config allows them. */
export function refuseTracing(env: LoadOptions['env'], allowed: boolean): void {
  if (allowed) return;
  const on = ['LANGSMITH_TRACING', 'LANGCHAIN_TRACING_V2', 'LANGSMITH_TRACING_V2', 'LANGCHAIN_TRACING'].find(
    (name) => env[name] !== undefined && env[name] !== '' && env[name] !== 'false',
  );
  if (on !== undefined) {
    throw new CountersignError(
      'config.invalid',
      `${on} is set: it would send model calls to a tracing service. Unset it, or set telemetry.allowLangSmith in the config`,
      { field: on },
    );
  }
}
