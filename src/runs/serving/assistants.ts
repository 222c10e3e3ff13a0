import { CountersignError } from '../../contracts/errors.ts';
import type { AssistantRow, Members } from '../../contracts/serving-store.ts';
import type { NewAssistant, ServingAssistants } from '../../contracts/serving.ts';
import { assistantFor, defaultAssistantId, graphFor, mustManage, mustUse } from './access.ts';
import { drivable } from './drivable.ts';
import type { Engine } from './engine.ts';
import { graphSchemas } from './graph-schemas.ts';
import { limitsOf, nowOf, type ServingParts } from './parts.ts';
import { checkedConfigurable } from './prepare.ts';
import { forgetThread } from './runner.ts';

/** One default assistant per graph, with an id that is the same on every server. */
export async function ensureDefaults(parts: ServingParts): Promise<void> {
  const at = nowOf(parts);
  for (const graph of parts.graphs) {
    await parts.stores.assistants.add({
      id: defaultAssistantId(graph.id),
      graphId: graph.id,
      name: graph.id,
      description: graph.description,
      version: 1,
      config: {},
      context: {},
      metadata: { created_by: 'system' },
      createdAt: at,
      updatedAt: at,
    });
  }
}

export function assistantService(own: Engine): ServingAssistants {
  const { parts } = own;
  const { assistants } = parts.stores;
  return {
    async create(input, by) {
      mustManage(parts, by);
      graphFor(parts, input.graphId);
      const row = newRow(parts, input);
      if (await assistants.add(row)) return row;
      const found = await assistants.get(row.id);
      if (found && input.ifExists === 'do_nothing') return found;
      throw new CountersignError('run.limit', 'There is an assistant of this id already', { field: 'assistant_id' });
    },
    async get(id, by) {
      mustUse(parts, by);
      return assistantFor(parts, id);
    },
    async update(id, change, by) {
      mustManage(parts, by);
      const found = await assistantFor(parts, id);
      if (change.graphId !== undefined) graphFor(parts, change.graphId);
      const row = changed(parts, found, change, (await assistants.newestVersion(found.id)) + 1);
      await assistants.save(row);
      return row;
    },
    async delete(id, deleteThreads, by) {
      mustManage(parts, by);
      const found = await assistantFor(parts, id);
      if (found.metadata['created_by'] === 'system')
        throw new CountersignError('run.limit', 'The default assistant of a graph stays as long as the graph', { field: 'assistant_id' });
      if (deleteThreads) await deleteThreadsOf(own, found);
      await assistants.delete(found.id);
    },
    async search(filter, page, by) {
      mustUse(parts, by);
      return assistants.search(filter, page);
    },
    async versions(id, filter, by) {
      mustUse(parts, by);
      return assistants.versions((await assistantFor(parts, id)).id, filter);
    },
    async setLatest(id, version, by) {
      mustManage(parts, by);
      const found = await assistantFor(parts, id);
      const wanted = await assistants.version(found.id, version);
      if (!wanted) throw new CountersignError('resource.not_found', 'The assistant has no such version', { field: 'version' });
      await assistants.setLatest(wanted);
      return wanted;
    },
    ...drawings(parts),
  };
}

/** How the graph behind an assistant looks. */
function drawings(parts: ServingParts): Pick<ServingAssistants, 'graph' | 'schemas' | 'subgraphs'> {
  return {
    async graph(id, xray, by) {
      mustUse(parts, by);
      const drawn = await drivable(graphFor(parts, (await assistantFor(parts, id)).graphId)).getGraphAsync({ xray });
      return drawn.toJSON();
    },
    async schemas(id, by) {
      mustUse(parts, by);
      const { graphId } = await assistantFor(parts, id);
      return { graphId, ...graphSchemas(graphFor(parts, graphId).graph) };
    },
    async subgraphs(id, namespace, recurse, by) {
      mustUse(parts, by);
      const graph = drivable(graphFor(parts, (await assistantFor(parts, id)).graphId));
      const found: [string, ReturnType<typeof graphSchemas>][] = [];
      for await (const [name, inner] of graph.getSubgraphsAsync(namespace, recurse)) found.push([name, graphSchemas(inner)]);
      return Object.fromEntries(found);
    },
  };
}

function newRow(parts: ServingParts, input: NewAssistant): AssistantRow {
  const at = nowOf(parts);
  return {
    id: input.id ?? parts.uuid(),
    graphId: input.graphId,
    name: input.name ?? 'Untitled',
    ...(input.description === undefined ? {} : { description: input.description }),
    version: 1,
    config: checkedConfig(parts, input.config),
    context: input.context ?? {},
    metadata: withoutMark(input.metadata),
    createdAt: at,
    updatedAt: at,
  };
}

function changed(parts: ServingParts, found: AssistantRow, change: Partial<NewAssistant>, version: number): AssistantRow {
  const mark = found.metadata['created_by'];
  return {
    ...found,
    graphId: change.graphId ?? found.graphId,
    name: change.name ?? found.name,
    ...(change.description === undefined ? {} : { description: change.description }),
    config: change.config === undefined ? found.config : checkedConfig(parts, change.config),
    context: change.context ?? found.context,
    metadata: { ...found.metadata, ...withoutMark(change.metadata), ...(mark === undefined ? {} : { created_by: mark }) },
    version,
    updatedAt: nowOf(parts),
  };
}

/** `system` marks the defaults, which cannot be deleted; nobody gives it to their own. */
function withoutMark(metadata: Members | undefined): Members {
  const { created_by: mark, ...rest } = metadata ?? {};
  return mark === undefined || mark === 'system' ? rest : { ...rest, created_by: mark };
}

function checkedConfig(parts: ServingParts, config: Members | undefined): Members {
  if (config === undefined) return {};
  const configurable = config['configurable'];
  if (configurable === undefined) return config;
  if (typeof configurable !== 'object' || configurable === null)
    throw new CountersignError('input.invalid', 'config.configurable is an object', { field: 'config.configurable' });
  return { ...config, configurable: checkedConfigurable({ ...configurable }, limitsOf(parts)) };
}

async function deleteThreadsOf({ parts, lives, runner }: Engine, assistant: AssistantRow): Promise<void> {
  for (;;) {
    const { rows } = await parts.stores.threads.search({ metadata: { assistant_id: assistant.id } }, { limit: 100, offset: 0 });
    if (rows.length === 0) return;
    for (const thread of rows) {
      for (const live of lives.activeOn(thread.id)) await runner.stop(live, 'interrupt');
      await forgetThread(parts, thread.id, assistant.id);
    }
  }
}
