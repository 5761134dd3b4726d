import { useRef } from 'preact/hooks';
import { useApp } from '../../ui/app-context.ts';
import { say } from '../../words/later.ts';
import { Bubble } from './Bubble.tsx';
import { isInView } from './beside.ts';

/** Bubbles of others shown at once: more would cover the board. */
const mostBubbles = 30;

/** What the others say. A line that ends fades. */
export function Bubbles() {
  const { editor } = useApp();
  /** What each page said last, until it has faded. */
  const lines = useRef(new Map<number, string>());
  const [camera, viewport] = [editor.camera.value, editor.viewport.value];
  const peers = editor.peers.value;
  for (const client of lines.current.keys())
    if (peers.every((peer) => peer.client !== client)) lines.current.delete(client);
  const speakers = peers.flatMap(({ client, name, color, cursor, place, chat }) => {
    if (chat !== undefined) lines.current.set(client, chat);
    const line = chat ?? lines.current.get(client);
    const at = cursor ?? place;
    const isShown = line !== undefined && at !== undefined && isInView(at, camera, viewport);
    return isShown ? [{ client, name, color, at, line, isOver: chat === undefined }] : [];
  });
  if (speakers.length === 0) return null;
  return (
    <ul class="said" aria-label={say('chat.said')}>
      {speakers.slice(0, mostBubbles).map(({ client, at, line, isOver, ...of }) => (
        <li key={client} aria-hidden={isOver}>
          <Bubble of={of} at={at} isOver={isOver} onFaded={() => isOver && lines.current.delete(client)}>
            <span dir="auto">{line}</span>
          </Bubble>
        </li>
      ))}
    </ul>
  );
}
