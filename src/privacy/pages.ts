/** Everything of a sorted list that is read page by page, each page from where the last ended. */
export async function* pages(read: (after: string) => Promise<readonly string[]>): AsyncGenerator<string> {
  for (let after = ''; ;) {
    const page = await read(after);
    const last = page.at(-1);
    if (last === undefined) return;
    yield* page;
    after = last;
  }
}
