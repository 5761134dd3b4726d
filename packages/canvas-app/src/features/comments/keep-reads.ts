import type { Comments } from '@gesso/crdt-schema';
import { effect, type Signal, untracked } from '@preact/signals-core';
import type { App } from '../../ui/app-context.ts';
import type { Stop } from '../feature.ts';
import { type Reads, readMemory } from './unread.ts';

/**
 * Keeps on this device what was read; of threads that are gone, no more. Which those are is known only once the board is there: what is
 * asked for before finds a document in which there are none yet. Returns its stop.
 */
export function keepReads(
  { onBoard, opened, storage }: Pick<App['session'], 'onBoard' | 'opened' | 'storage'>,
  reads: Signal<Reads>,
  comments: Pick<Comments, 'threads' | 'thread'>,
): Stop {
  let isOpen = false;
  void opened.then(() => {
    isOpen = true;
  });
  return onBoard((id) => {
    const memory = readMemory(storage, id);
    reads.value = { ...memory.recall(), ...reads.peek() };
    return effect(() => {
      const now = reads.value;
      untracked(() => {
        const knowsAll = isOpen && comments.threads().length > 0;
        memory.remember(now, (thread) => !knowsAll || comments.thread(thread) !== undefined);
      });
    });
  });
}
