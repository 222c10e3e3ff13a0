import { z } from 'zod';
import { defined } from '../../contracts/defined.ts';
import { deliveryStatuses } from '../../contracts/outbound.ts';
import { PageInput, parse, type Given, type Route } from './route.ts';

const DeliveryQuery = PageInput.extend({ status: z.enum(deliveryStatuses).optional(), target: z.string().max(100).optional() });
const id = (given: Given): string => given.params['id'] ?? '';

export const deliveryRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/deliveries',
    tag: 'deliveries',
    access: 'key',
    summary: 'What was told to others, newest first',
    query: DeliveryQuery,
    handle: async (given) => ({
      status: 200,
      body: await given.services.deliveries.list(defined(parse(DeliveryQuery, given.query, 'query')), given.by),
    }),
  },
  {
    method: 'GET',
    path: '/v1/deliveries/{id}',
    tag: 'deliveries',
    access: 'key',
    summary: 'One delivery with its body and every attempt',
    handle: async (given) => ({ status: 200, body: await given.services.deliveries.get(id(given), given.by) }),
  },
  {
    method: 'POST',
    path: '/v1/deliveries/{id}/redeliver',
    tag: 'deliveries',
    access: 'key',
    summary: 'Send it again with the same id',
    handle: async (given) => ({ status: 200, body: await given.services.deliveries.redeliver(id(given), given.by) }),
  },
];
