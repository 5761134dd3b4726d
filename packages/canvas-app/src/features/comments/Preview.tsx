import { useLayoutEffect, useRef } from 'preact/hooks';
import { toScreen } from '../../editor/camera.ts';
import { useApp } from '../../ui/app-context.ts';
import { say } from '../../words/later.ts';
import { besidePin } from './beside-pin.ts';
import { newestFirst } from './filter.ts';
import { previewed } from './preview.ts';
import { roomFor } from './room.ts';
import { Summary } from './Summary.tsx';
import type { Talk } from './talk.ts';

/** Threads that are told of where several stand together. */
const most = 3;

/** What a pin is, beside it before it is opened. It is not read aloud beside the name of the pin: what it says besides is read where it is opened. */
export function Preview({ talk }: { readonly talk: Talk }) {
  const app = useApp();
  const ref = useRef<HTMLDivElement>(null);
  const cluster = previewed.value;
  useLayoutEffect(() => {
    const node = ref.current;
    if (node === null || cluster === undefined) return;
    // It is gone as soon as the camera moves: there is nothing to be followed.
    const pin = toScreen(app.editor.camera.peek(), cluster);
    const { x, y } = besidePin(pin, { width: node.offsetWidth, height: node.offsetHeight }, roomFor(app));
    node.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  });
  const { value: byId } = talk.byId;
  const threads = newestFirst(cluster?.ids.flatMap((id) => byId.get(id) ?? []) ?? []);
  if (threads.length === 0) return null;
  return (
    <div ref={ref} class={`island comment-preview${threads.length > 1 ? ' several' : ''}`} aria-hidden="true">
      {threads.length > 1 ? <b>{say('comments.together', { n: threads.length })}</b> : null}
      {threads.slice(0, most).map((thread) => (
        <div key={thread.id} class={`thread-row${talk.unread.value.has(thread.id) ? ' unread' : ''}`}>
          <Summary talk={talk} thread={thread} />
        </div>
      ))}
    </div>
  );
}
