import { route, type AgentServerRoute } from './route.ts';
import * as schemas from './schemas.ts';
import { itemView } from './views.ts';

const tag = 'store';

export const storeRoutes: readonly AgentServerRoute[] = [
  route({
    method: 'PUT',
    path: '/store/items',
    tag,
    summary: 'Keep an item',
    body: schemas.ItemPut,
    async handle({ body, serving, by }) {
      await serving.items.put(body.namespace, body.key, body.value, body.ttl, by);
      return { status: 204 };
    },
  }),
  route({
    method: 'GET',
    path: '/store/items',
    tag,
    summary: 'One item, or null',
    query: schemas.ItemQuery,
    async handle({ query, serving, by }) {
      const item = await serving.items.get(query.namespace, query.key, by);
      return { body: item ? itemView(item) : null };
    },
  }),
  route({
    method: 'DELETE',
    path: '/store/items',
    tag,
    summary: 'Delete an item',
    body: schemas.ItemDelete,
    async handle({ body, serving, by }) {
      await serving.items.delete(body.namespace, body.key, by);
      return { status: 204 };
    },
  }),
  route({
    method: 'POST',
    path: '/store/items/search',
    tag,
    summary: 'Items below a namespace that match',
    body: schemas.ItemSearch,
    async handle({ body, serving, by }) {
      const { namespace_prefix: prefix, filter, query, limit = 10, offset = 0 } = body;
      return { body: { items: (await serving.items.search(prefix, { filter, query, limit, offset }, by)).map(itemView) } };
    },
  }),
  route({
    method: 'POST',
    path: '/store/namespaces',
    tag,
    summary: 'The namespaces there are',
    body: schemas.Namespaces,
    async handle({ body, serving, by }) {
      const { prefix, suffix, max_depth: maxDepth, limit = 100, offset = 0 } = body;
      return { body: { namespaces: await serving.items.namespaces({ prefix, suffix, maxDepth, limit, offset }, by) } };
    },
  }),
];
