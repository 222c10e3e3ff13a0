import * as schemas from './schemas.ts';
import { route, type AgentServerRoute } from './route.ts';
import { assistantView, pagination, schemasView, selected } from './views.ts';

const tag = 'assistants';

export const assistantRoutes: readonly AgentServerRoute[] = [
  route({
    method: 'POST',
    path: '/assistants',
    tag,
    summary: 'Create an assistant',
    body: schemas.AssistantCreate,
    async handle({ body, serving, by }) {
      const { assistant_id: id, graph_id: graphId, if_exists: ifExists, ...rest } = body;
      return { body: assistantView(await serving.assistants.create({ ...rest, id, graphId, ifExists }, by)) };
    },
  }),
  route({
    method: 'POST',
    path: '/assistants/search',
    tag,
    summary: 'Assistants that match',
    body: schemas.AssistantSearch,
    async handle({ body, serving, by }) {
      const { graph_id: graphId, name, metadata, limit = 10, offset = 0, sort_by: sortBy, sort_order: order, select } = body;
      const found = await serving.assistants.search({ graphId, name, metadata }, { limit, offset, sortBy, ascending: order === 'asc' }, by);
      return { headers: pagination(found, offset), body: found.rows.map((row) => selected(assistantView(row), select)) };
    },
  }),
  route({
    method: 'POST',
    path: '/assistants/count',
    tag,
    summary: 'How many assistants match',
    body: schemas.AssistantCount,
    async handle({ body, serving, by }) {
      const { graph_id: graphId, name, metadata } = body;
      return { body: (await serving.assistants.search({ graphId, name, metadata }, { limit: 1, offset: 0 }, by)).total };
    },
  }),
  route({
    method: 'GET',
    path: '/assistants/{assistant_id}',
    tag,
    summary: 'One assistant, by its id or the id of a graph',
    handle: async ({ params, serving, by }) => ({ body: assistantView(await serving.assistants.get(params['assistant_id'] ?? '', by)) }),
  }),
  route({
    method: 'PATCH',
    path: '/assistants/{assistant_id}',
    tag,
    summary: 'A new version of an assistant',
    body: schemas.AssistantPatch,
    async handle({ params, body, serving, by }) {
      const { graph_id: graphId, ...rest } = body;
      const change = { ...rest, ...(graphId === undefined ? {} : { graphId }) };
      return { body: assistantView(await serving.assistants.update(params['assistant_id'] ?? '', change, by)) };
    },
  }),
  route({
    method: 'DELETE',
    path: '/assistants/{assistant_id}',
    tag,
    summary: 'Delete an assistant, with its threads when asked',
    query: schemas.DeleteAssistantQuery,
    async handle({ params, query, serving, by }) {
      await serving.assistants.delete(params['assistant_id'] ?? '', query.delete_threads ?? false, by);
      return { status: 204 };
    },
  }),
  route({
    method: 'GET',
    path: '/assistants/{assistant_id}/graph',
    tag,
    summary: 'The graph as nodes and edges',
    query: schemas.AssistantGraphQuery,
    handle: async ({ params, query, serving, by }) => ({
      body: await serving.assistants.graph(params['assistant_id'] ?? '', query.xray ?? false, by),
    }),
  }),
  route({
    method: 'GET',
    path: '/assistants/{assistant_id}/schemas',
    tag,
    summary: 'The schemas of input, output, state and context',
    async handle({ params, serving, by }) {
      const { graphId, input, output, state, config } = await serving.assistants.schemas(params['assistant_id'] ?? '', by);
      const view = { input_schema: input, output_schema: output, state_schema: state, config_schema: config, context_schema: config };
      return { body: { graph_id: graphId, ...view } };
    },
  }),
  ...['', '/{namespace}'].map((end) =>
    route({
      method: 'GET',
      path: `/assistants/{assistant_id}/subgraphs${end}`,
      tag,
      summary: 'The schemas of the subgraphs',
      query: schemas.SubgraphsQuery,
      async handle({ params, query, serving, by }) {
        const found = await serving.assistants.subgraphs(params['assistant_id'] ?? '', params['namespace'], query.recurse ?? false, by);
        return { body: Object.fromEntries(Object.entries(found).map(([name, inner]) => [name, schemasView(inner)])) };
      },
    }),
  ),
  route({
    method: 'POST',
    path: '/assistants/{assistant_id}/versions',
    tag,
    summary: 'The versions of an assistant, newest first',
    body: schemas.AssistantVersions,
    async handle({ params, body, serving, by }) {
      const { metadata, limit = 10, offset = 0 } = body;
      const rows = await serving.assistants.versions(params['assistant_id'] ?? '', { metadata, limit, offset }, by);
      return { body: rows.map(assistantView) };
    },
  }),
  route({
    method: 'POST',
    path: '/assistants/{assistant_id}/latest',
    tag,
    summary: 'Use another version of an assistant',
    body: schemas.AssistantLatest,
    handle: async ({ params, body, serving, by }) => ({
      body: assistantView(await serving.assistants.setLatest(params['assistant_id'] ?? '', body.version, by)),
    }),
  }),
];
