import { memo, type ReactNode } from 'react';
import { BlockView, NoticeView } from '../blocks/block.tsx';
import { say } from '../shell/language.ts';
import type { Reply } from './conversation.ts';

type Props = { readonly reply: Reply; readonly mayLook: boolean };

function Shown({ reply, mayLook }: Props): ReactNode {
  return (
    <div className="reply">
      {reply.replaced !== undefined && <NoticeView level="info" text={say('replaced')} />}
      {reply.blocks.map((block, i) => (
        // Blocks have no ids and never change places: they are only added at the end.
        <BlockView key={`${block.type}-${String(i)}`} block={block} sources={reply.sources} isDraft={reply.isDraft} mayLook={mayLook} />
      ))}
    </div>
  );
}

/** A reply that is done holds the same blocks from one event to the next, and is not drawn again for every word of a later one. */
export const ReplyView = memo(
  Shown,
  (before, after) =>
    !after.reply.isDraft &&
    before.reply.isDraft === after.reply.isDraft &&
    before.reply.blocks === after.reply.blocks &&
    before.reply.replaced === after.reply.replaced &&
    before.mayLook === after.mayLook,
);
