import { fold } from '@gesso/crdt-schema';
import { computed, type ReadonlySignal, signal } from '@preact/signals-core';
import type { Room } from '../../editor/caret.ts';
import type { Editor } from '../../editor/editor.ts';
import { createFinder, type Hit, keyOf, type Turns } from './finder.ts';
import { spotOf } from './spots.ts';
import { nearest, revealing } from './view.ts';

/** What a person looks for, and where they are among what was found. */
export interface Finding {
  readonly found: ReadonlySignal<readonly Hit[]>;
  /** The words of the last search that has come to its end, as they are compared; '' without any. */
  readonly words: ReadonlySignal<string>;
  /** The one that was gone to last; undefined before, and once it is there no more. */
  readonly current: ReadonlySignal<Hit | undefined>;
  /** Its place in `found`, from 0; −1 without one. */
  readonly at: ReadonlySignal<number>;
  /** Looks for words, and goes to the nearest of what is found. */
  ask(query: string): Promise<void>;
  /** Looks for words, and leaves the view where it is. */
  look(query: string): Promise<void>;
  /** Goes to the next (1) or previous (−1) in reading order, from the last to the first. */
  step(by: 1 | -1): void;
  stop(): void;
}

/** `free`: the part of the canvas that islands and the keyboard of a phone leave. */
export function createFinding(editor: Editor, free: () => Room, turns?: Turns): Finding {
  const { board, index } = editor;
  const finder = createFinder(board, index, turns);
  const { found } = finder;
  const words = signal('');
  const key = signal<string | undefined>(undefined);
  const at = computed(() => found.value.findIndex((hit) => keyOf(hit) === key.value));
  const current = computed(() => found.value[at.value]);
  /** Where the current one stood last: who goes on from one that was deleted comes to what followed it. */
  let last = -1;
  const stopPlace = at.subscribe((now) => {
    if (now >= 0) last = now;
  });
  /** The view that the search begins in: not one that it has led to. */
  let origin = editor.viewBox();
  let own = editor.camera.peek();
  const isLedAway = () => editor.camera.peek() !== own;

  const go = (hit: Hit | undefined) => {
    key.value = hit && keyOf(hit);
    const element = hit && board.get(hit.id);
    if (hit === undefined || element === undefined) return;
    const camera = revealing(spotOf(element, hit.part), editor.camera.peek(), free());
    if (camera !== undefined) editor.setCamera(camera);
    own = editor.camera.peek();
  };
  const begin = (): Hit | undefined => {
    if (isLedAway()) origin = editor.viewBox();
    return nearest(found.peek(), ({ id }) => index.bounds(id), origin);
  };
  const look = async (query: string): Promise<boolean> => {
    if (!(await finder.search(query))) return false;
    words.value = fold(query);
    last = at.peek();
    return true;
  };

  return {
    found,
    words,
    current,
    at,
    async look(query) {
      await look(query);
    },
    async ask(query) {
      if (!(await look(query))) return;
      const kept = isLedAway() ? undefined : current.peek();
      go(kept ?? begin());
    },
    step(by) {
      const hits = found.peek();
      const now = at.peek();
      // Of one that is gone, what followed it has its place.
      const next = now >= 0 ? now + by : last + Math.min(0, by);
      go(last < 0 ? begin() : hits[(next + hits.length) % Math.max(1, hits.length)]);
      origin = editor.viewBox();
    },
    stop() {
      stopPlace();
      finder.stop();
    },
  };
}
