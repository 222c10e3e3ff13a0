import { CountersignError } from '../../contracts/errors.ts';
import type { Principal } from '../../contracts/principal.ts';
import type { ServedGraph } from '../../contracts/served.ts';
import type { AssistantRow, ThreadRow } from '../../contracts/serving-store.ts';
import type { Viewer } from '../../contracts/serving.ts';
import { uuid5 } from './uuid5.ts';
import type { ServingParts } from './parts.ts';

export function mustUse(parts: ServingParts, by: Principal): void {
  if (!parts.may(by, 'assistant.use'))
    throw new CountersignError('auth.forbidden', 'Your roles do not include assistant.use', { field: 'assistant.use' });
}

export function mustManage(parts: ServingParts, by: Principal): void {
  mustUse(parts, by);
  if (!parts.may(by, 'assistant.manage'))
    throw new CountersignError('auth.forbidden', 'Your roles do not include assistant.manage', { field: 'assistant.manage' });
}

/** Whose things somebody may see: undefined for those who see all. */
export const ownerFilter = (parts: ServingParts, by: Principal): string | undefined =>
  parts.may(by, 'assistant.manage') ? undefined : by.id;

export const maySee = (parts: ServingParts, ownerId: string, by: Principal): boolean =>
  ownerId === by.id || parts.may(by, 'assistant.manage');

/** The thread, for its owner and for who manages; for anybody else it does not exist. */
export async function threadFor(parts: ServingParts, id: string, by: Principal): Promise<ThreadRow> {
  mustUse(parts, by);
  const thread = await parts.stores.threads.get(id);
  if (!thread || !maySee(parts, thread.owner.id, by))
    throw new CountersignError('resource.not_found', 'There is no thread of this id', { field: 'thread_id' });
  return thread;
}

/** Values instead of tokens are for the thread's own user alone, whatever else somebody may do. */
export const seesValues = (ownerId: string, viewer: Viewer): boolean => viewer.reveal !== false && viewer.by.id === ownerId;

const defaults = new Map<string, string>();
/** Asked for with every run; there are as many as graphs. */
export function defaultAssistantId(graphId: string): string {
  const id = defaults.get(graphId) ?? uuid5(graphId);
  defaults.set(graphId, id);
  return id;
}

/** An assistant by its id, or a graph's default assistant by the graph's id. */
export async function assistantFor(parts: ServingParts, idOrGraph: string): Promise<AssistantRow> {
  const id = parts.graphs.some((graph) => graph.id === idOrGraph) ? defaultAssistantId(idOrGraph) : idOrGraph;
  const found = await parts.stores.assistants.get(id);
  if (!found) throw new CountersignError('resource.not_found', 'There is no assistant of this id', { field: 'assistant_id' });
  return found;
}

export function graphFor(parts: ServingParts, graphId: string): ServedGraph {
  const found = parts.graphs.find((graph) => graph.id === graphId);
  if (!found) throw new CountersignError('resource.not_found', 'The graph of this assistant is not installed', { field: 'graph_id' });
  return found;
}

/** The graph a thread was last used with; none before its first run. */
export function graphOf(parts: ServingParts, thread: ThreadRow): ServedGraph | undefined {
  return parts.graphs.find((graph) => graph.id === thread.metadata['graph_id']);
}
