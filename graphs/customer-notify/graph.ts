import type { FlowContext, Prepared, ProposalPlan, RunInput, Stopped } from 'countersign/flow';
import { written } from 'countersign/flow';
import { mailDesk } from '../../agents/mail-desk.ts';
import { completeTask } from '../../tools/crm/complete-task.ts';
import { createTask } from '../../tools/crm/create-task.ts';
import { getAccount } from '../../tools/crm/get-account.ts';
import { listRecipients, type Recipient } from '../../tools/crm/list-recipients.ts';
import { postNote } from '../../tools/crm/post-note.ts';
import { sendMail } from '../../tools/crm/send-mail.ts';
import { customerMail } from '../../tools/notify/customer-mail.ts';
import { gather, type Gathered } from '../order-status/gather.ts';
import { readOrder, type Reading } from '../order-status/status.ts';
import { orderWords } from '../order-status/words.ts';
import { decide, type Decision, type Why } from './decide.ts';
import { Mapping } from './mapping.ts';
import { newsOf, subjectOf, whyRefused, whyWords } from './words.ts';

type Sending = Extract<Decision, { kind: 'send' }>;
type Draft = Parameters<ProposalPlan['write']>[0];
type Plan = Omit<ProposalPlan, 'ends'>;

/** Reads the order and its people anew, whoever said there is news; decides; proposes the mail as it will be read. */
export async function prepare(flow: FlowContext, input: RunInput): Promise<Prepared> {
  const mapping = flow.mapping(Mapping);
  const gathered = await gather(flow, input);
  // Order status waits for the number on the deal, and says so when it does not come.
  if ('madeOf' in gathered) return { kind: 'done', outcome: 'no deal bears the number of the order yet' };
  const { opportunity, picture } = gathered;
  const account = opportunity.accountId;
  const [recipients, accountLanguage] = await Promise.all([
    flow.read(mailDesk, listRecipients, { opportunity: opportunity.id, ...(account === undefined ? {} : { account }) }),
    account === undefined ? undefined : flow.read(mailDesk, getAccount, { account }).then(({ language }) => language),
  ]);
  const decision = decide({ picture, opportunity, accountLanguage, recipients, mapping });
  switch (decision.kind) {
    case 'nothing':
      return { kind: 'done', outcome: decision.reason };
    case 'not-sent':
      flow.audit('decision.made', { status: decision.reading.status, sent: false, why: decision.why });
      return notSent(flow, gathered, decision);
    case 'send':
      flow.audit('decision.made', {
        status: decision.reading.status,
        sent: true,
        channel: mapping.channel,
        language: decision.language,
        audience: decision.audience,
        tags: [...decision.tags],
      });
      return sending(flow, input, { gathered, decision, mapping });
  }
}

/** The mail was refused for good: its owner hears why, and the refusal stays an exception. */
export async function recover(flow: FlowContext, input: RunInput, stopped: Stopped): Promise<Plan | undefined> {
  if (stopped.details['slot'] !== 'mail') return undefined;
  const gathered = await gather(flow, input);
  if ('madeOf' in gathered) return undefined;
  const reason = stopped.details['reason'];
  const why = whyRefused(typeof reason === 'string' ? reason : '');
  return notSent(flow, gathered, { reading: readOrder(gathered.picture), why, recipient: undefined });
}

type Given = { readonly gathered: Gathered; readonly decision: Sending; readonly mapping: Mapping };

function sending(flow: FlowContext, input: RunInput, { gathered, decision, mapping }: Given): ProposalPlan {
  const { picture } = gathered;
  const { recipient, reading, language } = decision;
  const words = orderWords(picture, { ...decision, contact: recipient }, { customer: gathered.customer, owner: gathered.owner?.name });
  const task = input.hint['task'];
  return {
    kind: 'propose',
    identity: newsOf(picture, reading),
    // JSON by its own schemas; whom it goes to is among the facts, so that another address is another question.
    facts: JSON.parse(
      JSON.stringify({
        facts: words.sheet.facts,
        view: words.sheet.view,
        recipient: { id: recipient.id, to: decision.to },
        language,
        channel: mapping.channel,
        mapping: mapping.version,
      }),
    ),
    title: `Mail to the customer: order ${picture.order.id} is ${reading.status.replaceAll('_', ' ')}`,
    reasons: [
      `The ERP says the order is ${reading.status.replaceAll('_', ' ')}`,
      `It goes to the first contact of the deal, in their language (${language}), by ${mapping.channel === 'crm' ? 'the CRM' : 'the mail server'}`,
    ],
    evidence: evidenceOf(flow, gathered, recipient),
    traits: { amount: picture.order.net, tags: [...decision.tags] },
    requestedBy: picture.order.changedBy === undefined ? [] : [{ system: 'erp', user: picture.order.changedBy }],
    slots: [
      ...(mapping.channel === 'crm' ? [{ slot: 'mail', tool: sendMail }] : mailAndNote),
      ...(task === undefined ? [] : [{ slot: 'task', tool: completeTask }]),
    ],
    ...(mapping.channel === 'mail' ? { quoting: ['note'] } : {}),
    write: async (draft) => {
      const text = await draft.narrate({
        agent: mailDesk,
        prompt: 'order-status.customer-update',
        locale: language,
        sheet: words.sheet,
        required: words.required,
      });
      await (mapping.channel === 'crm' ? byCrm : byMail)(draft, gathered, decision, text);
      if (task !== undefined) await draft.propose('task', completeTask, { task, about: gathered.opportunity.id });
    },
  };
}

