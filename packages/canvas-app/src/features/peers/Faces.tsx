import type { BoardPoint } from '../../editor/camera.ts';
import { useApp } from '../../ui/app-context.ts';
import { peopleOf } from './people-of.ts';

/** Faces shown before the rest is counted. */
const mostFaces = 4;

const strings = {
  people: 'People on this board',
  me: (name: string) => `${name} (you)`,
  jumpTo: (name: string) => `Go to ${name}`,
} as const;

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? '')
    .join('')
    .toUpperCase();

/** The person at this page. A press leads to where the name can be changed. */
function MyFace() {
  const { shell, you } = useApp();
  const me = you.value;
  if (me === undefined) return null;
  return (
    <li>
      <button
        type="button"
        class="face me"
        style={{ background: me.color }}
        title={strings.me(me.name)}
        aria-label={strings.me(me.name)}
        onClick={() => shell.openPanel('share')}
      >
        {initials(me.name)}
      </button>
    </li>
  );
}

/** Who is here, a face each. A press on one leads to where that person points. */
export function Faces() {
  const { editor } = useApp();
  const people = peopleOf(editor.peers.value);
  // A phone has the room for one beside the name of the board.
  const most = editor.viewport.value.width > 640 ? mostFaces : 1;
  // The number would take the room of one more face.
  const shown = people.length > most + 1 ? most : people.length;
  const more = people.slice(shown).map(({ name }) => name);
  const goTo = (place: BoardPoint | undefined) => {
    if (place !== undefined) editor.show({ type: 'point', ...place, zoom: editor.camera.peek().zoom });
  };
  return (
    <ul class="faces" aria-label={strings.people}>
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
            title={strings.jumpTo(peer.name)}
            aria-label={strings.jumpTo(peer.name)}
            onClick={() => goTo(peer.place)}
          >
            {initials(peer.name)}
          </button>
        </li>
      ))}
      <MyFace />
    </ul>
  );
}
