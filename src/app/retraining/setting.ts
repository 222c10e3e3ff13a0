import type { Refusal } from '../../contracts/model-store.ts';
import type { Config } from '../../config/schema.ts';
import type { TrainedApart, TrainingOrder } from '../../scoring/index.ts';

/** Where the process that trains finds what it needs. No secret of the config goes to it. */
export type TrainingPlace = {
  /** Absolute path of the installation's own content module. */
  readonly content?: string;
  /** Of the built-in company, where it is the one in use. */
  readonly sandboxSeed?: number;
};

/** The one message the process that trains is sent. */
export type TrainingTask = TrainingPlace & {
  readonly order: TrainingOrder;
  readonly dataDir: string;
  readonly keyDir: string;
  readonly environment: Config['predictions']['environment'];
  readonly retrain: Config['predictions']['retrain'];
};

/** What it says. After `failed` and `done` it ends. */
export type TrainingWords =
  | { readonly say: 'progress'; readonly done: number; readonly total?: number; readonly words: string }
  | { readonly say: 'ended'; readonly each: TrainedApart }
  | { readonly say: 'failed'; readonly why: Refusal }
  | { readonly say: 'done' };
