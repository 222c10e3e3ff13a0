import type { Json, JsonObject } from '../../contracts/json.ts';
import type { Clock } from '../../contracts/time.ts';
import { amountCell } from './cells.ts';
import { fromLiteral, toJson } from './edm-values.ts';
import type { Field, FunctionImport, Service } from './model.ts';
import { badRequest, SapError } from './sap-error.ts';
import { availableOn, materialAt, replenishedOn, requireMaterial } from './stock.ts';
import type { Material, SapStore } from './store.ts';
import { tokens } from './tokens.ts';

const endOfTime = '9999-12-31T23:59:59.000Z';

/** The availability service's functions. A plant that does not hold the material has none of it. */
export function callFunction(
  service: Service,
  called: FunctionImport,
  params: URLSearchParams,
  deps: { store: SapStore; clock: Clock },
): JsonObject {
  const argument = (name: string) => argumentOf(called, params, name);
  const material = requireMaterial(deps.store, argument('Material'));
  const here = materialAt(deps.store, material, argument('SupplyingPlant'));
  const fields = service.complexTypes.get(called.returns) ?? [];
  const type = `${service.name}.${called.returns}`;
  if (called.name === 'DetermineAvailabilityAt') {
    const at = argument('RequestedUTCDateTime');
    const quantity = here ? availableOn(here, at.slice(0, 10), deps.clock) : '0';
    return { [called.name]: record(fields, type, material, { from: at, until: endOfTime, quantity }) };
  }
  if (called.name !== 'CalculateAvailabilityTimeseries')
    throw new SapError(501, '/IWBEP/CM_MGW_RT/021', `Function '${called.name}' is not implemented`);
  const later = `${replenishedOn(material, deps.clock)}T00:00:00.000Z`;
  const steps = [
    { from: deps.clock.now().toISOString(), until: later, quantity: here?.stock ?? '0' },
    { from: later, until: endOfTime, quantity: here ? availableOn(here, later.slice(0, 10), deps.clock) : '0' },
  ];
  return { results: steps.map((step) => record(fields, type, material, step)) };
}

function record(
  fields: readonly Field[],
  type: string,
  material: Material,
  step: { from: string; until: string; quantity: string },
): JsonObject {
  const values: Readonly<Record<string, string>> = {
    PeriodStartUTCDateTime: step.from,
    PeriodStartTimeZone: 'UTC',
    PeriodEndUTCDateTime: step.until,
    PeriodEndTimeZone: 'UTC',
    AvailableQuantityInBaseUnit: amountCell(step.quantity),
    BaseUnit: material.unit,
  };
  const body: Record<string, Json> = { __metadata: { type } };
  for (const field of fields) body[field.name] = toJson(field, values[field.name] ?? '');
  return body;
}

function argumentOf(called: FunctionImport, params: URLSearchParams, name: string): string {
  const field = called.parameters.find((one) => one.name === name);
  const [token, ...rest] = tokens(params.get(name) ?? '');
  if (!field || token?.kind !== 'literal' || rest.length > 0)
    throw badRequest(`Parameter '${name}' of '${called.name}' is missing or cannot be read`);
  return String(fromLiteral(field, token.literal));
}
