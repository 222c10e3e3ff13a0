import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { workflows } from '../graphs/index.ts';
import type { PolicyRule, Tool, Trigger, Workflow } from '../src/index.ts';
import { tools } from '../tools/index.ts';

/**
 * Draws the picture of every workflow from its code into its page: what starts it, the nodes and edges of its compiled
 * graph, the rules of its policy, and what its proposal may write. `npm run draw`; a test holds pages against the code.
 */
const root = join(import.meta.dirname, '..');
export const pages = join(root, 'docs', 'workflows');
export const pageOf = (workflow: Pick<Workflow, 'id'>): string => join(pages, `${workflow.id}.md`);
const marks = { from: '<!-- picture: drawn by npm run draw -->', to: '<!-- end of picture -->' } as const;

/** The page with the picture the code draws between its marks; undefined where it has no marks. */
export function withPicture(page: string, workflow: Workflow): string | undefined {
  const [from, to] = [page.indexOf(marks.from), page.indexOf(marks.to)];
  if (from < 0 || to < from) return undefined;
  return `${page.slice(0, from + marks.from.length)}\n${fenced(draw(workflow))}\n${page.slice(to)}`;
}

const fenced = (picture: string): string => `\`\`\`mermaid\n${picture}\n\`\`\``;

export function draw(workflow: Workflow): string {
  return [
    'flowchart TD',
    ...workflow.triggers.map((trigger, at) => `  start${at}([${quoted(startWords(trigger))}]) --> prepare`),
    ...nodesOf(workflow).map((node) => `  ${node}[${quoted(nodeWords[node] ?? node)}]`),
    ...edgesOf(workflow).map(([from, to]) => `  ${from} --> ${to === '__end__' ? 'ended' : to}`),
    '  ended([the run ends])',
    ...[...workflow.policy.rules, { name: 'otherwise', ...otherwiseOf(workflow) }].map(
      (rule, at) => `  gate -.- rule${at}{{${quoted(ruleWords(rule))}}}`,
    ),
    ...writesOf(workflow).map((words, at) => `  commit ==> write${at}[(${quoted(words)})]`),
  ].join('\n');
}

const nodeWords: Readonly<Record<string, string>> = {
  prepare: 'prepare: reads, decides, proposes',
  gate: 'gate: policy, phase and people',
  commit: 'commit: writes once, by the ledger',
};

type Verdict = PolicyRule['verdict'];

type Drawn = {
  readonly nodes: Readonly<Record<string, unknown>>;
  readonly edges: readonly { readonly source: string; readonly target: string }[];
};

/** The compiled graph says its own nodes and edges; what it needs to run is not needed to look at it. */
function graphOf(workflow: Workflow): Drawn {
  const compiled = workflow.graph.build(workflow, {} as never, undefined as never);
  return (compiled as { getGraph(): Drawn }).getGraph();
}

const nodesOf = (workflow: Workflow): readonly string[] => Object.keys(graphOf(workflow).nodes).filter((node) => !node.startsWith('__'));
const edgesOf = (workflow: Workflow) =>
  graphOf(workflow)
    .edges.filter(({ source }) => source !== '__start__')
    .map(({ source, target }) => [source, target] as const);

function startWords(trigger: Trigger): string {
  switch (trigger.on) {
    case 'event':
      return trigger.types.join('<br>');
    case 'poll':
      return `${trigger.connection}: ${trigger.port}, every ${trigger.everyMs / 1000} s`;
    case 'schedule':
      return `at ${trigger.cron}${trigger.timeZone === undefined ? '' : ` ${trigger.timeZone}`}`;
  }
}

type Ruled = Pick<PolicyRule, 'name' | 'verdict'> & { readonly when?: PolicyRule['when'] };
const otherwiseOf = ({ policy }: Workflow): { readonly verdict: Verdict } => ({ verdict: policy.otherwise });

function ruleWords({ name, when, verdict }: Ruled): string {
  const tags = when?.tags === undefined ? '' : `: ${when.tags.join(', ')}`;
  return `${name}${tags}<br>${verdictWords(verdict)}`;
}

function verdictWords(verdict: Verdict): string {
  if (verdict.effect !== 'ask') return verdict.effect === 'allow' ? 'allowed' : 'denied';
  const days = verdict.expiresInMs === undefined ? undefined : verdict.expiresInMs / 86_400_000;
  const until = days === undefined ? '' : `, ${days} ${days === 1 ? 'day' : 'days'}`;
  const later = verdict.escalateTo === undefined ? '' : `, then ${verdict.escalateTo}`;
  return `asks ${verdict.role}${later}${until}`;
}

/** Write tools the workflow's own folder names, each with the slots that carry it where the code says them literally. */
function writesOf(workflow: Workflow): readonly string[] {
  const folder = join(root, 'graphs', workflow.id);
  const source = readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
  const named = new Map(
    [...source.matchAll(/import \{ (\w+) \} from '\.\.\/\.\.\/tools\/([\w/-]+)\.ts'/g)].map(([, name = '', path = '']) => [path, name]),
  );
  const slots = [...source.matchAll(/slot: (?:'([\w-]+)'|`([\w-]*?)-?\$\{[^}]+\}`), tool: (\w+)/g)].map(
    ([, plain, counted, tool = '']) => ({ tool, slot: plain ?? `${counted === '' ? 'each' : counted}-…` }),
  );
  const found = tools.filter((tool): tool is Exclude<Tool, { kind: 'read' }> => tool.kind !== 'read' && named.has(pathOf(tool)));
  // A workflow that carries whatever tool was asked for names none of them.
  const all = found.length > 0 ? found : workflow.tools.filter((tool) => tool.kind !== 'read');
  // A slot whose tool is chosen on the way belongs to every tool that has none of its own.
  const chosen = slots.filter(({ tool }) => ![...named.values()].includes(tool));
  return all.map((tool) => {
    const literal = slots.filter((slot) => slot.tool === named.get(pathOf(tool)));
    const own = [...new Set((literal.length > 0 ? literal : chosen).map(({ slot }) => slot))];
    return `${tool.id}${own.length === 0 ? '' : `<br>${own.join(', ')}`}`;
  });
}

const files = new Map(
  readdirSync(join(root, 'tools'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && file.includes('/'))
    .flatMap((file) =>
      [...readFileSync(join(root, 'tools', file), 'utf8').matchAll(/\bid: '([\w.-]+)'/g)].map(([, id = '']) => [
        id,
        file.replace(/\.ts$/, ''),
      ]),
    ),
);
const pathOf = (tool: Pick<Tool, 'id'>): string => files.get(tool.id) ?? '';

const quoted = (words: string): string => `"${words.replaceAll('"', "'")}"`;

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const workflow of workflows) {
    const page = existsSync(pageOf(workflow)) ? withPicture(readFileSync(pageOf(workflow), 'utf8'), workflow) : undefined;
    if (page === undefined) process.stderr.write(`${workflow.id}: no page with ${marks.from} and ${marks.to}\n`);
    else writeFileSync(pageOf(workflow), page);
  }
}
