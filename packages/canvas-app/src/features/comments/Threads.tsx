import type { CommentThread } from '@gesso/crdt-schema';
import { useSignal } from '@preact/signals';
import { useApp } from '../../ui/app-context.ts';
import { TextButton } from '../../ui/parts/Button.tsx';
import { segmented } from '../../ui/parts/segmented.ts';
import { say } from '../../words/later.ts';
import { When } from './Entry.tsx';
import { excerptOf } from './excerpt.ts';
import { FaceOf } from './FaceOf.tsx';
import { filters, threadsFor } from './filter.ts';
import { listing, wanted } from './listing.ts';
import { goToThread, opened } from './opened.ts';
import { elementOf } from './places.ts';
import type { Talk } from './talk.ts';
import { newest } from './unread.ts';

/** Threads that are listed at once; more come when they are asked for. */
const page = 100;
/** Letters of a comment in the list. */
const longest = 140;

/** A thread in the list: its beginning, by whom and when. A press leads to it. */
function Row({ talk, thread }: { readonly talk: Talk; readonly thread: CommentThread }) {
  const app = useApp();
  const { editor } = app;
  const [first] = thread.entries;
  if (first === undefined) return null;
  const element = elementOf(thread.anchor);
  // A row is not told by the list when the element goes: nothing that it was given has changed.
  void editor.version.value;
  const isGone = element !== undefined && editor.board.get(element) === undefined;
  const isUnread = talk.unread.value.has(thread.id);
  const open = opened.value;
  const replies = thread.entries.length - 1;
  return (
    <li>
      <button
        type="button"
        class={`thread-row${isUnread ? ' unread' : ''}`}
        aria-current={open?.type === 'thread' && open.id === thread.id}
        onClick={() => goToThread(app, thread)}
      >
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
        {isUnread ? <i class="unread-dot" role="img" aria-label={say('comments.unread')} /> : null}
      </button>
    </li>
  );
}

/** Why nothing is listed. */
function Nothing({ talk }: { readonly talk: Talk }) {
  const { editor } = useApp();
  if (wanted.value.trim() !== '') return <p class="none">{say('comments.noneFound')}</p>;
  if (listing.value !== 'open' || talk.threads.value.length > 0) return <p class="none">{say('comments.noneSuch')}</p>;
  return <p class="none">{say(editor.canComment.value ? 'comments.none' : 'comments.noneYet')}</p>;
}

/** All threads that are asked for, those in which something happened last first. */
export function Threads({ talk }: { readonly talk: Talk }) {
  const { editor, you } = useApp();
  const most = useSignal(page);
  void editor.version.value;
  const { value: unread } = talk.unread;
  const all = threadsFor(talk.threads.value, { filter: listing.value, words: wanted.value, unread, me: you.value?.id });
  return (
    <>
      <input
        type="search"
        class="search"
        dir="auto"
        autocomplete="off"
        spellcheck={false}
        aria-label={say('comments.search')}
        placeholder={say('comments.search')}
        value={wanted.value}
        onInput={({ currentTarget }) => {
          wanted.value = currentTarget.value;
        }}
      />
      <fieldset class={segmented} aria-label={say('comments.filters')}>
        {filters.map((filter) => (
          <button
            key={filter}
            type="button"
            aria-pressed={listing.value === filter}
            onClick={() => {
              listing.value = filter;
              most.value = page;
            }}
          >
            {say(`comments.filter.${filter}`)}
          </button>
        ))}
      </fieldset>
      {all.length === 0 ? (
        <Nothing talk={talk} />
      ) : (
        <ul class="thread-rows" aria-label={say('comments.title')}>
          {all.slice(0, most.value).map((thread) => (
            <Row key={thread.id} talk={talk} thread={thread} />
          ))}
        </ul>
      )}
      {all.length > most.value || unread.size > 0 ? (
        <footer>
          {all.length > most.value ? (
            <TextButton
              kind="quiet"
              onPress={() => {
                most.value += page;
              }}
            >
              {say('comments.more')}
            </TextButton>
          ) : null}
          {unread.size > 0 ? (
            <TextButton kind="quiet" onPress={talk.readAll}>
              {say('comments.markAllRead')}
            </TextButton>
          ) : null}
        </footer>
      ) : null}
    </>
  );
}
