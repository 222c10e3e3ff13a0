import type { JsonObject } from '../../contracts/json.ts';
import type { Field, FunctionImport } from './model.ts';
import { fromLiteral } from './edm-values.ts';
import { badRequest, SapError } from './sap-error.ts';
import { refreshOrder, text, touch } from './sales-status.ts';
import { setNamed } from './services.ts';
import { tokens } from './tokens.ts';
import type { WriteContext } from './write-entity.ts';

/** Releases or rejects an order the credit check holds, as a credit clerk does; each works on a blocked order alone. */
export function decideCreditBlock(context: WriteContext, called: FunctionImport, params: URLSearchParams): JsonObject {
  const { store, clock, user } = context;
  const id = argumentOf(called.parameters, params, 'SalesDocument');
  const order = store.get(setNamed('A_SalesOrder'), { SalesOrder: id });
  if (!order) throw new SapError(404, 'V1/302', `Sales document ${id} is not in the database`);
  if (text(order, 'TotalCreditCheckStatus') !== 'B') throw new SapError(400, 'VU/030', `Sales document ${id} is not blocked for credit`);
  if (called.name === 'ReleaseCreditBlock') store.update(setNamed('A_SalesOrder'), order, { TotalCreditCheckStatus: 'D' });
  if (called.name === 'RejectCreditBlock')
    for (const item of store.find(setNamed('A_SalesOrderItem'), { sql: '"SalesOrder" = ?', params: [id] }))
      store.update(setNamed('A_SalesOrderItem'), item, { SalesDocumentRjcnReason: '11' });
  refreshOrder(store, id);
  touch(store, 'A_SalesOrder', { SalesOrder: id }, clock, user);
  if (called.name !== 'CheckCreditBlock') context.exchange.commits.push({ operation: 'update', type: 'A_SalesOrder', id });
  return {
    [called.name]: { __metadata: { type: `API_SLS_DOC_WITH_CREDIT_BLOCK.${called.returns}` }, SuccessFailureCode: 'S', MessageText: '' },
  };
}

function argumentOf(parameters: readonly Field[], params: URLSearchParams, name: string): string {
  const field = parameters.find((one) => one.name === name);
  const [token, ...rest] = tokens(params.get(name) ?? '');
  if (!field || token?.kind !== 'literal' || rest.length > 0) throw badRequest(`Parameter '${name}' is missing or cannot be read`);
  return String(fromLiteral(field, token.literal));
}
