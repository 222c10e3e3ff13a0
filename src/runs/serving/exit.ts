import type { ServedGraph } from '../../contracts/served.ts';
import type { Pending, RunResult, StateView, TaskView, Viewer } from '../../contracts/serving.ts';
import type { Members, ThreadRow } from '../../contracts/serving-store.ts';
import { tokenBody } from '../../contracts/tokens.ts';
import { seesValues } from './access.ts';
import type { LoggedEvent } from './event-log.ts';

/** Modes whose events the thread's own user reads with values. The others show state as it is kept. */
const revealed: ReadonlySet<string> = new Set(['values', 'updates', 'messages', 'messages-tuple', 'custom']);
const mayHoldToken = new RegExp(tokenBody, 'i');
export const holdsToken = (tree: unknown): boolean => mayHoldToken.test(JSON.stringify(tree) ?? '');

const interruptKey = '__interrupt__';
/** Text that goes out to everybody as it is. */
export const isPlainText = (text: string): boolean => !text.includes(interruptKey) && !mayHoldToken.test(text);

/**
 * The way out to one viewer: tokens become values where the viewer is the thread's own user, interrupts take the form of
 * the viewer's inbox.
 */
export class Exit {
  readonly #served: ServedGraph | undefined;
  readonly #threadId: string;
  readonly #viewer: Viewer;
  readonly #reveals: boolean;

  constructor(served: ServedGraph | undefined, threadId: string, ownerId: string, viewer: Viewer) {
    this.#served = served;
    this.#threadId = threadId;
    this.#viewer = viewer;
    this.#reveals = seesValues(ownerId, viewer);
  }

  /** An event's text. Nearly all hold neither a token nor an interrupt and go out as they are. */
  event(event: LoggedEvent): string | Promise<string> {
    if (!revealed.has(event.mode)) return event.data;
    const probe = event.probe ?? event.data;
    const hasInterrupt = probe.includes(interruptKey);
    if (!hasInterrupt && (!this.#reveals || !mayHoldToken.test(probe))) return event.data;
    if (hasInterrupt || this.#served?.hooks.showInterrupt) return this.tree(JSON.parse(event.data)).then((tree) => JSON.stringify(tree));
    return (event.revealed ??= this.tree(JSON.parse(event.data)).then((tree) => JSON.stringify(tree)));
  }

  async tree(tree: unknown): Promise<unknown> {
    return this.#reveal(this.#withInterrupts(tree));
  }

  async thread(row: ThreadRow): Promise<ThreadRow> {
    const interrupts: Record<string, unknown> = {};
    for (const [task, waiting] of Object.entries(row.interrupts))
      interrupts[task] = Array.isArray(waiting) ? this.#shown(waiting) : waiting;
    const shown = await this.#reveal({ values: row.values, interrupts });
    // #reveal keeps the shape: it replaces strings within it.
    const { values, interrupts: out } = shown as { values: unknown; interrupts: Members };
    return { ...row, values, interrupts: out };
  }

  async result(result: RunResult): Promise<RunResult> {
    const shown = await this.#reveal({ values: result.values, interrupts: this.#shown(result.interrupts) });
    const { values, interrupts } = shown as { values: unknown; interrupts: Pending[] };
    return { ...result, values, interrupts };
  }

  async state(view: StateView): Promise<StateView> {
    const values = await this.#reveal(view.values);
    const tasks: TaskView[] = [];
    for (const task of view.tasks) {
      const interrupts = await this.#reveal(this.#shown(task.interrupts));
      tasks.push({
        ...task,
        interrupts: Array.isArray(interrupts) ? interrupts : [],
        result: await this.#reveal(task.result),
        state: task.state && (await this.state(task.state)),
      });
    }
    return { ...view, values, tasks };
  }

  async #reveal(tree: unknown): Promise<unknown> {
    if (!this.#reveals || !this.#served) return tree;
    const text = JSON.stringify(tree);
    return text !== undefined && mayHoldToken.test(text) ? this.#served.hooks.reveal(this.#threadId, tree) : tree;
  }

  #withInterrupts(tree: unknown): unknown {
    if (typeof tree !== 'object' || tree === null || !(interruptKey in tree)) return tree;
    const waiting: unknown = tree[interruptKey];
    return Array.isArray(waiting) ? { ...tree, [interruptKey]: this.#shown(waiting) } : tree;
  }

  #shown(waiting: readonly unknown[]): unknown[] {
    const show = this.#served?.hooks.showInterrupt?.bind(this.#served.hooks);
    if (!show) return [...waiting];
    return waiting.map((each) =>
      typeof each === 'object' && each !== null && 'value' in each ? { ...each, value: show(each.value, this.#viewer.inbox) } : each,
    );
  }
}
