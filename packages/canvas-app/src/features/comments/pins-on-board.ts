import type { CommentThread, ElementId } from '@gesso/crdt-schema';
import { boundsOf, type Vec } from '@gesso/drawing';
import { computed, effect, type ReadonlySignal, untracked } from '@preact/signals-core';
import type { App } from '../../ui/app-context.ts';
import { carried } from './carried.ts';
import { opened, placeIn } from './opened.ts';
import { type Cluster, clustersAt, createSame, elementOf, type Pin, placeOf } from './places.ts';
import { areHidden } from './state.ts';
import type { Talk } from './talk.ts';
import { followStep, zoomOf } from './zoom-step.ts';

const nowhere: ReadonlyMap<string, Vec> = new Map();

/** What is carried is where it was before. */
const letGo = (): void => {
  carried.value = undefined;
};

/** Where all pins are, and which stand together. */
export interface PinsOnBoard {
  /** By the ids of their threads, board units: also those that are not shown. */
  readonly places: ReadonlySignal<ReadonlyMap<string, Vec>>;
  readonly clusters: ReadonlySignal<readonly Cluster[]>;
  stop(): void;
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
  const places = computed(() => {
    const { thread, at } = carried.value ?? {};
    const pulled = thread === undefined || at === undefined ? [] : [[thread, at] as const];
    if (moved.value.size === 0 && pulled.length === 0) return atRest.value;
    return new Map([...atRest.value, ...moved.value, ...pulled]);
  });
  const open = computed(() => (opened.value?.type === 'thread' ? opened.value.id : undefined));
  const alone = computed(() => carried.value?.thread ?? open.value);
  /** Whether a thread's pin is to be seen, carried or not. */
  const isSeen = ({ id, resolved }: CommentThread) =>
    id === open.value || (!areHidden.value && (resolved === undefined || showsResolved.value));
  const stopCarry = effect(() => {
    const held = carried.value?.thread;
    if (held === undefined) return;
    const thread = threads.value.find(({ id }) => id === held);
    // Others may take it away or resolve it meanwhile: there is nothing to be put down then.
    if (thread === undefined || !isSeen(thread)) untracked(letGo);
  });
  const shown = computed((): readonly Pin[] =>
    threads.value.flatMap((thread) => {
      const { id } = thread;
      const at = places.value.get(id);
      return at === undefined || !(id === alone.value || isSeen(thread)) ? [] : { id, ...at };
    }),
  );
  const { step, stop: stopStep } = followStep(editor.camera);
  const same = createSame();
  const clusters = computed(() =>
    same(clustersAt(shown.value, zoomOf(step.value), editor.viewport.value, alone.value)),
  );
  return {
    places,
    clusters,
    stop() {
      stopStep();
      stopCarry();
      letGo();
    },
  };
}
