import type { Box, Vec } from '@gesso/drawing';
import { useSignal } from '@preact/signals';
import { effect, untracked } from '@preact/signals-core';
import type { ComponentChild, ComponentChildren, RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { App } from '../../ui/app-context.ts';
import { noFling } from '../../ui/parts/no-fling.ts';
import { moveFocus } from '../../ui/parts/roving.ts';
import { say } from '../../words/later.ts';
import { carried } from './carried.ts';
import { useLetsThrough } from './lets-through.ts';
import { createPinMover } from './move-pin.ts';
import { opened } from './opened.ts';
import { ClusterPin } from './Pin.tsx';
import { createPinLayer, type PinLayer } from './pin-layer.ts';
import type { PinsOnBoard } from './pins-on-board.ts';
import { type Cluster, inside, isAlone } from './places.ts';
import { followPreview } from './preview.ts';
import type { Talk } from './talk.ts';

/** CSS pixels around the view in which there are pins already: the paper is moved so far before any comes. */
const beyond = 120;
/** CSS pixels by which a pin reaches into a view that its place is not in. */
const pinSize = 48;

interface PinsProps {
  readonly app: App;
  readonly talk: Talk;
  readonly pins: PinsOnBoard;
}

interface StandProps {
  readonly layer: PinLayer;
  readonly at: Vec;
  /** Whether it stands above the others. */
  readonly isAbove?: boolean;
  readonly children: ComponentChildren;
}

/** Has a pin stand at a place of the board. What is moved has no look of its own: a browser is quick to move that, and slow to move a pin. */
function Stand({ layer, at, isAbove, children }: StandProps) {
  const ref = useRef<HTMLDivElement>(null);
  const { x, y } = at;
  useLayoutEffect(() => (ref.current === null ? undefined : layer.stand(ref.current, { x, y })), [layer, x, y]);
  return (
    <div ref={ref} class={isAbove ? 'above' : undefined}>
      {children}
    </div>
  );
}

const holds = (outer: Box, { x, y, w, h }: Box): boolean =>
  x >= outer.x && y >= outer.y && x + w <= outer.x + outer.w && y + h <= outer.y + outer.h;

/** A part of the board with some CSS pixels around it. */
const around = ({ x, y, w, h }: Box, pixels: number, zoom: number): Box => {
  const air = pixels / zoom;
  return { x: x - air, y: y - air, w: w + 2 * air, h: h + 2 * air };
};

/** Moves the layer with the camera. Returns the part of the board of which the pins are in it: another one only when it is left. */
function useLayer({ app: { editor }, pins }: PinsProps, host: RefObject<HTMLDivElement | null>) {
  const [layer] = useState(() => createPinLayer(editor.camera.peek()));
  const look = () => around(editor.viewBox(), beyond + pinSize, editor.camera.peek().zoom);
  const box = useSignal(look());
  useLayoutEffect(() => {
    const stops = [
      effect(() => {
        const camera = editor.camera.value;
        void editor.viewport.value;
        if (host.current !== null) layer.show(host.current, camera);
        if (!holds(box.peek(), around(editor.viewBox(), pinSize, camera.zoom))) box.value = look();
      }),
      // What is put together anew is looked for anew: coming nearer, a part of the board leaves the view.
      pins.clusters.subscribe(() => untracked(() => (box.value = look()))),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [editor, pins, layer]);
  return { layer, box: box.value };
}

/** Makes what shows a cluster. What it made of one before is the same again, and so nothing that has to be looked at. */
function usePins(
  { app, talk, pins }: PinsProps,
  layer: PinLayer,
): (cluster: Cluster, isAbove: boolean) => ComponentChild {
  const [made] = useState(() => [new WeakMap<Cluster, ComponentChild>(), new WeakMap<Cluster, ComponentChild>()]);
  const [mover] = useState(() => createPinMover(app, talk, pins));
  return (cluster, isAbove) => {
    const known = made[isAbove ? 1 : 0];
    const pin = known?.get(cluster) ?? (
      <Stand key={cluster.ids[0]} layer={layer} at={cluster} isAbove={isAbove}>
        <ClusterPin app={app} talk={talk} mover={mover} cluster={cluster} />
      </Stand>
    );
    known?.set(cluster, pin);
    return pin;
  };
}

/**
 * Leaves the focus with the thread that had it: what zoom, a pull or a peer puts together or apart is shown by other buttons. Where its
 * pin has gone, the focus is on the paper.
 */
function useKeptFocus(host: RefObject<HTMLDivElement | null>, shown: readonly Cluster[]): void {
  const { activeElement: focused } = document;
  const before =
    focused instanceof HTMLElement && host.current?.contains(focused) ? focused.dataset['thread'] : undefined;
  useLayoutEffect(() => {
    if (before === undefined || document.activeElement !== document.body) return;
    const first = shown.find(({ ids }) => ids.includes(before))?.ids[0];
    const pins = [...(host.current?.querySelectorAll('button') ?? [])];
    const pin = pins.find(({ dataset }) => dataset['thread'] === first);
    (pin ?? document.querySelector<HTMLElement>('.surface'))?.focus({ preventScroll: true });
  });
}

/** Page Down and Page Up go from pin to pin, as arrow keys do where they do not move one. */
function hearKey(event: KeyboardEvent): void {
  const by = event.key === 'PageDown' ? 1 : event.key === 'PageUp' ? -1 : 0;
  if (by === 0 || !(event.currentTarget instanceof HTMLElement)) {
    moveFocus(event);
    return;
  }
  const all = [...event.currentTarget.querySelectorAll('button')];
  const next = all.indexOf(document.activeElement as HTMLButtonElement) + by;
  event.preventDefault();
  event.stopPropagation();
  all[(next + all.length) % all.length]?.focus();
}

/**
 * The pins in and around the view. Their layer moves with the camera and spreads them with the zoom; they themselves are looked for anew
 * only when the layer has gone so far that others come into view, or when a zoom that rests puts others together.
 */
export function Pins(props: PinsProps) {
  const { app, pins } = props;
  const host = useRef<HTMLDivElement>(null);
  const { layer, box } = useLayer(props, host);
  // The pin that is carried stays under the pointer that holds it, however far that goes.
  const shown = inside(pins.clusters.value, box, carried.value?.thread);
  useKeptFocus(host, shown);
  useLayoutEffect(() => (host.current === null ? undefined : followPreview(app, pins, host.current)), [app, pins]);
  const open = opened.value;
  const asked = open?.type === 'new' ? open.anchor : undefined;
  const pinOf = usePins(props, layer);
  const letsThrough = useLetsThrough(app.editor);
  return (
    <div
      ref={host}
      class={`pins${letsThrough ? ' through' : ''}`}
      {...noFling}
      role="toolbar"
      aria-label={say('comments.pins')}
      aria-describedby="pin-keys"
      hidden={shown.length === 0 && asked === undefined}
      onKeyDown={hearKey}
      onWheel={(event) => {
        // The paper moves under a pin as it does beside it.
        document.querySelector('.surface')?.dispatchEvent(new WheelEvent('wheel', event));
      }}
    >
      {shown.map((cluster) => pinOf(cluster, open?.type === 'thread' && isAlone(cluster, open.id)))}
      {asked === undefined ? null : (
        <Stand layer={layer} at={asked} isAbove>
          <i class="pin new" aria-hidden="true" />
        </Stand>
      )}
      <span id="pin-keys" hidden>
        {say('comments.pinKeys')}
      </span>
    </div>
  );
}
