import { Fragment } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useApp } from '../../ui/app-context.ts';
import { isTouched } from '../../ui/selection-bar-place.ts';
import { say } from '../../words/later.ts';
import { Composer } from './Composer.tsx';
import { cannotSend } from './cannot-send.ts';
import { Entry } from './Entry.tsx';
import { said } from './opened.ts';
import type { Talk } from './talk.ts';

/** CSS pixels from the end of the list within which it is followed as it grows. */
const nearEnd = 48;

/** The chat of the board: what was said, the newest at the end, and a field. */
export function Chat({ talk }: { readonly talk: Talk }) {
  const app = useApp();
  const list = useRef<HTMLDivElement>(null);
  /** The first message that was new when the chat was opened. */
  const [firstNew] = useState(() => talk.unreadChat.peek()[0]?.id);
  const isAtEnd = useRef(true);
  const messages = talk.chat.value;
  useLayoutEffect(() => talk.readChat());
  useLayoutEffect(() => {
    const node = list.current;
    if (node !== null && isAtEnd.current) node.scrollTop = node.scrollHeight;
  }, [messages]);
  return (
    <>
      <div
        ref={list}
        class="entries"
        role="log"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keys as well
        tabIndex={0}
        aria-label={say('comments.tab.chat')}
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
          isAtEnd.current = scrollHeight - scrollTop - clientHeight < nearEnd;
        }}
      >
        {messages.length === 0 ? <p class="none">{say('comments.chatEmpty')}</p> : null}
        {messages.map((entry) => (
          <Fragment key={entry.id}>
            {entry.id === firstNew ? <p class="new-line">{say('comments.newMessages')}</p> : null}
            <Entry
              talk={talk}
              entry={entry}
              onRemove={() => {
                talk.comments.removeSaid(entry.id);
                said.value = { words: say('comments.removed') };
              }}
            />
          </Fragment>
        ))}
      </div>
      <Composer
        talk={talk}
        draft="chat"
        label={say('comments.message')}
        send={say('comments.send')}
        takesFocus={!isTouched()}
        onSend={(draft) => {
          isAtEnd.current = true;
          return talk.comments.say(draft) !== undefined || cannotSend(app);
        }}
      />
    </>
  );
}
