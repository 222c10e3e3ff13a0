import type { Example, Head, ModelFeature, TrainingHelp } from '../../contracts/models.ts';

/**
 * What a head says of rows it was not fitted on: it is fitted twice, on the entities of one half for those of the other. For
 * figures that training itself does not report, such as those by subgroup; the model in use saw all rows and is a little
 * better. NaN where a score is no number. Costs about one more training.
 */
export async function heldOutScores(
  head: Head,
  examples: readonly Example[],
  features: readonly ModelFeature[],
  help: TrainingHelp,
): Promise<Float64Array> {
  const halves = new Map<string, number>();
  // By first appearance in turn: the rows are in order of time, so both halves span all of it.
  for (const { entity } of examples) if (!halves.has(entity)) halves.set(entity, halves.size % 2);
  const scores = new Float64Array(examples.length).fill(Number.NaN);
  for (const half of [0, 1]) {
    help.signal?.throwIfAborted();
    const { artefact } = await head.fit(
      examples.filter(({ entity }) => halves.get(entity) !== half),
      features,
      {
        seed: help.seed,
        ...(help.crew === undefined ? {} : { crew: help.crew }),
        ...(help.signal === undefined ? {} : { signal: help.signal }),
      },
    );
    const loaded = head.load(artefact);
    examples.forEach(({ entity, values }, row) => {
      if (halves.get(entity) !== half) return;
      const { value } = loaded.score(values);
      if (typeof value === 'number') scores[row] = value;
    });
  }
  return scores;
}
