import { useId, useState, type ReactNode } from 'react';
import type { Source, TableBlock } from '../../../src/contracts/answer.ts';
import { useAnnounce } from '../shell/announce.tsx';
import { say } from '../shell/language.ts';
import { copyText } from './copy.ts';
import { isFigure, sortRows, toCsv, type Sort } from './table.ts';
import { SourceView, sourceOf } from './text-block.tsx';

type Props = { readonly block: TableBlock; readonly sources: readonly Source[] };

export function TableView({ block, sources }: Props): ReactNode {
  const [sort, setSort] = useState<Sort>();
  const [open, setOpen] = useState('');
  const announce = useAnnounce();
  const id = useId();
  const rows = sortRows(block, sort);
  const shown = sourceOf(sources, open);
  const copy = async (): Promise<void> => announce(say((await copyText(toCsv({ columns: block.columns, rows }))) ? 'copied' : 'notCopied'));
  return (
    <div role="group" className="block table" aria-labelledby={id}>
      <div className="block-head">
        <h3 id={id}>{block.title}</h3>
        <button type="button" className="quiet small" onClick={() => void copy()}>
          {say('copyCsv')}
        </button>
      </div>
      <div className="scroll" tabIndex={0} role="group" aria-labelledby={id}>
        <table aria-labelledby={id}>
          <thead>
            <tr>
              {block.columns.map((column) => (
                <Head key={column.key} column={column} sort={sort} onSort={setSort} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              // Rows have no id of their own; where they stand and what they rest on is what tells them apart.
              <tr key={`${row.source}-${String(i)}`}>
                {block.columns.map(({ key, kind }, at) => (
                  <td key={key} className={isFigure(kind) ? 'figure' : `is-${kind}`}>
                    {at === 0 && sourceOf(sources, row.source) ? (
                      <button
                        type="button"
                        className="cite"
                        aria-expanded={open === row.source}
                        aria-label={say('sourceOf', { text: row.cells[key]?.text ?? '' })}
                        onClick={() => setOpen(open === row.source ? '' : row.source)}
                      >
                        {row.cells[key]?.text}
                      </button>
                    ) : (
                      row.cells[key]?.text
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {block.note !== '' && <p className="dim small note">{block.note}</p>}
      <div aria-live="polite">{shown && <SourceView source={shown} />}</div>
    </div>
  );
}

type HeadProps = {
  readonly column: TableBlock['columns'][number];
  readonly sort: Sort | undefined;
  readonly onSort: (sort: Sort) => void;
};

function Head({ column, sort, onSort }: HeadProps): ReactNode {
  const isSorted = sort?.key === column.key;
  const order = isSorted ? (sort.isDescending ? 'descending' : 'ascending') : undefined;
  return (
    <th scope="col" aria-sort={order} className={isFigure(column.kind) ? 'figure' : undefined}>
      <button
        type="button"
        className="sort"
        title={say('sortBy', { column: column.label })}
        onClick={() => onSort({ key: column.key, isDescending: isSorted ? !sort.isDescending : isFigure(column.kind) })}
      >
        {column.label}
        <span aria-hidden="true" className="arrow">
          {order === 'ascending' ? '▲' : order === 'descending' ? '▼' : ''}
        </span>
      </button>
    </th>
  );
}
