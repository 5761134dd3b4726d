import { useEffect, useRef } from 'preact/hooks';
import type { Peer } from '../../editor/people.ts';
import { isComposing } from '../../input/composing.ts';
import { takesLetters } from '../../input/takes-letters.ts';
import { type App, useApp } from '../../ui/app-context.ts';
import { say } from '../../words/later.ts';
import type { Stop } from '../feature.ts';
import { followView } from './follow-view.ts';
import { followed, setFollowed } from './followed.ts';
import { peopleOf } from './people-of.ts';

/** Escape lets go, once there is nothing else it would end. Returns its stop. */
function listenForEscape({ shell, context }: App): Stop {
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || shell.panel.peek() !== undefined) return;
    if (takesLetters(event.target) || isComposing(event)) return;
    event.preventDefault();
    event.stopPropagation();
    if (!context.shell.cancelGesture()) setFollowed(undefined);
  };
  window.addEventListener('keydown', onKey, { capture: true });
  return () => window.removeEventListener('keydown', onKey, { capture: true });
}

/** A ring in the color of the one who is followed, with their name and the way out. */
export function Following() {
  const app = useApp();
  const id = followed.value;
  const last = useRef<Peer | undefined>(undefined);
  const found = app.editor.peers.value.find((peer) => peer.id === id);
  if (found !== undefined) last.current = found;
  useEffect(() => {
    if (id === undefined) return undefined;
    const stops = [followView(app, id), listenForEscape(app)];
    return () => {
      for (const stop of stops) stop();
    };
  }, [app, id]);
  const person = last.current;
  if (id === undefined || person?.id !== id) return null;
  return (
    <>
      <div class="following-ring" style={{ '--person': person.color }} />
      <section
        class="following"
        style={{ '--person': person.color }}
        aria-label={say('peers.following', { name: person.name })}
      >
        <p role="status">{say('peers.following', { name: person.name })}</p>
        <button type="button" onClick={() => setFollowed(undefined)}>
          {say('peers.stop')}
        </button>
      </section>
    </>
  );
}

/** Says who follows me, where it disturbs nobody. */
export function Followers() {
  const { editor, you } = useApp();
  const me = you.value?.id;
  const names = peopleOf(editor.peers.value.filter(({ follows }) => follows !== undefined && follows === me)).map(
    ({ name }) => name,
  );
  const [first, ...others] = names;
  return (
    <p class="followers" role="status" title={names.join(', ')} hidden={first === undefined}>
      {first === undefined ? '' : say('peers.followYou', { name: first, others: others.length })}
    </p>
  );
}
