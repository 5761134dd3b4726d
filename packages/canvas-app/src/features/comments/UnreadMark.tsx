import { say } from '../../words/later.ts';

/** What marks something as unread: a dot, or an @ where it mentions the person at this page. `inLine`: behind words, and not at its corner. */
export function UnreadMark({ isMention, inLine = false }: { readonly isMention: boolean; readonly inLine?: boolean }) {
  return (
    <i
      class={`unread-dot${isMention ? ' mention' : ''}${inLine ? ' inline' : ''}`}
      role="img"
      aria-label={say(isMention ? 'comments.mentionsYou' : 'comments.unread')}
    />
  );
}
