import type { Box } from '@gesso/drawing';
import { effect } from '@preact/signals-core';
import { type Camera, fit, maxZoom, toScreen, type Viewport } from '../../editor/camera.ts';
import type { Peer } from '../../editor/people.ts';
import { isReached } from '../../network/status.ts';
import type { App } from '../../ui/app-context.ts';
import { say } from '../../words/later.ts';
import type { Stop } from '../feature.ts';
import { setFollowed } from './followed.ts';
import { peopleOf } from './people-of.ts';
import { letsGo } from './rings.ts';

/** ms after which the view has gone two thirds of the way: theirs comes 25 times a second, and frames more often. */
const lag = 70;
/** CSS pixels, and parts of a zoom, from which on it has arrived. */
const arrived = { pixels: 0.5, zoom: 0.002 } as const;
/** How long a person may be away, reconnecting, before they count as gone (ms). */
const patience = 10_000;

/** The camera at which a part of the board is seen as a whole. */
export const cameraFor = (view: Box, viewport: Viewport): Camera => fit(view, viewport, 0, maxZoom);

/** The view on its way from one to another after `ms`; the other one as soon as no eye tells them apart. */
export const viewAfter = (from: Camera, to: Camera, ms: number): Camera => {
  const off = toScreen(to, from);
  const near = Math.hypot(off.x, off.y) < arrived.pixels && Math.abs(Math.log(from.zoom / to.zoom)) < arrived.zoom;
  if (near) return to;
  const part = 1 - Math.exp(-ms / lag);
  const mix = (a: number, b: number) => a + (b - a) * part;
  return { x: mix(from.x, to.x), y: mix(from.y, to.y), zoom: from.zoom * (to.zoom / from.zoom) ** part };
};

/** What a person sees, as the page tells that they are at. */
const viewOf = (peers: readonly Peer[], id: string): Box | undefined =>
  peopleOf(peers.filter((peer) => peer.id === id && peer.view !== undefined))[0]?.view;

/** Moves the view along with a person's, until one moves it here, they leave, or it is stopped. */
export function followView({ editor, status, you, shell }: App, id: string): Stop {
  const stillness = window.matchMedia('(prefers-reduced-motion: reduce)');
  let own = editor.camera.peek();
  let aim: Camera | undefined;
  let frame: number | undefined;
  let before: number | undefined;
  let leaving: ReturnType<typeof setTimeout> | undefined;
  let name = '';

  const move = (next: Camera) => {
    own = next;
    editor.setCamera(next);
  };
  const advance = (now: number) => {
    frame = undefined;
    if (aim === undefined) return;
    move(stillness.matches ? aim : viewAfter(own, aim, before === undefined ? 16 : now - before));
    before = own === aim ? undefined : now;
    if (own !== aim) frame = requestAnimationFrame(advance);
  };
  const wait = (isAway: boolean) => {
    if (!isAway) {
      clearTimeout(leaving);
      leaving = undefined;
    } else
      leaving ??= setTimeout(() => {
        setFollowed(undefined);
        shell.tell(say('peers.hasLeft', { name }));
      }, patience);
  };

  const stops = [
    effect(() => {
      const view = viewOf(editor.peers.value, id);
      if (view === undefined) return;
      aim = cameraFor(view, editor.viewport.value);
      frame ??= requestAnimationFrame(advance);
    }),
    effect(() => {
      // Another hand than this one moved it.
      if (editor.camera.value !== own) setFollowed(undefined);
    }),
    effect(() => {
      const there = editor.peers.value.find((peer) => peer.id === id);
      name = there?.name ?? name;
      // While this page is cut off nobody is seen, and nobody has left.
      wait(there === undefined && isReached(status.value.sync));
    }),
    effect(() => {
      if (letsGo(you.value?.id ?? '', id, editor.peers.value)) setFollowed(undefined);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    if (frame !== undefined) cancelAnimationFrame(frame);
    clearTimeout(leaving);
  };
}
