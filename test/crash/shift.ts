import type { CompanySandbox } from '../../src/sandbox/index.ts';
import { moveOrder, type Company } from './company.ts';
import type { Dice } from './dice.ts';
import type { Opened } from './installation.ts';
import { approveAll, handleExceptions, lookInSandbox, tell, type LookForEffect } from './people.ts';

/** Something the ERP has to say until somebody says they heard it. */
type News = { readonly order: string; readonly sourceId: string };

/**
 * The world around the engine: it outlives every crash. The ERP tells each change until it was accepted, and some of them
 * again after that; people approve and clear exceptions.
 */
export class Shift {
  readonly #sandbox: CompanySandbox;
  readonly #company: Company;
  readonly #dice: Dice;
  readonly #look: LookForEffect;
  readonly #shipments = new Map<string, number>();
  readonly #orders: readonly string[];
  #untold: News[] = [];
  #told: News | undefined;
  #count = 0;

  constructor(sandbox: CompanySandbox, company: Company, dice: Dice) {
    this.#sandbox = sandbox;
    this.#company = company;
    this.#dice = dice;
    this.#look = lookInSandbox(sandbox);
    this.#orders = [...company.orders.keys()];
    for (const order of this.#orders) this.#hear(order);
  }

  /** An order moves in the ERP, which has to tell of it. */
  async move(): Promise<void> {
    const order = this.#dice.pick(this.#orders);
    if (await moveOrder(this.#sandbox, this.#company, this.#shipments, order, this.#dice)) this.#hear(order);
  }

  /** One more piece of news about every order, without any change. */
  tellAllAgain(): void {
    for (const order of this.#orders) this.#hear(order);
  }

  get hasNews(): boolean {
    return this.#untold.length > 0;
  }

  /** What the ERP says next; goes back to the untold when nobody accepted it. */
  next(): News | undefined {
    if (this.#told && this.#dice.chance(0.1)) return this.#told;
    return this.#untold[0];
  }

  accepted(news: News): void {
    this.#told = news;
    this.#untold = this.#untold.filter((each) => each.sourceId !== news.sourceId);
  }

  /** Tells everything there is to tell; stops at the first that is not accepted. */
  async tellAll(opened: Opened): Promise<void> {
    for (let news = this.next(); news && this.hasNews; news = this.next()) {
      await tell(opened, news.order, news.sourceId);
      this.accepted(news);
    }
  }

  /** Carl and Olivia clear their desks. Answers how many things they did. */
  async decide(opened: Opened): Promise<number> {
    return (await approveAll(opened)) + (await handleExceptions(opened, this.#look));
  }

  #hear(order: string): void {
    this.#count += 1;
    this.#untold.push({ order, sourceId: `change-${this.#count}` });
  }
}

export type Backlog = { readonly atWork: number; readonly later: number };

/** Runs that are due or running, and runs that wait for a moment to come. */
export function backlog(opened: Opened): Backlog {
  const row = opened.storage.databases.main
    .prepare<[], { atWork: number; later: number }>(
      `SELECT count(*) FILTER (WHERE status IN ('queued', 'running')) AS atWork, count(*) FILTER (WHERE status = 'waiting') AS later
         FROM runs WHERE status IN ('queued', 'running', 'waiting')`,
    )
    .get();
  return row ?? { atWork: 0, later: 0 };
}
