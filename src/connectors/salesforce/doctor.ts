import { asCountersignError } from '../../contracts/errors.ts';
import type { DoctorFinding } from '../../contracts/ports.ts';
import { toConnectorError } from '../core/index.ts';
import type { Client } from './client.ts';
import type { SalesforceConfig } from './config.ts';
import { needsOf, type ObjectNeed, permissionSetXml } from './rights.ts';
import { type Describe, DescribeReply } from './schema.ts';
import { id as idLiteral, name, soql } from './soql.ts';

/**
 * Looks and changes nothing: can we sign in, are the objects and fields there, may we do what is needed and no more,
 * and can the field that carries the key do its work.
 */
export async function examine(client: Client, config: SalesforceConfig, operations: readonly string[]): Promise<readonly DoctorFinding[]> {
  const findings: DoctorFinding[] = [];
  try {
    await client.token();
    findings.push({ level: 'ok', check: 'token', message: `${client.connection} issued a token` });
  } catch (thrown) {
    const { message } = toConnectorError(thrown);
    return [{ level: 'fail', check: 'token', message, fix: 'Check the address, the connected app and its user, then run doctor again' }];
  }
  const needs = needsOf(operations, config);
  const described = new Map<string, Describe>();
  for (const need of needs) findings.push(...(await examineObject(client, need, described)));
  findings.push(...keyFindings(needs, described, config), ...(await excess(client)));
  findings.push({
    level: 'ok',
    check: 'permission-set',
    message: 'The permission set to give the API user is in the fix',
    fix: permissionSetXml(needs, config),
  });
  return findings;
}

async function examineObject(client: Client, need: ObjectNeed, described: Map<string, Describe>): Promise<readonly DoctorFinding[]> {
  const check = `object ${need.object}`;
  let answer: unknown;
  try {
    answer = await client.read({ path: `/sobjects/${name(need.object).soql}/describe` });
  } catch (thrown) {
    return [{ level: 'fail', check, message: asCountersignError(thrown).message }];
  }
  const parsed = DescribeReply.safeParse(answer);
  if (!parsed.success)
    return [
      {
        level: 'fail',
        check,
        message: `${need.object} does not exist or the API user cannot see it`,
        fix: `Create ${need.object} or grant read access to it`,
      },
    ];
  const object = parsed.data;
  described.set(need.object, object);
  const findings: DoctorFinding[] = [];
  const missing = need.fields.filter((field) => !object.fields.some((known) => known.name === field));
  if (missing.length > 0)
    findings.push({
      level: 'fail',
      check,
      message: `${need.object} lacks ${missing.join(', ')}`,
      fix: `Create these fields, or grant read access to them, or name others under fields in the configuration`,
    });
  if (need.create && !object.createable)
    findings.push({
      level: 'fail',
      check,
      message: `The API user may not create ${need.object}`,
      fix: 'Grant Create in the permission set',
    });
  if (need.update && !object.updateable)
    findings.push({ level: 'fail', check, message: `The API user may not change ${need.object}`, fix: 'Grant Edit in the permission set' });
  return findings.length > 0 ? findings : [{ level: 'ok', check, message: `${need.object} has its fields and rights` }];
}

/** Can the field that carries the key be searched, and is it unique where uniqueness is what refuses a second write? */
function keyFindings(
  needs: readonly ObjectNeed[],
  described: ReadonlyMap<string, Describe>,
  config: SalesforceConfig,
): readonly DoctorFinding[] {
  const writes = needs.filter(({ object, create, update }) => (create || update) && object !== config.marker.object);
  if (writes.length === 0) return [];
  if (config.idempotency === 'marker') return [keyFinding(described, config.marker.object, config.marker.key, true)];
  return writes.map(({ object }) => {
    if (config.keyObjects.includes(object))
      return keyFinding(
        described,
        object,
        config.fields.key,
        config.idempotency === 'external-key' && config.uniqueKeyObjects.includes(object),
      );
    return {
      level: 'warn',
      check: `key ${object}`,
      message: `Nothing on ${object} carries a key: an unanswered write to it always needs a person`,
      fix: 'Use marker records (idempotency: marker)',
    };
  });
}

function keyFinding(described: ReadonlyMap<string, Describe>, object: string, field: string, mustBeUnique: boolean): DoctorFinding {
  const check = `key ${object}.${field}`;
  const found = described.get(object)?.fields.find((known) => known.name === field);
  if (!found)
    return {
      level: 'fail',
      check,
      message: `${object} has no field ${field} to carry the key`,
      fix: 'Create it as text of length 40, external id' + (mustBeUnique ? ', unique' : ''),
    };
  if (!found.filterable)
    return { level: 'fail', check, message: `${object}.${field} cannot be searched`, fix: 'Make it a plain text field' };
  if (mustBeUnique && !found.unique)
    return {
      level: 'fail',
      check,
      message: `${object}.${field} is not unique, so a second write would not be refused`,
      fix: 'Set Unique on the field',
    };
  if (found.length < 29)
    return {
      level: 'fail',
      check,
      message: `${object}.${field} holds ${found.length} characters, a key has 29`,
      fix: 'Make it 40 characters long',
    };
  return { level: 'ok', check, message: `${object}.${field} can carry the key${mustBeUnique ? ' and refuses a second one' : ''}` };
}

/** Rights over everything make every other check here worthless, so they are warned about. */
async function excess(client: Client): Promise<readonly DoctorFinding[]> {
  const check = 'excess rights';
  const { userId } = await client.token();
  if (userId === undefined)
    return [{ level: 'warn', check, message: 'The token names no user, so rights beyond need could not be looked for' }];
  try {
    const system = ['PermissionsModifyAllData', 'PermissionsViewAllData'] as const;
    const rows = await client.query(
      soql`SELECT PermissionSet.PermissionsModifyAllData, PermissionSet.PermissionsViewAllData FROM PermissionSetAssignment WHERE AssigneeId = ${idLiteral(userId)}`,
    );
    const granted = system.filter((right) => rows.some((row) => isGranted(row['PermissionSet'], right)));
    if (granted.length === 0) return [{ level: 'ok', check, message: 'The API user has no right over all data' }];
    return [
      {
        level: 'warn',
        check,
        message: `The API user has ${granted.join(' and ')}, far more than is needed`,
        fix: 'Use a user with the permission set below and a minimal profile',
      },
    ];
  } catch (thrown) {
    return [{ level: 'warn', check, message: `Rights beyond need could not be looked for: ${asCountersignError(thrown).message}` }];
  }
}

function isGranted(permissionSet: unknown, right: string): boolean {
  return (
    typeof permissionSet === 'object' &&
    permissionSet !== null &&
    Object.entries(permissionSet).some(([key, value]) => key === right && value === true)
  );
}
