import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { CountersignError } from '../contracts/errors.ts';
import { isJudge } from './rubrics.ts';
import { readDataset, type Dataset } from './cases.ts';

const scorerOptions = z.record(z.string(), z.json());

/** What is evaluated with which cases, and which scorers speak. A scorer without a weight speaks as loud as the others. */
export const SuiteFile = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/, 'lower case words with dots and dashes'),
  description: z.string().min(1),
  target: z.union([
    z.strictObject({ prompt: z.string() }),
    z.strictObject({ assistant: z.string() }),
    /** A workflow that reads the whole company is asked about a small one; of 25 customers and their orders unless told. */
    z.strictObject({ workflow: z.string(), size: z.int().min(1).max(25).optional() }),
  ]),
  datasets: z.array(z.string().regex(/^[\w.-]+\.jsonl$/, 'a file of evals/datasets')).min(1),
  /** Cases with one of these tags; all unless told. */
  tags: z.array(z.string()).optional(),
  scorers: z.record(z.string(), scorerOptions),
  gate: z.strictObject({ maxTokens: z.int().positive().optional(), p95Ms: z.number().positive().optional() }).prefault({}),
  /** For sampled engines. */
  trials: z.int().min(1).max(50).default(5),
});
export type Suite = z.infer<typeof SuiteFile> & { readonly data: Dataset };

/** Suites of a folder in order of their ids, with their cases. Unknown members and scorers nobody knows are input.invalid. */
export function readSuites(folder: string, isScorer: (name: string) => boolean): readonly Suite[] {
  const dir = join(folder, 'suites');
  if (!existsSync(dir)) throw new CountersignError('input.invalid', `There are no suites in ${folder}`, { field: 'folder' });
  const files = readdirSync(dir).filter((file) => file.endsWith('.yaml'));
  const suites = files.map((file) => readSuite(folder, file, isScorer));
  if (suites.length === 0) throw new CountersignError('input.invalid', `There are no suites in ${folder}`, { field: 'folder' });
  return suites.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function readSuite(folder: string, file: string, isScorer: (name: string) => boolean): Suite {
  const name = `suites/${file}`;
  const refuse = (why: string, cause?: unknown): never => {
    throw new CountersignError('input.invalid', `${name}: ${why}`, { field: name, ...(cause === undefined ? {} : { cause }) });
  };
  let data: unknown;
  try {
    data = parse(readFileSync(join(folder, name), 'utf8'), { schema: 'core', maxAliasCount: 0 });
  } catch (cause) {
    return refuse('is not YAML', cause);
  }
  const read = SuiteFile.safeParse(data);
  if (!read.success) {
    const issue = read.error.issues[0];
    return refuse(`${issue?.path.join('.') || '(top)'}: ${issue?.message ?? 'not valid'}`);
  }
  const suite = read.data;
  if (file !== `${suite.id}.yaml`) refuse(`its id must be ${file.replace(/\.yaml$/, '')}`);
  const unknown = Object.keys(suite.scorers).find((each) => !isScorer(each));
  if (unknown !== undefined) refuse(`there is no scorer ${unknown}`);
  if (Object.keys(suite.scorers).every(isJudge)) refuse('it has no scorers, so nothing could fail');
  const dataset = together(suite.datasets.map((each) => readDataset(join(folder, 'datasets', each), `datasets/${each}`)));
  const { tags } = suite;
  const cases = dataset.cases.filter((one) => tags === undefined || one.tags.some((tag) => tags.includes(tag)));
  if (cases.length === 0) refuse('no case has one of its tags');
  const kinds = 'prompt' in suite.target ? ['prompt'] : 'assistant' in suite.target ? ['conversation'] : ['workflow', 'conversation'];
  const other = cases.find((one) => !kinds.includes(one.kind));
  if (other) refuse(`case ${other.id} is a ${other.kind}, the suite wants ${kinds.join(' or ')}`);
  // Suites of the assistant share one company, in which nothing is ever written.
  const decided = 'assistant' in suite.target && cases.find((one) => 'decide' in one && one.decide !== undefined);
  if (decided) refuse(`case ${decided.id} decides; that belongs to a suite of a workflow`);
  return { ...suite, data: { ...dataset, cases } };
}

/** Cases of several files; an id that two of them have is input.invalid. */
function together(datasets: readonly Dataset[]): Dataset {
  const cases = datasets.flatMap((each) => each.cases);
  const seen = new Set<string>();
  for (const { id } of cases) {
    if (seen.has(id)) throw new CountersignError('input.invalid', `Two datasets have a case ${id}`, { field: id });
    seen.add(id);
  }
  return { file: datasets.map(({ file }) => file).join(' '), hash: datasets.map(({ hash }) => hash.slice(0, 16)).join('+'), cases };
}
