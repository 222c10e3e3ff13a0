import { CountersignError } from 'countersign';

/** What a read answers, or this where no connection here serves it: not every system keeps everything. */
export async function ifServed<T>(read: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await read;
  } catch (thrown) {
    if (thrown instanceof CountersignError && thrown.code === 'capability.missing') return otherwise;
    throw thrown;
  }
}
