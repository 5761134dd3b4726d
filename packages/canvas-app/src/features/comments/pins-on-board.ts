import type { ElementId } from '@gesso/crdt-schema';
import { boundsOf, type Vec } from '@gesso/drawing';
import { computed, type ReadonlySignal } from '@preact/signals-core';
import type { App } from '../../ui/app-context.ts';
import { opened, placeIn } from './opened.ts';
import { type Cluster, clustersOf, elementOf, type Pin, placeOf } from './places.ts';
import { areHidden } from './state.ts';
import type { Talk } from './talk.ts';

const nowhere: ReadonlyMap<string, Vec> = new Map();

/** Zooms between which pins are put together as at the nearest: each step of a pinch would be one more count else. */
const stepsPerDouble = 4;

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
  const step = computed(() => Math.round(Math.log2(editor.camera.value.zoom) * stepsPerDouble));
  const clusters = computed(() => clustersOf(shown.value, 2 ** (step.value / stepsPerDouble), alone.value));
  return { places, clusters };
}
