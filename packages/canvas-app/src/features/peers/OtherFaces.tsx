import { useApp } from '../../ui/app-context.ts';
import { goTo } from './go-to.ts';
import { initials } from './initials.ts';
import { peopleOf } from './people-of.ts';
import { strings } from './strings.ts';

/** Faces shown before the rest is counted. */
const mostFaces = 4;

/** The faces of the others. A press on one leads to where that person points. */
export function OtherFaces() {
  const { editor } = useApp();
  const people = peopleOf(editor.peers.value);
  // A phone has the room for one beside the name of the board.
  const most = editor.viewport.value.width > 640 ? mostFaces : 1;
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
          <button
            type="button"
            class={`face${peer.idle ? ' idle' : ''}`}
            style={{ background: peer.color }}
            title={strings.goTo(peer.name)}
            aria-label={strings.goTo(peer.name)}
            onClick={() => goTo(editor, peer.place)}
          >
            {initials(peer.name)}
          </button>
        </li>
      ))}
    </>
  );
}
