import { z } from 'zod';
import { CountersignError } from '../../contracts/errors.ts';
import type { ModelVersion } from '../../contracts/model-store.ts';
import type { LoadedHead, ModelDefinition } from '../../contracts/models.ts';
import { featureHash, sha256 } from '../hashes.ts';
import type { OutsideHead, OutsideRuntime } from '../import/outside.ts';
import { isOutside, loadOutside } from '../import/outside-head.ts';

/** A version that was verified and is ready to score. */
export type LoadedVersion = {
  readonly version: ModelVersion;
  readonly heads: Readonly<Record<string, LoadedHead>>;
  /** Heads that are computed elsewhere and answer later. */
  readonly outside?: Readonly<Record<string, OutsideHead>>;
};

const Artefact = z.object({
  format: z.literal('countersign-model'),
  model: z.string(),
  definition: z.string(),
  features: z.string(),
  heads: z.record(z.string(), z.unknown()),
});

/**
 * Reads an artefact after checking that its bytes are those that were registered, and that the features it was trained on are
 * those of the definition at hand. Throws `storage.corrupt` or `state.invalid`, and `capability.missing` where a part is computed
 * elsewhere and there is no `runtime`; a version that fails is never served.
 */
export function loadVersion(definition: ModelDefinition, version: ModelVersion, artefact: string, runtime?: OutsideRuntime): LoadedVersion {
  const named = `${version.model} version ${version.number}`;
  if (sha256(artefact) !== version.artefactHash)
    throw new CountersignError(
      'storage.corrupt',
      `The stored bytes of ${named} are not those that were registered; restore them or train again`,
      {
        field: 'artefactHash',
      },
    );
  const read = Artefact.safeParse(JSON.parse(artefact));
  if (!read.success) throw new CountersignError('state.invalid', `The stored bytes of ${named} are no model`, { cause: read.error });
  if (read.data.model !== definition.id || read.data.features !== featureHash(definition.features))
    throw new CountersignError(
      'state.invalid',
      `The features of ${definition.id} have changed since version ${version.number} was trained; train it again`,
      {
        field: 'featureHash',
      },
    );
  const heads: Record<string, LoadedHead> = {};
  const outside: Record<string, OutsideHead> = {};
  for (const [name, head] of Object.entries(definition.heads)) {
    if (!Object.hasOwn(read.data.heads, name))
      throw new CountersignError('state.invalid', `${named} has no part ${name}; train it again`, { field: name });
    const stored = read.data.heads[name];
    if (!isOutside(stored)) heads[name] = head.load(stored);
    else if (runtime) outside[name] = loadOutside(stored, runtime);
    else
      throw new CountersignError('capability.missing', `${named} is computed elsewhere, and nothing here can ask for it`, { field: name });
  }
  return { version, heads, ...(Object.keys(outside).length === 0 ? {} : { outside }) };
}
