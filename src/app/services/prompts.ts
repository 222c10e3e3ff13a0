import { CountersignError } from '../../contracts/errors.ts';
import type { Principal } from '../../contracts/principal.ts';
import type { PromptService, PromptView } from '../../contracts/prompts.ts';
import type { Prompt } from '../../prompting/index.ts';
import type { Core } from '../core.ts';
import type { KeptLabels } from '../prompt-labels.ts';
import { stationBefore } from '../prompt-watch.ts';
import { authorise } from './authorise.ts';

export function promptService(core: Core): PromptService {
  const { prompts, promptLabels } = core;
  const known = (id: string): Prompt => {
    const found = prompts.list().find((each) => each.id === id);
    if (!found) throw new CountersignError('resource.not_found', `There is no prompt ${id.slice(0, 100)}`, { field: 'id' });
    return found;
  };
  const versionOf = (id: string, version: string): Prompt => {
    const found = prompts.find(known(id).id, version);
    if (found) return found;
    const there = prompts.versions(id).filter((each) => prompts.find(id, each.version));
    throw new CountersignError(
      'input.invalid',
      `${id} has no version ${version.slice(0, 40)} whose text is kept; there are ${there.map((each) => each.version).join(', ')}`,
      { field: 'version' },
    );
  };
  const move = async (
    id: string,
    next: KeptLabels,
    body: Readonly<Record<string, string | number>>,
    by: Principal,
  ): Promise<PromptView> => {
    const at = core.clock.now().toISOString();
    await promptLabels.set(id, next, by.id, at, [{ at, actor: by.id, action: 'prompt.labelled', subject: { type: 'prompt', id }, body }]);
    return view(core, known(id));
  };
  return {
    async list(by) {
      authorise(core.roles, by, 'prompts.read');
      return prompts.list().map((each) => view(core, each));
    },
    async get(id, by) {
      authorise(core.roles, by, 'prompts.read');
      return { ...view(core, known(id)), ...(await core.promptWatch.look(id)) };
    },
    async text(id, version, by) {
      authorise(core.roles, by, 'prompts.read');
      const found = version === undefined ? prompts.get(known(id).id) : versionOf(id, version);
      return { version: found.version, source: found.origin.source };
    },
    ...moving(core, known, versionOf, move),
  };
}

type Move = (id: string, next: KeptLabels, body: Readonly<Record<string, string | number>>, by: Principal) => Promise<PromptView>;

function moving(
  core: Core,
  known: (id: string) => Prompt,
  versionOf: (id: string, version: string) => Prompt,
  move: Move,
): Pick<PromptService, 'label' | 'rollback'> {
  const { promptLabels } = core;
  return {
    async label(id, { label, version, percent, reason }, by) {
      authorise(core.roles, by, 'prompts.label');
      const { hash } = versionOf(id, version);
      refuseUnreleased(core, id, version);
      const { labels, before } = promptLabels.of(id);
      const told = { label, version, hash, reason };
      if (label === 'canary')
        return move(id, { labels: withCanary(labels, version, percent), before }, { ...told, percent: percent ?? 0 }, by);
      if (percent !== undefined)
        throw new CountersignError('input.invalid', `${label} takes every thread; a share belongs to the canary`, { field: 'percent' });
      const was = labels[label] ?? known(id).version;
      if (labels[label] === version)
        throw new CountersignError('input.invalid', `${label} points to ${version} already`, { field: 'version' });
      // The way back keeps the last twenty stations; a step to where one stands is none.
      const way = was === version ? before[label] : [...before[label], was].slice(-20);
      return move(id, { labels: { ...labels, [label]: version }, before: { ...before, [label]: way } }, { ...told, was }, by);
    },
    async rollback(id, { label, reason }, by) {
      authorise(core.roles, by, 'prompts.label');
      const { labels, before } = promptLabels.of(id);
      const from = labels[label] ?? known(id).version;
      const to = stationBefore(core.prompts, promptLabels, id, from, label);
      if (to === undefined)
        throw new CountersignError('input.invalid', `${id} has no version before ${from} to go back to`, { field: 'id' });
      const { hash } = versionOf(id, to);
      return move(
        id,
        { labels: { ...labels, [label]: to }, before: { ...before, [label]: before[label].slice(0, -1) } },
        { label, version: to, hash, was: from, reason, isRollback: 'true' },
        by,
      );
    },
  };
}

function withCanary(labels: KeptLabels['labels'], version: string, percent: number | undefined): KeptLabels['labels'] {
  if (percent === undefined)
    throw new CountersignError('input.invalid', 'A canary needs its share of threads in percent; 0 ends it', { field: 'percent' });
  const { canary: _was, ...rest } = labels;
  return percent === 0 ? rest : { ...rest, canary: { version, percent } };
}

/** What was never entered in the lock can change under its version; no label holds on to it. */
function refuseUnreleased(core: Core, id: string, version: string): void {
  if (core.prompts.versions(id).some((each) => each.version === version && each.isReleased)) return;
  throw new CountersignError('input.invalid', `${id} ${version} is not released yet: countersign prompts release`, { field: 'version' });
}

function view({ prompts, promptLabels, config }: Core, { id, role, locales, version }: Prompt): PromptView {
  const { labels } = promptLabels.of(id);
  return {
    id,
    role,
    locales,
    speaks: labels[config.prompts.label] ?? version,
    inFolder: version,
    labels,
    versions: prompts.versions(id),
  };
}
