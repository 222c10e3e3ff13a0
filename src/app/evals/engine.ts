import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Config } from '../../config/schema.ts';
import { CountersignError } from '../../contracts/errors.ts';
import type { Engine, Observed, PromptUsed } from '../../evaluating/evaluated.ts';
import type { Suite } from '../../evaluating/suites.ts';
import { checkFaithful, type ModelRole } from '../../llm/index.ts';
import { comparePrompts, createShelf, type PromptFolder } from '../../prompting/index.ts';
import { askJudge } from './judge.ts';
import { createNarrations } from './narrations.ts';
import type { World, WorldOptions } from './world.ts';

export type EngineName = 'narrator' | 'replay' | 'openai' | 'ollama';
export type EngineParts = Omit<WorldOptions, 'prompts'> & { readonly prompts: readonly PromptFolder[] };

/**
 * What answers. `narrator` is the built-in one; `openai` and `ollama` are whoever plays the narrator in the config, through
 * the gateway. Whoever plays the judge judges beside any of them. Prompt cases need no company; conversations share one in which nothing is written; a workflow gets its own.
 */
export function createEngine(name: Exclude<EngineName, 'replay'>, parts: EngineParts): Engine {
  const config = configFor(name, parts.config);
  const shelf = createShelf(parts.prompts, () => ({}));
  const roles = rolesOf(config);
  const { narrate, gateway } = createNarrations({ prompts: shelf, roles });
  const worlds = new Map<string, Promise<World>>();
  const worldOf = (suite: Suite, round: number): Promise<World> => {
    const key = `${'workflow' in suite.target ? suite.id : 'shared'} ${round}`;
    const world = worlds.get(key) ?? import('./world.ts').then(({ openWorld }) => openWorld({ ...parts, config, size: sizeOf(suite) }));
    worlds.set(key, world);
    return world;
  };
  const queue = createQueue();
  return {
    name,
    isDeterministic: name === 'narrator',
    checkFacts: checkFaithful,
    prompts: (suite) => promptsOf(suite, parts.prompts),
    async run(suite, one, round, signal) {
      if (one.kind === 'prompt') return narrate('prompt' in suite.target ? suite.target.prompt : '', one, signal);
      const world = await worldOf(suite, round);
      // One at a time: what one proposes another would find.
      return queue(async () => {
        if (one.kind === 'conversation') {
          // A second round of the narrator looks at its bytes alone.
          const withFacts = name !== 'narrator' || round === 0;
          return (await import('./conversation.ts')).converse(world, one, signal, { withFacts });
        }
        if (one.answers !== undefined) return (await import('./answers.ts')).copyAnswers(world, one, signal);
        const { runWorkflow } = await import('./run-trace.ts');
        return runWorkflow(world, 'workflow' in suite.target ? suite.target.workflow : '', one, signal);
      });
    },
    async judge(suite, observed, rubric, view, signal) {
      if (roles.judge.provider === 'narrator') return { skipped: 'no model plays the judge (models.judge)' };
      // Where it was said the names of that thread are known.
      const at = 'prompt' in suite.target ? gateway : (await worldOf(suite, 0)).installation.core.gateway;
      return askJudge(at, observed, rubric, view, signal);
    },
    promptDiff: (id, before) => diffOf(parts.prompts, id, before),
    async close() {
      for (const world of worlds.values()) await (await world).close();
      worlds.clear();
    },
  };
}

/** Answers recorded before, from a cassette or the record of a run: for scorers and gates without a model. */
export async function createReplay(file: string, prompts: readonly PromptFolder[]): Promise<Engine> {
  if (!existsSync(file)) throw new CountersignError('input.invalid', `There are no recorded answers ${file}`, { field: 'answers' });
  const answers = new Map<string, Observed>();
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    if (line.trim() === '') continue;
    const { suite, id, observed }: { suite: string; id: string; observed: Observed } = JSON.parse(line);
    answers.set(`${suite}/${id}`, observed);
  }
  return {
    name: 'replay',
    isDeterministic: true,
    checkFacts: checkFaithful,
    prompts: (suite) => promptsOf(suite, prompts),
    async run(suite, one) {
      const found = answers.get(`${suite.id}/${one.id}`);
      if (!found) throw new CountersignError('input.invalid', `No answer was recorded for ${suite.id}/${one.id}`, { field: one.id });
      return found;
    },
    promptDiff: (id, before) => diffOf(prompts, id, before),
    close: async () => undefined,
  };
}

const sizeOf = ({ target }: Suite): number | undefined => ('workflow' in target ? target.size : undefined);

function configFor(name: Exclude<EngineName, 'replay'>, config: Config): Config {
  if (name === 'narrator') {
    const alone = { ...config.models.narrator, provider: 'narrator' as const };
    return { ...config, models: { ...config.models, planner: alone, narrator: alone } };
  }
  if (config.models.narrator.provider !== name)
    throw new CountersignError('config.invalid', `The config has no ${name} model as narrator; set models.narrator`, {
      field: 'models.narrator',
    });
  return config;
}

function rolesOf({ models }: Config) {
  const one = ({ provider, ...rest }: Config['models']['narrator']): ModelRole =>
    provider === 'narrator'
      ? { provider }
      : ({ provider, ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) } as ModelRole);
  return { planner: one(models.planner), narrator: one(models.narrator), judge: one(models.judge) };
}

/** A suite of a prompt speaks with that one; others may speak with any, and a workflow with none. */
function promptsOf({ target }: Suite, folders: readonly PromptFolder[]): Readonly<Record<string, PromptUsed>> {
  const all = folders.flatMap(({ prompts }) => prompts.list());
  const used = 'prompt' in target ? all.filter(({ id }) => id === target.prompt) : all.filter(({ id }) => speaksIn(target, id));
  if (used.length === 0 && !('workflow' in target))
    throw new CountersignError('prompt.invalid', 'The suite names a prompt that no file holds', { field: 'target' });
  return Object.fromEntries(used.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(({ id, version, hash }) => [id, { version, hash }]));
}

function speaksIn(target: Suite['target'], prompt: string): boolean {
  if ('workflow' in target) return prompt.startsWith(`${target.workflow}.`) || target.workflow === 'change-request';
  return prompt.startsWith('assistant.') || prompt === 'order-status.customer-update';
}

function diffOf(folders: readonly PromptFolder[], id: string, before: PromptUsed): string {
  const place = folders.find(({ prompts }) => prompts.list().some((each) => each.id === id));
  const now = place?.prompts.list().find((each) => each.id === id);
  if (!place || !now || now.hash === before.hash) return '';
  const older = createShelf([place], () => ({})).released(id, before.version);
  return older ? comparePrompts(older, now) : '';
}

function createQueue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next;
    return next;
  };
}
