import type { CommentThread } from '@gesso/crdt-schema';
import { say } from '../../words/later.ts';
import { When } from './Entry.tsx';
import { excerptOf } from './excerpt.ts';
import { FaceOf } from './FaceOf.tsx';
import type { Talk } from './talk.ts';
import { UnreadMark } from './UnreadMark.tsx';
import { newest } from './unread.ts';

/** Letters of a comment that are shown of it where it is not open. */
const longest = 140;

interface SummaryProps {
  readonly talk: Talk;
  readonly thread: CommentThread;
  /** Whether it is pinned to something that is no longer there. */
  readonly isGone?: boolean;
}

/** A thread in short: by whom and when, how it begins, how many answers it has and whether any of it is unread. */
export function Summary({ talk, thread, isGone = false }: SummaryProps) {
  const [first] = thread.entries;
  if (first === undefined) return null;
  const replies = thread.entries.length - 1;
  return (
    <>
      <FaceOf talk={talk} author={first.author} />
      <span class="row-head">
        <b class="entry-name" dir="auto">
          {first.quotedFrom ?? talk.faces.value.get(first.author.id)?.name ?? first.author.name}
        </b>
        <When at={newest(thread.entries)} />
      </span>
      <span class="row-words" dir="auto">
        {excerptOf(first.text, longest)}
      </span>
      {replies > 0 || isGone ? (
        <span class="entry-note">
          {replies > 0 ? <span>{say('comments.replies', { n: replies })}</span> : null}
          {isGone ? <span>{say('comments.onDeleted')}</span> : null}
        </span>
      ) : null}
      {talk.unread.value.has(thread.id) ? <UnreadMark isMention={talk.mentions.value.has(thread.id)} /> : null}
    </>
  );
}
