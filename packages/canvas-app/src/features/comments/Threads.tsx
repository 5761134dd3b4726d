import type { CommentThread } from '@gesso/crdt-schema';
import { useSignal } from '@preact/signals';
import { useApp } from '../../ui/app-context.ts';
import { TextButton } from '../../ui/parts/Button.tsx';
import { segmented } from '../../ui/parts/segmented.ts';
import { say } from '../../words/later.ts';
import { type Asked, type Filter, filters, foundElsewhere, threadsFor, withUnread } from './filter.ts';
import { listing, wanted } from './listing.ts';
import { goToThread, opened } from './opened.ts';
import { elementOf } from './places.ts';
import { Summary } from './Summary.tsx';
import type { Talk } from './talk.ts';
import { UnreadMark } from './UnreadMark.tsx';

/** Threads that are listed at once; more come when they are asked for. */
const page = 100;

/** A thread in the list: its beginning, by whom and when. A press leads to it. */
function Row({ talk, thread }: { readonly talk: Talk; readonly thread: CommentThread }) {
  const app = useApp();
  const { editor } = app;
  const element = elementOf(thread.anchor);
  // A row is not told by the list when the element goes: nothing that it was given has changed.
  void editor.version.value;
  const isGone = element !== undefined && editor.board.get(element) === undefined;
  const isUnread = talk.unread.value.has(thread.id);
  const open = opened.value;
  return (
    <li>
      <button
        type="button"
        class={`thread-row${isUnread ? ' unread' : ''}`}
        aria-current={open?.type === 'thread' && open.id === thread.id}
        onClick={() => goToThread(app, thread)}
      >
        <Summary talk={talk} thread={thread} isGone={isGone} />
      </button>
    </li>
  );
}

/** Chooses what is listed. */
const list = (filter: Filter): void => {
  listing.value = filter;
};

/** Why nothing is listed, and where what is looked for stands. */
function Nothing({ talk, asked }: { readonly talk: Talk; readonly asked: Asked }) {
  const { editor } = useApp();
  if (wanted.value.trim() !== '') {
    const elsewhere = foundElsewhere(talk.threads.value, asked);
    if (elsewhere.length === 0) return <p class="none">{say('comments.noneFound')}</p>;
    return (
      <p class="none">
        {say('comments.noneSuch')}
        {elsewhere.map(({ filter, n }) => (
          <TextButton key={filter} kind="quiet" onPress={() => list(filter)}>
            {say('comments.foundIn', { n, filter: say(`comments.filter.${filter}`) })}
          </TextButton>
        ))}
      </p>
    );
  }
  if (listing.value !== 'open' || talk.threads.value.length > 0) return <p class="none">{say('comments.noneSuch')}</p>;
  return <p class="none">{say(editor.canComment.value ? 'comments.none' : 'comments.noneYet')}</p>;
}

/** All threads that are asked for, those in which something happened last first. */
export function Threads({ talk }: { readonly talk: Talk }) {
  const { editor, you } = useApp();
  const most = useSignal(page);
  void editor.version.value;
  const { value: unread } = talk.unread;
  const asked: Asked = { filter: listing.value, words: wanted.value, unread, me: you.value?.id };
  const all = threadsFor(talk.threads.value, asked);
  const isUnreadIn = withUnread(talk.threads.value, unread, talk.mentions.value);
  const hasUnread = all.some(({ id }) => unread.has(id));
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
              list(filter);
              most.value = page;
            }}
          >
            {say(`comments.filter.${filter}`)}
            {isUnreadIn.has(filter) && listing.value !== filter ? (
              <UnreadMark isMention={filter === 'mentions'} inLine />
            ) : null}
          </button>
        ))}
      </fieldset>
      {all.length === 0 ? (
        <Nothing talk={talk} asked={asked} />
      ) : (
        <ul class="thread-rows" aria-label={say('comments.title')}>
          {all.slice(0, most.value).map((thread) => (
            <Row key={thread.id} talk={talk} thread={thread} />
          ))}
        </ul>
      )}
      {all.length > most.value || hasUnread ? (
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
          {hasUnread ? (
            <TextButton kind="quiet" onPress={talk.readAll}>
              {say('comments.markAllRead')}
            </TextButton>
          ) : null}
        </footer>
      ) : null}
    </>
  );
}
