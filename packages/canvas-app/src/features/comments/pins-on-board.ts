import type { ElementId } from '@gesso/crdt-schema';
import { boundsOf, type Vec } from '@gesso/drawing';
import { computed, type ReadonlySignal } from '@preact/signals-core';
import type { Camera } from '../../editor/camera.ts';
import type { App } from '../../ui/app-context.ts';
import { opened, placeIn } from './opened.ts';
import { type Cluster, clustersOf, elementOf, type Pin, placeOf } from './places.ts';
import { areHidden } from './state.ts';
import type { Talk } from './talk.ts';

const nowhere: ReadonlyMap<string, Vec> = new Map();

/** Zooms between which pins are put together as at the nearest: each step of a pinch would be one more count else. */
const stepsPerDouble = 4;

/** The step of a zoom: within one, the same pins stand together. */
export const stepOf = ({ zoom }: Pick<Camera, 'zoom'>): number => Math.round(Math.log2(zoom) * stepsPerDouble);

/** Clusters of which those that are as before are the same objects: what shows them has nothing to do then. */
function createSame(): (clusters: readonly Cluster[]) => readonly Cluster[] {
  let before = new Map<string | undefined, Cluster>();
  const isSame = (one: Cluster, other: Cluster | undefined): other is Cluster =>
    one.x === other?.x && one.y === other.y && one.ids.join() === other.ids.join();
  return (clusters) => {
    const now = clusters.map((one) => {
      const other = before.get(one.ids[0]);
      return isSame(one, other) ? other : one;
    });
    before = new Map(now.map((one) => [one.ids[0], one]));
    return now;
  };
}

/** Where all pins are, and which stand together. */
export interface PinsOnBoard {
  /** By the ids of their threads, board units: also those that are not shown. */
  readonly places: ReadonlySignal<ReadonlyMap<string, Vec>>;
  readonly clusters: ReadonlySignal<readonly Cluster[]>;
}

/** Follows pins with their elements, those that are dragged here or by others among them. */
export function pinsOnBoard(
  app: App,
  { threads }: Pick<Talk, 'threads'>,
  showsResolved: ReadonlySignal<boolean>,
): PinsOnBoard {
  const { editor } = app;
  const atRest = computed(() => {
    void editor.version.value;
    void editor.hidden.value;
    return new Map(
      threads.value.flatMap(({ id, anchor }) => {
        const at = placeIn(app, anchor);
        return at === undefined ? [] : [[id, at] as const];
      }),
    );
  });
  const byElement = computed(() => {
    const all = new Map<ElementId, typeof threads.value>();
    for (const thread of threads.value) {
      const element = elementOf(thread.anchor);
      if (element !== undefined) all.set(element, [...(all.get(element) ?? []), thread]);
    }
    return all;
  });
  const moved = computed(() => {
    const found = new Map<string, Vec>();
    for (const { changed } of editor.shownDrafts.value)
      for (const [element, now] of changed)
        for (const { id, anchor } of byElement.value.get(element) ?? []) {
          const at = placeOf(
            anchor,
            () => now,
            () => boundsOf(now),
          );
          if (at !== undefined) found.set(id, at);
        }
    return found.size === 0 ? nowhere : found;
  });
  const places = computed(() => (moved.value.size === 0 ? atRest.value : new Map([...atRest.value, ...moved.value])));
  const alone = computed(() => (opened.value?.type === 'thread' ? opened.value.id : undefined));
  const shown = computed((): readonly Pin[] =>
    threads.value.flatMap(({ id, resolved }) => {
      const at = places.value.get(id);
      const isShown = id === alone.value || (!areHidden.value && (resolved === undefined || showsResolved.value));
      return at === undefined || !isShown ? [] : { id, ...at };
    }),
  );
  const step = computed(() => stepOf(editor.camera.value));
  const same = createSame();
  const clusters = computed(() => same(clustersOf(shown.value, 2 ** (step.value / stepsPerDouble), alone.value)));
  return { places, clusters };
}
