import { useApp } from '../../ui/app-context.ts';
import { Dialog } from '../../ui/parts/Dialog.tsx';
import { moveFocus } from '../../ui/parts/roving.ts';
import { say } from '../../words/later.ts';
import { Chat } from './Chat.tsx';
import { tab } from './state.ts';
import { Threads } from './Threads.tsx';
import { talk } from './talk.ts';
import { UnreadMark } from './UnreadMark.tsx';
import './pins.css';
import './card.css';
import './panel.css';

const tabs = ['threads', 'chat'] as const;

/** What is said about the board, in two parts: threads by what happened last, and the chat. */
export function Panel() {
  const { shell } = useApp();
  const now = talk.value;
  const shown = tab.value;
  return (
    <Dialog title={say('comments.title')} name="comments" modal={false} onClose={shell.closePanel}>
      <div class="talk-tabs" role="tablist" aria-label={say('comments.title')} onKeyDown={moveFocus}>
        {tabs.map((one) => {
          const isUnread =
            now !== undefined && (one === 'chat' ? now.unreadChat.value.length : now.unread.value.size) > 0;
          const isMention =
            now !== undefined && (one === 'chat' ? now.isNamedInChat.value : now.mentions.value.size > 0);
          return (
            <button
              key={one}
              type="button"
              role="tab"
              id={`talk-${one}`}
              aria-selected={shown === one}
              aria-controls="talk-shown"
              tabIndex={shown === one ? 0 : -1}
              onFocus={() => {
                tab.value = one;
              }}
              onClick={() => {
                tab.value = one;
              }}
            >
              {say(`comments.tab.${one}`)}
              {isUnread ? <UnreadMark isMention={isMention} /> : null}
            </button>
          );
        })}
      </div>
      <div id="talk-shown" class={`talk-${shown}`} role="tabpanel" aria-labelledby={`talk-${shown}`}>
        {now === undefined ? null : shown === 'threads' ? <Threads talk={now} /> : <Chat talk={now} />}
      </div>
    </Dialog>
  );
}
