import type { DoctorFinding } from '../../contracts/ports.ts';
import type { HttpReply } from '../core/index.ts';
import { toConnectorError } from '../core/index.ts';
import { decisionFields } from '../../contracts/decision-row.ts';
import { createKeyField, decisionType, type Keyed, updateKeyField } from './config.ts';
import { equalsText } from './literals.ts';
import type { PortDeps } from './port-deps.ts';
import { operationsOf, placeOf, serviceOf } from './services.ts';

const keyLength = 29;
/** A Salesforce id. */
const linkLength = 18;

/** Looks at a connection without changing anything: reach, logon, CSRF, the services asked for, the key's fields. */
export async function examine(deps: PortDeps, needed: readonly string[]): Promise<readonly DoctorFinding[]> {
  const reach = await reachAndLogon(deps);
  if (reach.some((finding) => finding.level === 'fail')) return reach;
  const operations = operationsOf(deps.config);
  const unknown = needed.filter((operation) => operations[operation] === undefined);
  const services = new Set(needed.flatMap((operation) => operations[operation] ?? []));
  const checks = [...services].map((service) => servicePresent(deps, service));
  const writes = (['A_SalesOrder', 'A_CustomerReturn', 'A_ServiceOrder', 'A_BusinessPartner', decisionType] as const).filter((type) =>
    needed.some((operation) => operation.startsWith(`write.${type}.`) && operations[operation] !== undefined),
  );
  return [
    ...reach,
    ...unknown.map((operation): DoctorFinding => ({
      level: 'fail',
      check: `operation ${operation}`,
      message: `${deps.name} does not serve ${operation}`,
      fix: 'Take the operation from the workflow or serve it from another connection',
    })),
    ...(await Promise.all(checks)),
    ...(await Promise.all(writes.map((type) => keyFieldGood(deps, type, needed)))).flat(),
    ...(needed.includes('orders.carryDeal') ? await linkFieldGood(deps) : []),
  ];
}

async function reachAndLogon({ client, name }: PortDeps): Promise<DoctorFinding[]> {
  const tried = await attempt(() => client.raw({ service: serviceOf.orders, path: '' }, { 'x-csrf-token': 'Fetch' }));
  if (!tried.reply)
    return [{ level: 'fail', check: 'reach', message: tried.message, fix: 'Check baseUrl, the network path and the certificate' }];
  const { status, headers } = tried.reply;
  const reached: DoctorFinding = { level: 'ok', check: 'reach', message: `${name} answers` };
  if (status === 401 || status === 403) {
    return [
      reached,
      {
        level: 'fail',
        check: 'logon',
        message: `${name} does not accept the communication user (status ${status})`,
        fix: 'Check user, password and the communication arrangement for the sales order API',
      },
    ];
  }
  if (status >= 400)
    return [
      reached,
      {
        level: 'fail',
        check: 'logon',
        message: `${name} answered status ${status} to the sales order service`,
        fix: 'Activate API_SALES_ORDER_SRV',
      },
    ];
  const hasToken = headers['x-csrf-token'] !== undefined;
  return [
    reached,
    { level: 'ok', check: 'logon', message: 'The communication user is accepted' },
    hasToken
      ? { level: 'ok', check: 'csrf', message: 'A CSRF token was handed out' }
      : {
          level: 'fail',
          check: 'csrf',
          message: 'No CSRF token was handed out, so nothing can be written',
          fix: 'Let the proxy pass the header x-csrf-token and all cookies',
        },
  ];
}

async function servicePresent({ client }: PortDeps, service: string): Promise<DoctorFinding> {
  const tried = await attempt(() => client.raw({ service, path: '$metadata' }, { accept: 'application/xml' }));
  const check = `service ${service}`;
  if (tried.reply?.status === 200) return { level: 'ok', check, message: `${service} is there` };
  return {
    level: 'fail',
    check,
    message: tried.reply ? `${service} answered status ${tried.reply.status}` : tried.message,
    fix: `Activate ${service} and give its rights to the communication user`,
  };
}

async function keyFieldGood(deps: PortDeps, type: Keyed, needed: readonly string[]): Promise<DoctorFinding[]> {
  const field = createKeyField(deps.config, type);
  if (field !== undefined) return namedFieldGood(deps, type, field, needed);
  return [
    {
      level: 'fail',
      check: `key field ${type}`,
      message: `No field carries the key of a new ${type}, so none is created`,
      fix: `Add a text field of ${keyLength} characters with the Custom Fields app and name it in keyFields.${type}`,
    },
  ];
}

