import type { Box } from '@gesso/drawing';
import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { BoardPoint } from './camera.ts';
import { type Draft, noDraft } from './draft.ts';

/** The ring that stands for the cursor of an eraser or a wide pen, with its radius in CSS pixels. */
export interface Ring {
  readonly at: BoardPoint;
  readonly radius: number;
}

/** What is on the screen and not in the document. */
export interface Drafts {
  /** Mine. */
  readonly draft: ReadonlySignal<Draft>;
  readonly peerDraft: ReadonlySignal<Draft>;
  /** Selection rectangle being dragged, board units. */
  readonly marquee: ReadonlySignal<Box | undefined>;
  readonly eraser: ReadonlySignal<Ring | undefined>;
  /** When the newest sample of what is being drawn was taken (`performance.now()`, ms). */
  readonly sampledAt: ReadonlySignal<number | undefined>;
  showDraft(draft: Draft): void;
  showPeerDraft(draft: Draft): void;
  showMarquee(box: Box | undefined): void;
  showEraser(ring: Ring | undefined): void;
  setSampledAt(ms: number): void;
}

export function createDrafts(): Drafts {
  const draft = signal<Draft>(noDraft);
  const peerDraft = signal<Draft>(noDraft);
  const marquee = signal<Box | undefined>(undefined);
  const eraser = signal<Ring | undefined>(undefined);
  const sampledAt = signal<number | undefined>(undefined);
  return {
    draft,
    peerDraft,
    marquee,
    eraser,
    sampledAt,
    showDraft(next) {
      draft.value = next;
    },
    showPeerDraft(next) {
      peerDraft.value = next;
    },
    showMarquee(box) {
      marquee.value = box;
    },
    showEraser(ring) {
      eraser.value = ring;
    },
    setSampledAt(ms) {
      sampledAt.value = ms;
    },
  };
}
