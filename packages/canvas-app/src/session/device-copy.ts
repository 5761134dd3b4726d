import type { Report } from '@gesso/crdt-schema';
import { effect, type ReadonlySignal, signal } from '@preact/signals-core';
import { keepLocally, type LocalCopy } from '../network/local-persistence.ts';
import type { Prefetched } from '../network/prefetch.ts';
import type { Kept } from '../network/write-rows.ts';
import type { OpenedDocument } from './document.ts';

/** A copy that is begun anew within this time (ms) was hardly gone. */
const passingMs = 2_500;

/** The board's copy on this device, from when its id is known. */
export interface DeviceCopy {
  /** Whether what is drawn here outlives this page before the server has it. */
  readonly kept: ReadonlySignal<Kept>;
  /** Opens the copy of a board. Resolves once what was stored is in the document. */
  open(id: string): Promise<unknown>;
  current(): LocalCopy | undefined;
  stop(): void;
}

/** Where a page keeps nothing on the device it is shown on. */
export const noCopy: DeviceCopy = {
  kept: signal<Kept>('nowhere'),
  open: async () => undefined,
  current: () => undefined,
  stop() {},
};

export interface DeviceCopyDeps {
  readonly document: OpenedDocument;
  readonly prefetched: Prefetched;
  readonly report: Report;
  /** Told when what is drawn here is kept nowhere but on this page. */
  readonly onNotKept: () => void;
}

export function deviceCopy({ document, prefetched, report, onNotKept }: DeviceCopyDeps): DeviceCopy {
  const kept = signal<Kept>('opening');
  let copy: LocalCopy | undefined;
  let stopFollowing: (() => void) | undefined;

  const follow = (opened: LocalCopy) =>
    effect(() => {
      kept.value = opened.kept.value;
      if (kept.peek() !== 'nowhere') return undefined;
      const timer = setTimeout(onNotKept, passingMs);
      return () => clearTimeout(timer);
    });

  return {
    kept,
    open(id) {
      const opened = keepLocally(id, document.doc, prefetched, report);
      copy = opened;
      document.loadsFrom(opened);
      stopFollowing = follow(opened);
      return opened.loaded;
    },
    current: () => copy,
    stop() {
      stopFollowing?.();
      copy?.stop();
    },
  };
}
