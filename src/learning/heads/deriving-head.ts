import type { Example, Head, ModelFeature, ModelValues } from '../../contracts/models.ts';

export type DerivedFeature = Pick<ModelFeature, 'name' | 'kind' | 'description'>;

export type Deriving = {
  readonly features: readonly DerivedFeature[];
  /** Pure: what the derived features are for these values; a missing one is null. The same in training and serving. */
  readonly derive: (values: ModelValues) => ModelValues;
};

/** A head that also sees features computed from the others: a logarithm, a ratio, the statistics of a window of readings. */
export function derivingHead(head: Head, { features: derived, derive }: Deriving): Head {
  const made = derived.map(({ name, kind, description }) => ({
    name,
    kind,
    description,
    class: 'public' as const,
    source: 'derived',
    from: { of: 'self', observation: name, take: 'latest' as const },
  }));
  const wider = (example: Example): Example => ({ ...example, values: { ...example.values, ...derive(example.values) } });
  return {
    kind: head.kind,
    targets: head.targets,
    ...(head.uses === undefined ? {} : { uses: head.uses }),
    fit: (examples, features, help) => head.fit(examples.map(wider), [...features, ...made], help),
    load(artefact) {
      const loaded = head.load(artefact);
      return { score: (values) => loaded.score({ ...values, ...derive(values) }) };
    },
  };
}
