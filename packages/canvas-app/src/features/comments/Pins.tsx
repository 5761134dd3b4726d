import type { CommentThread } from '@gesso/crdt-schema';
import { useSignal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { toScreen } from '../../editor/camera.ts';
import { centeredOn } from '../../editor/deep-link.ts';
import type { App } from '../../ui/app-context.ts';
import { moveFocus } from '../../ui/parts/roving.ts';
import { say } from '../../words/later.ts';
import { excerptOf } from './excerpt.ts';
import { FaceOf } from './FaceOf.tsx';
import { goToThread, opened } from './opened.ts';
import type { PinsOnBoard } from './pins-on-board.ts';
import { type Cluster, inside, zoomApart } from './places.ts';
import type { Talk } from './talk.ts';

/** CSS pixels around the view in which there are pins already: the paper is moved so far before any comes. */
const beyond = 240;
/** The zoom beyond which pins that stand together are gone through one by one, and no nearer. */
const nearest = 8;

interface PinsProps {
  readonly app: App;
  readonly talk: Talk;
  readonly pins: PinsOnBoard;
}

/** What a pin is called. */
const labelOf = (thread: CommentThread, isUnread: boolean): string => {
  const [first] = thread.entries;
  const words = say('comments.pin', {
    name: first?.author.name ?? '',
    text: excerptOf(first?.text ?? '', 60),
    n: thread.entries.length - 1,
  });
  return isUnread ? say('comments.pinUnread', { pin: words }) : words;
};

/** Brings pins that stand together apart, or opens the next of those that stand in one place. */
function openCluster(app: App, { byId }: Talk, cluster: Cluster): void {
  const { editor } = app;
  const needed = zoomApart(cluster);
  if (needed <= nearest && needed > editor.camera.peek().zoom) {
    const { x, y, w, h } = cluster.box;
    editor.setCamera(centeredOn({ x: x + w / 2, y: y + h / 2, zoom: needed }, editor.viewport.peek()));
    return;
  }
  const open = opened.peek();
  const at = open?.type === 'thread' ? cluster.ids.indexOf(open.id) : -1;
  const next = byId.peek().get(cluster.ids[(at + 1) % cluster.ids.length] ?? '');
  if (next !== undefined) goToThread(app, next);
}

/** One pin, or several that stand together. Its place is in CSS pixels from where its layer begins. */
function PinButton({
  app,
  talk,
  cluster,
  x,
  y,
}: Pick<PinsProps, 'app' | 'talk'> & { readonly cluster: Cluster; readonly x: number; readonly y: number }) {
  const place = { style: { transform: `translate(${x}px, ${y}px)` } };
  const [id, more] = cluster.ids;
  const unread = talk.unread.value;
  const isUnread = cluster.ids.some((one) => unread.has(one));
  const thread = id === undefined ? undefined : talk.byId.value.get(id);
  if (thread === undefined) return null;
  if (more !== undefined) {
    const label = say('comments.together', { n: cluster.ids.length });
    return (
      <button
        type="button"
        class={`pin cluster${isUnread ? ' unread' : ''}`}
        {...place}
        aria-label={isUnread ? say('comments.pinUnread', { pin: label }) : label}
        onClick={() => openCluster(app, talk, cluster)}
      >
        <span>{cluster.ids.length}</span>
      </button>
    );
  }
  const open = opened.value;
  const isOpen = open?.type === 'thread' && open.id === id;
  return (
    <button
      type="button"
      class={`pin${isUnread ? ' unread' : ''}${thread.resolved === undefined ? '' : ' resolved'}`}
      {...place}
      aria-label={labelOf(thread, isUnread)}
      aria-expanded={isOpen}
      data-thread={id}
      onClick={() => {
        opened.value = isOpen ? undefined : { type: 'thread', id: thread.id };
      }}
    >
      <FaceOf talk={talk} author={thread.entries[0]?.author} />
    </button>
  );
}

/**
 * The pins in and around the view. Their layer moves with the camera; they themselves are set anew when the zoom is another, or when the
 * layer has moved so far that others come into view.
 */
export function Pins({ app, talk, pins }: PinsProps) {
  const { editor } = app;
  const layer = useRef<HTMLDivElement>(null);
  const begin = useSignal(editor.camera.peek());
  useSignalEffect(() => {
    const camera = editor.camera.value;
    const way = toScreen(camera, begin.peek());
    if (camera.zoom !== begin.peek().zoom || Math.max(Math.abs(way.x), Math.abs(way.y)) > beyond) begin.value = camera;
    const { x, y } = toScreen(camera, begin.peek());
    if (layer.current !== null) layer.current.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  });
  const from = begin.value;
  const { width, height } = editor.viewport.value;
  const { zoom } = from;
  // Around the view by as much as the layer moves before this is looked at again, and by a pin.
  const air = (beyond + 48) / zoom;
  const box = { x: from.x - air, y: from.y - air, w: width / zoom + 2 * air, h: height / zoom + 2 * air };
  const shown = inside(pins.clusters.value, box);
  const open = opened.value;
  const asked = open?.type === 'new' ? toScreen(from, open.anchor) : undefined;
  return (
    <div
      ref={layer}
      class="pins"
      role="toolbar"
      aria-label={say('comments.pins')}
      hidden={shown.length === 0 && asked === undefined}
      onKeyDown={moveFocus}
      onWheel={(event) => {
        // The paper moves under a pin as it does beside it.
        document.querySelector('.surface')?.dispatchEvent(new WheelEvent('wheel', event));
      }}
    >
      {shown.map((cluster) => {
        const { x, y } = toScreen(from, cluster);
        return <PinButton key={cluster.ids[0]} {...{ app, talk, cluster }} x={Math.round(x)} y={Math.round(y)} />;
      })}
      {asked === undefined ? null : (
        <i
          class="pin new"
          aria-hidden="true"
          style={{ transform: `translate(${Math.round(asked.x)}px, ${Math.round(asked.y)}px)` }}
        />
      )}
    </div>
  );
}
