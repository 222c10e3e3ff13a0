import type { ErasureService } from '../../contracts/erasure.ts';
import { CountersignError } from '../../contracts/errors.ts';
import { createLeakFinder } from '../../privacy/index.ts';
import { createKnownValues } from '../../privacy/known/index.ts';
import type { Core } from '../core.ts';
import { authorise } from './authorise.ts';

const shortest = 3;

/** Forgetting a person: who asked, when and how much is in the audit log; whom is not. */
export function erasureService(core: Core): ErasureService {
  return {
    async erase({ value, kind, reason }, by) {
      authorise(core.roles, by, 'values.erase');
      if (value.trim().length < shortest)
        throw new CountersignError('input.invalid', `A value of at least ${shortest} characters is needed to find somebody by`, {
          field: 'value',
        });
      const id = core.ids.next('era');
      const erasure = await core.vault.eraseSubject({ value, ...(kind === undefined ? {} : { kind }) }, { finder: writtenAnywhere(value) });
      const at = core.clock.now().toISOString();
      const view = {
        id,
        at,
        threads: new Set(erasure.tokens.map(({ threadId }) => threadId)).size,
        tokens: erasure.tokens.length,
        bodies: erasure.blobs,
      };
      await core.storage.audit.append([{ at, actor: by.id, action: 'values.erased', body: { ...view, reason } }]);
      core.log.info({ erasure: id, tokens: view.tokens, threads: view.threads, bodies: view.bodies }, 'a person was forgotten');
      return view;
    },
  };
}

/** Whether a raw body holds the value in one of its forms. What kind it is nobody need know: it is looked for as each. */
function writtenAnywhere(value: string): (text: string) => boolean {
  const entries = (['PERSON', 'ORG', 'EMAIL', 'PHONE', 'ADDRESS', 'ACCOUNT'] as const).map((kind) => ({
    token: `<${kind}_1>`,
    kind,
    value,
  }));
  const known = createKnownValues({ personal: entries, safe: [] });
  const leak = createLeakFinder(entries);
  return (text) => leak(text) !== undefined || known.find(text).length > 0;
}
