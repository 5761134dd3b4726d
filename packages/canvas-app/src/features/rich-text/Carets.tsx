import { boxOf, contrast, textLayout } from '@gesso/drawing';
import { toScreen } from '../../editor/camera.ts';
import { caretAt } from '../../editor/caret.ts';
import type { Editor } from '../../editor/editor.ts';
import type { Peer } from '../../editor/people.ts';
import { useApp } from '../../ui/app-context.ts';
import './carets.css';

/** Where a caret is on the screen, and how it is turned; undefined where there is no such text, or it cannot be seen. */
const placeOf = (editor: Editor, [id, index]: readonly [string, number]) => {
  const element = editor.board.get(id);
  const layout = element === undefined ? undefined : textLayout(element);
  if (element === undefined || layout === undefined || !('text' in element)) return undefined;
  const box = boxOf(element);
  const middle = { x: box.x + box.w / 2, y: box.y + box.h / 2 };
  const caret = caretAt(layout, element.text, Math.min(index, element.text.length), element.rotation, middle);
  const camera = editor.camera.value;
  const [top, bottom] = [toScreen(camera, caret.top), toScreen(camera, caret.bottom)];
  const { width, height } = editor.viewport.value;
  const isSeen = top.x > 0 && top.x < width && top.y > 0 && top.y < height;
  return isSeen
    ? { ...top, height: Math.hypot(bottom.x - top.x, bottom.y - top.y), turn: element.rotation }
    : undefined;
};

const Caret = ({ peer, editor }: { readonly peer: Peer; readonly editor: Editor }) => {
  const place = peer.typing && placeOf(editor, peer.typing);
  if (place === undefined) return null;
  const { x, y, height, turn } = place;
  const ink = contrast(peer.color, '#ffffff') >= 3.5 ? '#ffffff' : '#17181a';
  return (
    <div
      class="peer-caret"
      style={{
        transform: `translate(${x}px, ${y}px) rotate(${turn}rad)`,
        height: `${height}px`,
        background: peer.color,
      }}
    >
      {peer.name === '' ? null : <span style={{ background: peer.color, color: ink }}>{peer.name}</span>}
    </div>
  );
};

/** Where others type, each in their color and with their name. Readers of the screen hear of the letters themselves. */
export const Carets = () => {
  const { editor } = useApp();
  void editor.version.value;
  return (
    <div class="peer-carets" aria-hidden="true">
      {editor.peers.value.map((peer) => (
        <Caret key={peer.client} peer={peer} editor={editor} />
      ))}
    </div>
  );
};
