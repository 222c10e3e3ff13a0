import { asCountersignError } from '../contracts/errors.ts';
import type { ModelService } from '../contracts/model-services.ts';
import type { Core } from './core.ts';
import type { ModelOptions, Models } from './models.ts';
import { lookEvery } from './retraining/look.ts';

/** Looks for jobs an earlier process left, and for new ones, without loading anything that answers them. */
const lookMs = 2000;

/**
 * Numeric models as a server has them: the definitions and all that learns and scores are loaded with the first question or the
 * first job, for most of what a server does needs none of it.
 */
export function lateModels(core: Core, options: ModelOptions): Models {
  let opened: Promise<Models> | undefined;
  const open = async (): Promise<Models> => {
    const [{ openModels }, { modelsOf }] = await Promise.all([import('./models.ts'), import('./content.ts')]);
    const models = openModels(core, await modelsOf(core.content), options);
    models.start();
    return models;
  };
  const models = (): Promise<Models> =>
    (opened ??= open().catch((thrown: unknown) => {
      // What could not be loaded now is tried again with the next question.
      opened = undefined;
      throw thrown;
    }));
  let timer: NodeJS.Timeout | undefined;
  let stopLooking = (): void => undefined;
  const { everyHours } = core.config.predictions.retrain;
  const { environment } = core.config.predictions;
  const retrainDue = async (): Promise<void> => {
    const isAnyInUse = (await core.storage.models.deployments(environment)).some(({ stage }) => stage === 'champion');
    if (isAnyInUse) await (await models()).retrainDue();
  };
  return {
    service: late(async () => (await models()).service),
    start() {
      timer = setInterval(() => {
        if (opened) return;
        void core.storage.models
          .waitingJobs()
          .then((jobs) => (jobs.length > 0 ? models() : undefined))
          .catch((thrown: unknown) =>
            core.log.error({ error: thrown instanceof Error ? thrown.name : 'unknown' }, 'waiting predictions could not be read'),
          );
      }, lookMs);
      timer.unref();
      if (everyHours !== undefined)
        stopLooking = lookEvery(everyHours, retrainDue, (thrown) =>
          core.log.error({ code: asCountersignError(thrown).code }, 'models could not be looked at for training'),
        );
    },
    retrainDue,
    async stop() {
      clearInterval(timer);
      stopLooking();
      await (await opened)?.stop();
    },
  };
}

function late(service: () => Promise<ModelService>): ModelService {
  return {
    list: async (...given) => (await service()).list(...given),
    get: async (...given) => (await service()).get(...given),
    predict: async (...given) => (await service()).predict(...given),
    batch: async (...given) => (await service()).batch(...given),
    submit: async (...given) => (await service()).submit(...given),
    job: async (...given) => (await service()).job(...given),
    answers: async (...given) => (await service()).answers(...given),
    cancel: async (...given) => (await service()).cancel(...given),
    predictions: async (...given) => (await service()).predictions(...given),
    addOutcomes: async (...given) => (await service()).addOutcomes(...given),
    addFeedback: async (...given) => (await service()).addFeedback(...given),
    askForStage: async (...given) => (await service()).askForStage(...given),
    decide: async (...given) => (await service()).decide(...given),
    changes: async (...given) => (await service()).changes(...given),
    compare: async (...given) => (await service()).compare(...given),
    drift: async (...given) => (await service()).drift(...given),
    retrain: async (...given) => (await service()).retrain(...given),
    retraining: async (...given) => (await service()).retraining(...given),
  };
}
