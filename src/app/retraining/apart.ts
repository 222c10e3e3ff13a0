import { fork, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { CountersignError, type ErrorCode } from '../../contracts/errors.ts';
import type { Config } from '../../config/schema.ts';
import type { TrainApart } from '../../scoring/index.ts';
import type { TrainingPlace, TrainingTask, TrainingWords } from './setting.ts';

/** A training that takes longer hangs. */
const mostMs = 6 * 3_600_000;
/** Between asking a process to end and ending it. */
const patienceMs = 3000;

/** Trains in a process of its own: training keeps a thread busy for minutes, and a server has to answer meanwhile. */
export function trainApart({ dataDir, keyDir, predictions }: Config, place: TrainingPlace): TrainApart {
  return async (order, hear, signal) => {
    signal.throwIfAborted();
    const { file, execArgv } = childFile(import.meta.url);
    const child = fork(file, [], { execArgv, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    const task: TrainingTask = {
      ...place,
      order,
      dataDir,
      keyDir,
      environment: predictions.environment,
      retrain: predictions.retrain,
    };
    const lasts = AbortSignal.any([signal, AbortSignal.timeout(mostMs)]);
    const end = (): void => endGently(child);
    lasts.addEventListener('abort', end, { once: true });
    try {
      await conversation(child, task, hear);
    } catch (thrown) {
      throw lasts.aborted ? stopped(signal, thrown) : thrown;
    } finally {
      lasts.removeEventListener('abort', end);
    }
  };
}

function stopped(signal: AbortSignal, cause: unknown): CountersignError {
  const why = signal.aborted ? 'the server was stopped' : 'it took longer than six hours';
  return new CountersignError('service.draining', `Training was given up: ${why}`, { retry: 'later', cause });
}

function endGently(child: ChildProcess): void {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  child.once('exit', () => clearTimeout(timer));
}

/** Resolves when the process has ended after saying that it is done and all it said was dealt with, in its order. */
function conversation(child: ChildProcess, task: TrainingTask, hear: Parameters<TrainApart>[1]): Promise<void> {
  return new Promise((resolve, reject) => {
    let dealt = Promise.resolve();
    let failure: Error | undefined;
    let isDone = false;
    const fail = (error: unknown): void => {
      failure ??= error instanceof Error ? error : new Error('unknown');
      child.kill('SIGTERM');
    };
    child.on('message', (message) => {
      // Only this program's own child talks on this channel.
      const words = message as TrainingWords;
      if (words.say === 'progress') hear.progress(words.done, words.total, words.words);
      else if (words.say === 'ended') dealt = dealt.then(() => hear.ended(words.each)).catch(fail);
      else if (words.say === 'failed') failure = new CountersignError(words.why.code as ErrorCode, words.why.message);
      else isDone = true;
    });
    // What it said last may be read after its end is: the channel has to be empty as well.
    const silent = new Promise<void>((quiet) => child.once('disconnect', quiet));
    child.once('error', (error) => {
      fail(error);
      // It never ran, so it never ends.
      if (child.pid === undefined) reject(error);
    });
    child.once('close', (code, signal) => {
      const settle = async (): Promise<void> => {
        await silent;
        await dealt;
        if (failure) throw failure;
        if (!isDone) throw endedEarly(signal ?? `code ${code ?? '?'}`);
      };
      settle().then(resolve, reject);
    });
    child.send(task, (error) => {
      if (error) fail(error);
    });
  });
}

const endedEarly = (how: string): CountersignError =>
  new CountersignError('internal', `The process that trains ended early (${how})`, { retry: 'later' });

/** Beside this file in the sources; in a build, where bundling may have moved this code, at the same path under dist. */
function childFile(url: string): { readonly file: string; readonly execArgv: string[] } {
  if (url.endsWith('.ts')) {
    const loader = pathToFileURL(createRequire(url).resolve('tsx')).href;
    return { file: fileURLToPath(new URL('./child.ts', url)), execArgv: ['--conditions=source', '--import', loader] };
  }
  const home = new URL('src/app/retraining/', url.slice(0, url.lastIndexOf('/dist/') + '/dist/'.length));
  return { file: fileURLToPath(new URL('child.js', home)), execArgv: [] };
}
