import type { ReactNode } from 'react';
import type { Block, NoticeBlock, Source } from '../../../src/contracts/answer.ts';
import { say } from '../shell/language.ts';
import { ChartView } from './chart-block.tsx';
import { ProposalView } from './proposal-block.tsx';
import { TableView } from './table-block.tsx';
import { TextView } from './text-block.tsx';

type Props = { readonly block: Block; readonly sources: readonly Source[]; readonly isDraft: boolean; readonly mayLook: boolean };

export function BlockView({ block, sources, isDraft, mayLook }: Props): ReactNode {
  switch (block.type) {
    case 'text':
      return <TextView block={block} sources={sources} isDraft={isDraft} />;
    case 'table':
      return <TableView block={block} sources={sources} />;
    case 'chart':
      return <ChartView block={block} />;
    case 'proposal':
      return <ProposalView block={block} mayLook={mayLook} />;
    case 'notice':
      return <NoticeView level={block.level} text={block.text} />;
  }
}

export function NoticeView({ level, text }: Pick<NoticeBlock, 'level' | 'text'>): ReactNode {
  return (
    <p className={`notice ${level}`}>
      <strong>{say(level === 'warning' ? 'warning' : 'notice')}</strong> {text}
    </p>
  );
}
