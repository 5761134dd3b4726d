import { useRef } from 'preact/hooks';
import type { Camera } from '../../editor/camera.ts';
import type { Peer } from '../../editor/people.ts';
import { useApp } from '../../ui/app-context.ts';
import { initials } from '../../ui/initials.ts';
import { isTouched } from '../../ui/selection-bar-place.ts';
import { say } from '../../words/later.ts';
import { toggleFollowing } from './follow.ts';
import { followed } from './followed.ts';
import { goToPerson } from './go-to.ts';
import { peopleOf } from './people-of.ts';

/** Faces shown before the rest is counted. */
const mostFaces = 4;

/** ms after which a press counts as held. */
const holdMs = 500;

/** One face. A press leads to where that person is, or says why it does not; a second one, or one that is held, follows them; one more lets go. */
function Face({ peer }: { readonly peer: Peer }) {
  const app = useApp();
  const { editor, shell } = app;
  const isFollowed = peer.id !== '' && followed.value === peer.id;
  /** Where the last press has led. */
  const led = useRef<Camera | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const held = useRef(false);
  const press = () => {
    if (held.current) held.current = false;
    else if (isFollowed || led.current === editor.camera.peek()) toggleFollowing(app, peer);
    else {
      const came = goToPerson(editor, peer);
      if (came !== 'gone') shell.tell(say(`peers.${came}`, { name: peer.name }));
      led.current = editor.camera.peek();
    }
  };
  const hold = () => {
    held.current = false;
    timer.current = setTimeout(() => {
      held.current = true;
      toggleFollowing(app, peer);
    }, holdMs);
  };
  const letGo = () => clearTimeout(timer.current);
  return (
    <button
      type="button"
      class={`face${peer.idle ? ' idle' : ''}${isFollowed ? ' followed' : ''}`}
      style={{ background: peer.color }}
      title={say('peers.goOrFollow', { name: peer.name })}
      aria-label={say('peers.goTo', { name: peer.name })}
      aria-pressed={isFollowed}
      onClick={press}
      onPointerDown={hold}
      onPointerUp={letGo}
      onPointerLeave={letGo}
      onPointerCancel={letGo}
      onContextMenu={(event) => event.preventDefault()}
    >
      {initials(peer.name)}
    </button>
  );
}

/** The faces of the others. */
export function OtherFaces() {
  const { editor } = useApp();
  const people = peopleOf(editor.peers.value);
  const { width } = editor.viewport.value;
  // A phone has the room for one beside the name of the board, and for two on its side: there they stand a finger apart.
  const most = width <= 640 ? 1 : width <= 900 && isTouched() ? 2 : mostFaces;
  // The number would take the room of one more face.
  const shown = people.length > most + 1 ? most : people.length;
  const more = people.slice(shown).map(({ name }) => name);
  return (
    <>
      {more.length > 0 ? (
        <li class="face more" title={more.join(', ')}>
          +{more.length}
        </li>
      ) : null}
      {people.slice(0, shown).map((peer) => (
        <li key={peer.id || peer.client}>
          <Face peer={peer} />
        </li>
      ))}
    </>
  );
}
