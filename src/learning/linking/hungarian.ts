/**
 * The assignment problem by shortest augmenting paths (Kuhn 1955; Jonker and Volgenant 1987): every row gets a column of its own
 * at the least total cost. `cost` is row after row; there are at least as many columns as rows. Answers for each column the row
 * it is given to, or −1. Time grows with rows² × columns.
 */
export function solveAssignment(cost: Float64Array, rows: number, columns: number): Int32Array {
  const search: Search = {
    cost,
    columns,
    rowPrice: new Float64Array(rows),
    columnPrice: new Float64Array(columns),
    rowAt: new Int32Array(columns).fill(-1),
    reached: new Float64Array(columns),
    from: new Int32Array(columns),
    done: new Uint8Array(columns),
  };
  for (let start = 0; start < rows; start += 1) {
    const { column, distance } = shortestPath(search, start);
    reprice(search, start, column, distance);
    takeTurns(search, start, column);
  }
  return search.rowAt;
}

type Search = {
  readonly cost: Float64Array;
  readonly columns: number;
  readonly rowPrice: Float64Array;
  readonly columnPrice: Float64Array;
  readonly rowAt: Int32Array;
  /** Per column: the length of the shortest path to it, the column before it on that path, whether that is final. */
  readonly reached: Float64Array;
  readonly from: Int32Array;
  readonly done: Uint8Array;
};

/** From a row without a column to the nearest column without a row (Dijkstra over costs less prices). */
function shortestPath(search: Search, start: number): { column: number; distance: number } {
  const { columns, rowAt, reached, from, done } = search;
  reached.fill(Infinity);
  from.fill(-1);
  done.fill(0);
  let [row, column, distance] = [start, -1, 0];
  for (;;) {
    relax(search, row, column, distance);
    let next = -1;
    for (let each = 0; each < columns; each += 1)
      if (done[each] === 0 && (next < 0 || (reached[each] ?? 0) < (reached[next] ?? 0))) next = each;
    distance = reached[next] ?? 0;
    done[next] = 1;
    column = next;
    row = rowAt[next] ?? -1;
    if (row < 0) return { column, distance };
  }
}

function relax({ cost, columns, rowPrice, columnPrice, reached, from, done }: Search, row: number, column: number, distance: number): void {
  const base = distance - (rowPrice[row] ?? 0);
  for (let each = 0; each < columns; each += 1) {
    const through = base + (cost[row * columns + each] ?? 0) - (columnPrice[each] ?? 0);
    if (done[each] === 1 || through >= (reached[each] ?? 0)) continue;
    reached[each] = through;
    from[each] = column;
  }
}

/** Prices after a shortest path, so that every chosen pair costs exactly its prices and no other less. */
function reprice({ rowPrice, columnPrice, rowAt, reached, done }: Search, start: number, column: number, distance: number): void {
  rowPrice[start] = (rowPrice[start] ?? 0) + distance;
  for (let each = 0; each < done.length; each += 1) {
    if (done[each] !== 1 || each === column) continue;
    const gained = distance - (reached[each] ?? 0);
    const row = rowAt[each] ?? 0;
    rowPrice[row] = (rowPrice[row] ?? 0) + gained;
    columnPrice[each] = (columnPrice[each] ?? 0) - gained;
  }
}

/** Along the path every column takes the row of the column before it; the first one takes the new row. */
function takeTurns({ rowAt, from }: Search, start: number, end: number): void {
  let column = end;
  while (column >= 0) {
    const previous = from[column] ?? -1;
    rowAt[column] = previous < 0 ? start : (rowAt[previous] ?? start);
    column = previous;
  }
}
