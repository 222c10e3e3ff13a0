import { type Api, asObject, basePath, type Call, type Reply } from './api.ts';
import { notFound, SalesforceFault } from './fault.ts';
import { findObject } from './organisation.ts';
import { normalId } from './record-id.ts';
import type { Row } from './records.ts';
import { only } from './sobjects.ts';
import type { Json } from './soql/run.ts';
import type { Change } from './writes.ts';

type Input = Readonly<Record<string, unknown>>;
type Done = { readonly result: Json; readonly change?: Change };

/** `actions/standard`: invocable actions. One is served, `emailSimple`, which sends a mail and can log it on the records it is about. */
export function actions(api: Api, call: Call): Reply {
  const [, family, name] = call.segments;
  if (family !== 'standard' || (name !== undefined && name !== 'emailSimple')) throw notFound();
  const url = `${basePath(call.version)}/actions/standard/emailSimple`;
  const described = { label: 'Send Email', name: 'emailSimple', type: 'EMAILSIMPLE', url };
  if (name === undefined) return only(call, ['GET'], () => ({ status: 200, body: { actions: [described] } }));
  if (call.method === 'GET') return { status: 200, body: described };
  return only(call, ['POST'], () => {
    const { inputs } = asObject(call.body);
    if (!Array.isArray(inputs) || inputs.length === 0)
      throw new SalesforceFault(400, 'INVALID_INPUT', 'The request must hold a list of inputs');
    const done = inputs.map((input) => send(api, asObject(input)));
    // One that failed makes the whole answer a 400, as with the vendor; each result says its own.
    const failed = done.some(({ result }) => typeof result === 'object' && result !== null && Reflect.get(result, 'isSuccess') === false);
    return {
      status: failed ? 400 : 200,
      body: done.map(({ result }) => result),
      changes: done.flatMap(({ change }) => (change === undefined ? [] : [change])),
    };
  });
}

function send(api: Api, input: Input): Done {
  const [subject, body] = [textOf(input, 'emailSubject'), textOf(input, 'emailBody')];
  const recipient = rowOf(api, 'Contact', textOf(input, 'recipientId'));
  const to = [...textOf(input, 'emailAddresses').split(','), String(recipient?.['Email'] ?? '')].filter((each) => each !== '');
  if (to.length === 0) return failure('REQUIRED_FIELD_MISSING', 'No recipient has an email address');
  if (subject === '' || body === '')
    return failure('REQUIRED_FIELD_MISSING', 'Missing required input parameter: emailSubject or emailBody');
  if (input['logEmailOnSend'] !== true) return sent;
  const emailMessage = findObject('EmailMessage');
  if (!emailMessage) throw notFound();
  const related = normalId(textOf(input, 'relatedRecordId'));
  const { change } = api.writes.create(emailMessage, {
    ...(related === undefined ? {} : { RelatedToId: related }),
    ToAddress: to.join('; '),
    Subject: subject,
    TextBody: body,
    // Sent.
    Status: '3',
    Incoming: false,
    MessageDate: api.clock.now().toISOString(),
  });
  return { ...sent, change };
}

const textOf = (input: Input, name: string): string => {
  const value = input[name];
  return typeof value === 'string' ? value : '';
};

function rowOf(api: Api, name: string, id: string): Row | undefined {
  const object = findObject(name);
  const known = normalId(id);
  return object && known !== undefined ? api.records.get(object, known) : undefined;
}

/** It answers with nothing that names the mail. */
const sent: Done = { result: { actionName: 'emailSimple', errors: null, isSuccess: true, outputValues: null } };

const failure = (statusCode: string, message: string): Done => ({
  result: { actionName: 'emailSimple', errors: [{ statusCode, message, fields: [] }], isSuccess: false, outputValues: null },
});