async function namedFieldGood(deps: PortDeps, type: Keyed, field: string, needed: readonly string[]): Promise<DoctorFinding[]> {
  const { client, config, name } = deps;
  const check = `key field ${type}.${field}`;
  const { service, set } = placeOf(config, type);
  const metadata = await attempt(() => client.raw({ service, path: '$metadata' }, { accept: 'application/xml' }));
  const property = metadata.reply?.status === 200 ? propertyOf(metadata.reply.text(), set, field) : undefined;
  if (property === undefined)
    return [
      {
        level: 'fail',
        check,
        message: `${name} has no field ${field} on ${type}`,
        fix: 'Add the field with the Custom Fields app and publish it to the API, or configure another one',
      },
    ];
  const length = Number(/MaxLength="(\d+)"/.exec(property)?.[1] ?? 0);
  if (length < keyLength)
    return [
      { level: 'fail', check, message: `${field} holds ${length} characters, a key needs ${keyLength}`, fix: 'Make the field longer' },
    ];
  if (/sap:filterable="false"/.test(property)) return [notFilterable(check, field)];
  const probe = await attempt(() => client.raw({ service, path: set, query: { $filter: equalsText(field, 'CS-DOCTOR').text, $top: 1 } }));
  if (probe.reply?.status !== 200) return [notFilterable(check, field)];
  const good: DoctorFinding = { level: 'ok', check, message: `${field} exists, is long enough and can be filtered` };
  if (type === decisionType) return [good, ...decisionTableGood(deps, set, metadata.reply?.text() ?? '')];
  if (!needed.includes(`write.${type}.update`)) return [good];
  const ofChanges = `key of changes to ${type}`;
  if (updateKeyField(config, type) === undefined) {
    const message = 'A change carries no key, so an uncertain one goes to a person';
    return [good, { level: 'warn', check: ofChanges, message, fix: 'Configure an extension field in keyFields' }];
  }
  if (!/sap:updatable="false"/.test(property)) return [good];
  const message = `${field} cannot be changed through the API`;
  return [good, { level: 'fail', check: ofChanges, message, fix: 'Make the field editable in the Custom Fields app' }];
}

/** The field in which an order carries its deal: long enough for a CRM's id, and changeable. */
async function linkFieldGood({ client, config, name }: PortDeps): Promise<DoctorFinding[]> {
  const field = config.linkFields.A_SalesOrder;
  if (field === undefined) return [];
  const check = `link field A_SalesOrder.${field}`;
  const metadata = await attempt(() => client.raw({ service: serviceOf.orders, path: '$metadata' }, { accept: 'application/xml' }));
  const property = metadata.reply?.status === 200 ? propertyOf(metadata.reply.text(), 'A_SalesOrder', field) : undefined;
  const isGood =
    property !== undefined && Number(/MaxLength="(\d+)"/.exec(property)?.[1] ?? 0) >= linkLength && !/sap:updatable="false"/.test(property);
  if (isGood) return [{ level: 'ok', check, message: `${field} exists, is long enough and can be changed` }];
  const fix = `Add a text field of ${linkLength} characters with the Custom Fields app, editable and published to the API`;
  return [{ level: 'fail', check, message: `${name} has no field ${field} of ${linkLength} characters that can be changed`, fix }];
}

/** The fields a row is written to, and whether a second row of a prediction would be refused. */
function decisionTableGood({ name, config }: PortDeps, set: string, metadata: string): DoctorFinding[] {
  const check = `fields of ${set}`;
  const lacking = Object.entries(decisionFields).filter(([field, length]) => {
    const property = propertyOf(metadata, set, field);
    return property === undefined || (length > 0 && Number(/MaxLength="(\d+)"/.exec(property)?.[1] ?? length) < length);
  });
  return [
    lacking.length === 0
      ? { level: 'ok', check, message: 'The decision-audit table has every field, each long enough' }
      : {
          level: 'fail',
          check,
          message: `${name} lacks, or has too short, ${lacking.map(([field, length]) => (length > 0 ? `${field} (${length})` : field)).join(', ')}`,
          fix: 'Add the fields in the Custom Business Objects app; where texts have to be shorter, set workflows.decision-audit.mapping.lengths',
        },
    ...(config.decisionAudit?.refusesSecond === true
      ? []
      : [
          {
            level: 'warn' as const,
            check: `key field of ${set}`,
            message: 'A row whose answer never came and that is not found goes to a person, for a second one might be taken',
            fix: 'Mark PredictionId as key field and set decisionAudit.refusesSecond',
          },
        ]),
  ];
}

function notFilterable(check: string, field: string): DoctorFinding {
  return {
    level: 'fail',
    check,
    message: `${field} cannot be filtered, so an uncertain write could not be looked up`,
    fix: 'Publish the field as filterable',
  };
}

function propertyOf(metadata: string, type: string, field: string): string | undefined {
  const entity = new RegExp(`<EntityType Name="${type}Type"[^]*?</EntityType>`).exec(metadata)?.[0] ?? '';
  return new RegExp(`<Property Name="${field}"[^>]*>`).exec(entity)?.[0];
}

async function attempt(work: () => Promise<HttpReply>): Promise<{ reply?: HttpReply; message: string }> {
  try {
    return { reply: await work(), message: '' };
  } catch (error) {
    return { message: toConnectorError(error).message };
  }
}