const mailAndNote = [
  { slot: 'mail', tool: customerMail },
  { slot: 'note', tool: postNote },
];

/** The CRM logs what it sends on the timeline itself. */
async function byCrm(draft: Draft, { opportunity, picture }: Gathered, decision: Sending, text: string): Promise<void> {
  const { recipient, to, language, reading } = decision;
  const subject = subjectOf(picture.order.id, reading.status, language);
  await draft.propose('mail', sendMail, { contact: recipient.id, about: opportunity.id, to, language, subject, text });
}

/** What an approver made of the mail is what the note holds: it quotes the mail and is no copy of the draft. */
async function byMail(draft: Draft, { opportunity, picture }: Gathered, decision: Sending, text: string): Promise<void> {
  const { recipient, to, language, reading } = decision;
  const subject = subjectOf(picture.order.id, reading.status, language);
  await draft.propose('mail', customerMail, { to, language, subject, text });
  await draft.propose('note', postNote, {
    record: opportunity.id,
    text: `Mail to ${recipient.name} (${language}): ${written('mail', 'Subject')}\n\n${written('mail', 'Text')}`,
  });
}

function notSent(
  flow: FlowContext,
  gathered: Gathered,
  { reading, why, recipient }: { readonly reading: Reading; readonly why: Why; readonly recipient: Recipient | undefined },
): Plan & { readonly kind: 'propose' } {
  const { picture, opportunity, owner } = gathered;
  const { id } = picture.order;
  const status = reading.status.replaceAll('_', ' ');
  return {
    kind: 'propose',
    identity: { news: newsOf(picture, reading), notSent: why },
    facts: { order: id, status: reading.status, why },
    title: `Nothing was sent to the customer: order ${id} is ${status}`,
    reasons: [`Nothing was sent: ${whyWords[why]}`],
    evidence: evidenceOf(flow, gathered, recipient),
    traits: { amount: picture.order.net, tags: ['not-sent', why] },
    requestedBy: [],
    slots: [{ slot: 'owner', tool: createTask }],
    write: (draft) =>
      draft.propose('owner', createTask, {
        about: opportunity.id,
        subject: `The customer was not told by mail: order ${id} is ${status}`,
        text: `Order ${id} is ${status}, and nothing was sent to the customer${recipient === undefined ? '' : ` (${recipient.name})`}: ${whyWords[why]}. Please tell them another way, or put the contact right and run customer-notify for the order again.`,
        priority: reading.status === 'delayed' || reading.status === 'rejected' ? 'High' : 'Normal',
        ...(owner === undefined ? {} : { owner: owner.id }),
        ...(recipient === undefined ? {} : { contact: recipient.id }),
      }),
  };
}

/** Read again before anything is sent: the order, and the contact with their consent. */
function evidenceOf(flow: FlowContext, { picture }: Gathered, recipient: Recipient | undefined): ProposalPlan['evidence'] {
  const { order } = picture;
  const versioned = (version: string | undefined) => (version === undefined ? {} : { version });
  return [
    {
      label: `Sales order ${order.id}`,
      connection: flow.connectionName('erp'),
      type: 'A_SalesOrder',
      id: order.id,
      ...versioned(order.ref.version),
    },
    ...(recipient === undefined
      ? []
      : [
          {
            label: 'Contact and their consent',
            connection: flow.connectionName('crm'),
            type: 'Contact',
            id: recipient.id,
            ...versioned(recipient.ref.version),
          },
        ]),
  ];
}
