import type { CommentThread } from '@gesso/crdt-schema';
import type { Vec } from '@gesso/drawing';
import { useSignal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { type Camera, toScreen } from '../../editor/camera.ts';
import { centeredOn } from '../../editor/deep-link.ts';
import type { App } from '../../ui/app-context.ts';
import { moveFocus } from '../../ui/parts/roving.ts';
import { say } from '../../words/later.ts';
import { excerptOf } from './excerpt.ts';
import { FaceOf } from './FaceOf.tsx';
import { goToThread, opened } from './opened.ts';
import { type PinsOnBoard, stepOf } from './pins-on-board.ts';
import { type Cluster, inside, zoomApart } from './places.ts';
import type { Talk } from './talk.ts';

/** CSS pixels around the view in which there are pins already: the paper is moved so far before any comes. */
const beyond = 120;
/** By how much the view grows on the board until pins are put together anew. */
const shrinks = 1.2;
/** CSS pixels from where the layer begins from which on it begins elsewhere. */
const farthest = 200_000;
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

interface PinButtonProps extends Pick<PinsProps, 'app' | 'talk'> {
  readonly cluster: Cluster;
  /** Where the layer begins, board units. */
  readonly origin: Vec;
}

/** Where something stands in the layer, board units: the layer knows the zoom, so that nothing is said anew when that changes. */
const placeIn = ({ x, y }: Vec, origin: Vec) => ({ style: { '--x': x - origin.x, '--y': y - origin.y } });

/** One pin, or several that stand together. */
function PinButton({ app, talk, cluster, origin }: PinButtonProps) {
  const place = placeIn(cluster, origin);
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

/** What the layer shows: from where, and how near. */
interface Frame {
  readonly camera: Camera;
  readonly step: number;
}

/** Moves the layer with the camera. Returns the frame that pins are looked for in: another one only when others come into view or stand apart. */
function useFrame(
  editor: App['editor'],
  layer: { readonly current: HTMLDivElement | null },
): { readonly frame: Frame; readonly origin: Vec } {
  const frame = useSignal<Frame>({ camera: editor.camera.peek(), step: stepOf(editor.camera.peek()) });
  const origin = useSignal<Vec>(editor.camera.peek());
  useSignalEffect(() => {
    const camera = editor.camera.value;
    const { x, y } = toScreen(camera, frame.peek().camera);
    const step = stepOf(camera);
    if (step !== frame.peek().step || Math.max(Math.abs(x), Math.abs(y)) > beyond) frame.value = { camera, step };
    const from = toScreen(camera, origin.peek());
    // Far from where it begins the browser would round places.
    if (Math.max(Math.abs(from.x), Math.abs(from.y)) > farthest) origin.value = camera;
    const begin = toScreen(camera, origin.peek());
    const style = layer.current?.style;
    style?.setProperty('transform', `translate(${Math.round(begin.x)}px, ${Math.round(begin.y)}px)`);
    style?.setProperty('--zoom', String(camera.zoom));
  });
  return { frame: frame.value, origin: origin.value };
}

/**
 * The pins in and around the view. Their layer moves with the camera and spreads them with the zoom; they themselves are looked for anew
 * only when the layer has gone so far that others come into view, or when the zoom puts others together.
 */
export function Pins({ app, talk, pins }: PinsProps) {
  const { editor } = app;
  const layer = useRef<HTMLDivElement>(null);
  const {
    frame: { camera },
    origin,
  } = useFrame(editor, layer);
  const { width, height } = editor.viewport.value;
  const { zoom } = camera;
  // Around the view by as much as the layer moves, and the zoom shrinks, before this is looked at again, and by a pin.
  const air = (beyond + 48) / zoom;
  const w = (width / zoom) * shrinks + 2 * air;
  const h = (height / zoom) * shrinks + 2 * air;
  const box = { x: camera.x + width / zoom / 2 - w / 2, y: camera.y + height / zoom / 2 - h / 2, w, h };
  const shown = inside(pins.clusters.value, box);
  const open = opened.value;
  const asked = open?.type === 'new' ? open.anchor : undefined;
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
      {shown.map((cluster) => (
        <PinButton key={cluster.ids[0]} app={app} talk={talk} cluster={cluster} origin={origin} />
      ))}
      {asked === undefined ? null : <i class="pin new" aria-hidden="true" {...placeIn(asked, origin)} />}
    </div>
  );
}
