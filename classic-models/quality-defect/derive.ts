import type { ModelValues } from 'countersign';
import { windowFeatures, type DerivedFeature, type Deriving, type Reading } from 'countersign/learning';

const metrics = ['temperature', 'pressure', 'torque'] as const;
const statistics = ['mean', 'sd', 'max', 'slope', 'gap'] as const;
const windowMinutes = 240;
/** Readings say how long before the end of the lot they were taken; any moment may stand for that end. */
const end = Date.UTC(2000, 0, 1);

const described: readonly DerivedFeature[] = metrics.flatMap((metric) =>
  statistics.map((statistic) => ({
    name: `${metric}_${statistic}`,
    kind: 'number' as const,
    description: `${statistic} of the ${metric} over four hours`,
  })),
);

/** The window before the end of the lot as numbers. */
export const window: Deriving = {
  features: described,
  derive(values) {
    const { table } = windowFeatures(readingsIn(values), new Date(end).toISOString(), {
      minutes: windowMinutes,
      metrics: metrics.map((name) => ({ name })),
    });
    return Object.fromEntries(
      metrics.flatMap((metric) =>
        statistics.map((statistic) => {
          const column = table.columns[table.features.findIndex(({ name }) => name === `${metric}.${statistic}`)];
          const value = column?.[0];
          return [`${metric}_${statistic}`, value === undefined || Number.isNaN(value) ? null : value];
        }),
      ),
    );
  },
};

function readingsIn({ readings }: ModelValues): Reading[] {
  if (!Array.isArray(readings)) return [];
  return readings.flatMap((each) => {
    const { metric, minutes_before: before, value } = typeof each === 'object' && each !== null ? each : {};
    if (typeof metric !== 'string' || typeof before !== 'number' || typeof value !== 'number') return [];
    return [{ machine: 'lot', metric, value, at: new Date(end - before * 60_000).toISOString() }];
  });
}
