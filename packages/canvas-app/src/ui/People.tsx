import { useApp } from './app-context.ts';
import { TextButton } from './parts/Button.tsx';
import { strings } from './strings.ts';

/** Faces shown before the rest is counted. */
const mostFaces = 4;

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? '')
    .join('')
    .toUpperCase();

/** Top right: who is here, and the one filled button. */
export const People = () => {
  const { editor, shell, you } = useApp();
  // The one who has the board open twice is one person; the page that was opened first is shown.
  const ids = new Set<string>();
  const peers = editor.peers.value.filter(({ id }) => id === '' || (!ids.has(id) && ids.add(id)));
  const shown = peers.slice(0, mostFaces);
  const me = you.value;
  const goTo = (cursor: { readonly x: number; readonly y: number } | undefined) => {
    if (cursor === undefined) return;
    const { zoom } = editor.camera.peek();
    const { width, height } = editor.viewport.peek();
    editor.camera.value = { x: cursor.x - width / 2 / zoom, y: cursor.y - height / 2 / zoom, zoom };
  };
  return (
    <div class="top-right">
      <div class="island people">
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
          {me === undefined ? null : (
            <li>
              <button
                type="button"
                class="face me"
                style={{ background: me.color }}
                title={`${me.name} (${strings.you})`}
                aria-label={`${me.name} (${strings.you})`}
                onClick={() => {
                  shell.panel.value = 'share';
                }}
              >
                {initials(me.name)}
              </button>
            </li>
          )}
        </ul>
        <TextButton
          kind="filled"
          icon="share"
          onPress={() => {
            shell.panel.value = shell.panel.peek() === 'share' ? undefined : 'share';
          }}
        >
          {strings.share}
        </TextButton>
      </div>
    </div>
  );
};
