import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Content, Tool } from '../contracts/authoring.ts';
import type { ModelDefinition } from '../contracts/models.ts';
import { CountersignError } from '../contracts/errors.ts';
import { graphsFolder } from '../config/home.ts';
import { parseYaml } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import { unclassifiedLeaves } from '../privacy/index.ts';

/** The content of the package and, where the config names one, of the installation's own repository. */
export async function loadContent(own: string | undefined, folder: string): Promise<{ content: Content; folders: string[] }> {
  const [{ tools }, { modelTools }, { agents }, { workflows, assistants }] = await Promise.all([
    import('../../tools/index.ts'),
    import('../../classic-models/tools.ts'),
    import('../../agents/index.ts'),
    import('../../graphs/index.ts'),
  ]);
  const built: Content = { tools: [...tools, ...modelTools], agents, workflows, assistants };
  if (own === undefined) return { content: built, folders: [] };
  const { file, content: extra } = await ownContent(own, folder);
  return {
    content: {
      tools: [...built.tools, ...extra.tools],
      agents: [...built.agents, ...extra.agents],
      workflows: [...built.workflows, ...extra.workflows],
      assistants: [...assistants, ...(extra.assistants ?? [])],
      models: extra.models ?? [],
    },
    folders: [dirname(file)],
  };
}

async function ownContent(own: string, folder: string): Promise<{ file: string; content: Content }> {
  const file = isAbsolute(own) ? own : resolve(folder, own);
  if (!existsSync(file)) throw new CountersignError('config.invalid', `There is no content module ${own}`, { field: 'content' });
  const loaded = await importModule(file);
  const content = loaded.content ?? loaded.default;
  if (content) return { file, content };
  throw new CountersignError('config.invalid', `${own} exports no content; export const content = defineContent({ … })`, {
    field: 'content',
  });
}

/** The numeric models alone: who trains needs no workflow, and loading those takes longer than many a training. */
export async function loadModels(own: string | undefined, folder: string): Promise<readonly ModelDefinition[]> {
  return modelsOf(own === undefined ? {} : (await ownContent(own, folder)).content);
}

/**
 * Numeric models of the package, which are loaded when the first is asked for, and of the installation's own content. The same
 * name in both is refused.
 */
export async function modelsOf(content: Pick<Content, 'models'>): Promise<readonly ModelDefinition[]> {
  const { models } = await import('../../classic-models/index.ts');
  const own = content.models ?? [];
  const twice = own.find(({ id }) => models.some((each) => each.id === id));
  if (twice) throw new CountersignError('config.invalid', `There are two models with the id ${twice.id}`, { field: twice.id });
  return [...models, ...own];
}

type ContentModule = { readonly content?: Content; readonly default?: Content };

/**
 * TypeScript runs as it is. The loader is registered for the whole process, not in a namespace of its own: engine and
 * content have to share one copy of every module, or data classes registered in one are unknown in the other.
 */
async function importModule(file: string): Promise<ContentModule> {
  if (file.endsWith('.ts')) (await import('tsx/esm/api')).register();
  try {
    return await import(pathToFileURL(file).href);
  } catch (cause) {
    if (cause instanceof CountersignError) throw cause;
    const why = cause instanceof Error ? cause.message.split('\n')[0] : 'unknown';
    throw new CountersignError(
      'config.invalid',
      `The content module could not be loaded (${why}); its package.json needs "type": "module" and countersign among its dependencies`,
      { field: 'content', cause },
    );
  }
}

/** A leaf without a class, two things of one name, an agent with an unlisted tool: refused at start, by name. */
export function refuseBadContent(content: Content): void {
  for (const [kind, all] of Object.entries({
    tool: content.tools,
    agent: content.agents,
    workflow: content.workflows,
    assistant: content.assistants ?? [],
    model: content.models ?? [],
  })) {
    const seen = new Set<string>();
    for (const { id } of all) {
      if (seen.has(id)) throw new CountersignError('config.invalid', `There are two ${kind}s with the id ${id}`, { field: id });
      seen.add(id);
    }
  }
  for (const tool of content.tools) refuseUnclassified(tool);
  for (const agent of content.agents) {
    const unlisted = agent.tools.find((tool) => !content.tools.includes(tool));
    if (unlisted)
      throw new CountersignError('config.invalid', `Agent ${agent.id} has the tool ${unlisted.id}, which is not registered`, {
        field: agent.id,
      });
  }
}

function refuseUnclassified(tool: Tool): void {
  const open = [
    ...unclassifiedLeaves(tool.input).map((path) => `input.${path}`),
    ...(tool.kind === 'read' ? unclassifiedLeaves(tool.output).map((path) => `output.${path}`) : []),
  ];
  if (open.length > 0)
    throw new CountersignError('privacy.unclassified', `Tool ${tool.id} has fields without a data class: ${open.join(', ')}`, {
      field: tool.id,
    });
}

/** Each workflow's mapping.yaml with the config's overrides on top, checked against its schema. */
export function loadMappings(content: Content, config: Config, folders: readonly string[]): ReadonlyMap<string, unknown> {
  const mappings = new Map<string, unknown>();
  for (const workflow of content.workflows) {
    if (!workflow.mapping) continue;
    const home = workflow.mappingOf ?? workflow.id;
    const file = [graphsFolder(), ...folders.map((folder) => join(folder, 'graphs'))]
      .map((folder) => join(folder, home, 'mapping.yaml'))
      .find((path) => existsSync(path));
    const written = file === undefined ? {} : parseYaml(readFileSync(file, 'utf8'), `graphs/${home}/mapping.yaml`);
    const merged = {
      ...(typeof written === 'object' ? written : {}),
      ...config.workflows[home]?.mapping,
      ...config.workflows[workflow.id]?.mapping,
    };
    const result = workflow.mapping.safeParse(merged);
    if (!result.success) {
      const issue = result.error.issues[0];
      throw new CountersignError(
        'config.invalid',
        `The mapping of ${workflow.id} is not valid at ${issue?.path.join('.') ?? '(top)'}: ${issue?.message ?? 'unknown'}`,
        { field: `workflows.${workflow.id}.mapping` },
      );
    }
    mappings.set(workflow.id, result.data);
  }
  return mappings;
}
