import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';
import { contactRoles, orderStatuses, type Fact } from 'countersign';
import { generateCompany } from '../src/sandbox/index.ts';
import { Config } from '../src/config/schema.ts';
import { caseFromBody, SuiteFile, type StoredCase } from '../src/evaluating/index.ts';
import { readPromptFolders } from '../src/app/installation.ts';
import { converse } from '../src/app/evals/conversation.ts';
import { openWorld, type World } from '../src/app/evals/world.ts';
import { drawOrder } from './faithfulness/orders.ts';
import { bridgeRows } from './generate-bridges.ts';
import { answerRows } from './generate-answers.ts';
import { deskCases } from './generate-desks.ts';
import { languageCases } from './generate-languages.ts';
import { orderStatusCases } from './generate-workflows.ts';
import { writtenCases } from './workflow-cases/index.ts';

/**
 * Writes the generated datasets anew, the same bytes every time: `npm run evals:generate`. Facts, the facts a text must tell
 * and the state that is expected come from one place each: a drawn order, or the company the sandbox generates. Cases that
 * people wrote are in files of their own (`*.by-hand.jsonl`) and are not touched.
 */
const folder = new URL('datasets/', import.meta.url);
type Row = Record<string, unknown>;

function write(name: string, rows: readonly Row[]): void {
  writeFileSync(new URL(name, folder), `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`);
  process.stdout.write(`${name}: ${rows.length}\n`);
}

const isWorded = (fact: Fact): Row => {
  if (fact.type !== 'enum') return fact;
  // They follow from the status; see src/evaluating/sheet.ts.
  const { words: _words, others: _others, ...rest } = fact;
  return rest;
};

/** An order in every status for every role, in four languages. */
function orderCases(): readonly Row[] {
  return orderStatuses.flatMap((status) =>
    contactRoles.map((role) => {
      let seed = 1;
      let drawn = drawOrder(seed);
      while (drawn.status !== status || drawn.role !== role) drawn = drawOrder((seed += 1));
      const { facts, view } = drawn.sheet;
      const labelled = (label: string): string[] => facts.filter((fact) => fact.label === label).map(({ id }) => id);
      return {
        id: `order.${status.replaceAll('_', '-')}.${role}`,
        kind: 'prompt',
        tags: [status, role],
        locales: ['en', 'de', 'fr', 'es'],
        facts: facts.map(isWorded),
        view,
        expect: { required: ['order number', 'order status', 'tracking number'].flatMap(labelled) },
      };
    }),
  );
}

/** What the desks' questions made the assistant tell a model, with other amounts and numbers. */
async function answerCases(conversations: readonly Row[], world: World): Promise<readonly Row[]> {
  const kept = new Map<string, Row>();
  const counts = new Map<string, number>();
  for (const row of conversations) {
    const one = row as Parameters<typeof converse>[1];
    const { sent } = await converse(
      world,
      {
        ...one,
        locale: 'en',
        tags: [],
        split: 'test',
        turns: one.turns.map((turn) => ({ ...turn, intents: [], contains: [], lacks: [] })),
        expect: { state: {}, reckoned: [] },
      },
      AbortSignal.timeout(60_000),
    );
    for (const body of sent) {
      const found = caseFromBody(body, 'generated');
      if (found?.prompt !== 'assistant.answer') continue;
      const { view, facts } = found.stored as Extract<StoredCase, { kind: 'prompt' }>;
      const says = (view['lines'] as { say: string }[]).map(({ say }) => say);
      const name = says[0] ?? 'nothing';
      const nth = (counts.get(name) ?? 0) + 1;
      // Three of a kind are enough.
      if (nth > 3) continue;
      counts.set(name, nth);
      kept.set(`answer.${name}.${nth}`, {
        id: `answer.${name}.${nth}`,
        kind: 'prompt',
        tags: says,
        locales: ['en', 'de', 'fr', 'es'],
        facts,
        view,
        expect: {},
      });
    }
  }
  return [...kept.values()];
}

const settings = { config: Config.parse({}), prompts: readPromptFolders([]), content: undefined, folder: process.cwd() };

/** How large the company of a workflow's suite is. */
function sizeOf(workflow: string): number | undefined {
  const text = readFileSync(new URL(`suites/workflow.${workflow}.yaml`, import.meta.url), 'utf8');
  const { target } = SuiteFile.parse(parse(text));
  return 'workflow' in target ? target.size : undefined;
}

/** Each in a company of its own, as the suite has one. */
async function writeBridges(): Promise<void> {
  for (const [workflow, written] of Object.entries(writtenCases)) {
    const world = await openWorld({ ...settings, size: sizeOf(workflow) });
    try {
      write(`workflow-${workflow}.jsonl`, await bridgeRows(world, workflow, written));
    } finally {
      await world.close();
    }
  }
}

const seed = generateCompany({ seed: 1, size: 25 });
write('order-status.jsonl', orderCases());
write('workflow-decision-audit.jsonl', answerRows());
const desks = deskCases(seed);
for (const [desk, rows] of Object.entries(desks)) write(`desk-${desk}.jsonl`, rows);
write('assistant-languages.jsonl', languageCases(seed));
const world = await openWorld(settings);
try {
  write('assistant-answer.jsonl', await answerCases(Object.values(desks).flat(), world));
  write('workflow-order-status.jsonl', await orderStatusCases(seed, world));
} finally {
  await world.close();
}
await writeBridges();
