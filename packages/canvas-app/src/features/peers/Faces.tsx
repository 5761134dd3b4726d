import { useApp } from '../../ui/app-context.ts';

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

/** Who is here. A press on a face leads to where that person points. */
export function Faces() {
  const { editor } = useApp();
  // The one who has the board open twice is one person; the page that was opened first is shown.
  const ids = new Set<string>();
  const peers = editor.peers.value.filter(({ id }) => id === '' || (!ids.has(id) && ids.add(id)));
  const shown = peers.slice(0, mostFaces);
  const goTo = (cursor: { readonly x: number; readonly y: number } | undefined) => {
    if (cursor === undefined) return;
    const { zoom } = editor.camera.peek();
    const { width, height } = editor.viewport.peek();
    editor.setCamera({ x: cursor.x - width / 2 / zoom, y: cursor.y - height / 2 / zoom, zoom });
  };
  return (
    <ul class="faces" aria-label={strings.people}>
      {peers.length > mostFaces ? <li class="face more">+{peers.length - mostFaces}</li> : null}
      {shown.map((peer) => (
        <li key={peer.client}>
          <button
            type="button"
            class={`face${peer.idle ? ' idle' : ''}`}
            style={{ background: peer.color }}
            title={strings.jumpTo(peer.name)}
            aria-label={strings.jumpTo(peer.name)}
            onClick={() => goTo(peer.cursor)}
          >
            {initials(peer.name)}
          </button>
        </li>
      ))}
      <MyFace />
    </ul>
  );
}
