import type { Element } from '@gesso/crdt-schema';
import type { Box, ShownBoard, Vec } from '@gesso/drawing';
import { computed, type ReadonlySignal, signal } from '@preact/signals-core';
import type { BoardPoint } from './camera.ts';
import { type Draft, noDraft } from './draft.ts';
import { withDependents } from './drafts-with-dependents.ts';
import type { LaserTrail } from './laser.ts';
import type { PointerInput, Sample } from './pointer.ts';

/** The ring that stands for the cursor of an eraser or a wide pen, with its radius in CSS pixels. */
export interface Ring {
  readonly at: BoardPoint;
  readonly radius: number;
}

/** What something is about to be tied to, or dropped into. */
export interface Aim {
  readonly element: Element;
  /** Where the end of an arrow will aim, board units. */
  readonly point?: Vec;
}

/** A line that shows what is dragged in line with others, or a mark in one of several equal gaps; board units. */
export interface Guide {
  readonly from: Vec;
  readonly to: Vec;
  readonly isGap?: true;
}

/** What is dragged to select, board units. */
export interface Marquee extends Box {
  /** It takes what it touches as well, not only what lies inside. */
  readonly touches?: boolean;
  /** The line drawn around what it takes; absent = its box. */
  readonly outline?: readonly Vec[];
}

/** A line that is made click by click. */
export interface PendingLine {
  /** Shows the line with one more point. */
  show(pointer: PointerInput): void;
  /** Adds a point; the last one again, or the first, finishes it. */
  add(pointer: PointerInput): void;
  /** Makes the line of the points there are. */
  finish(): void;
}

/** What is on the screen and not in the document. */
export interface Drafts {
  /** Mine. */
  readonly draft: ReadonlySignal<Draft>;
  readonly peerDraft: ReadonlySignal<Draft>;
  /** Those of others, mine, and the arrows that come along with what either moves; later ones hold over earlier ones. */
  readonly shownDrafts: ReadonlySignal<readonly Draft[]>;
  readonly aim: ReadonlySignal<Aim | undefined>;
  /** What shows that a drag has fallen into line. */
  readonly guides: ReadonlySignal<readonly Guide[]>;
  /** Selection rectangle or lasso being dragged. */
  readonly marquee: ReadonlySignal<Marquee | undefined>;
  /** The line that is being made click by click. */
  readonly pendingLine: ReadonlySignal<PendingLine | undefined>;
  readonly eraser: ReadonlySignal<Ring | undefined>;
  /** Where my laser pointer has been since the pointer moved last; undefined while it is off. */
  readonly laser: ReadonlySignal<readonly Sample[] | undefined>;
  /** What is seen of all laser pointers. */
  readonly lasers: ReadonlySignal<readonly LaserTrail[]>;
  /** When the newest sample of what is being drawn was taken (`performance.now()`, ms). */
  readonly sampledAt: ReadonlySignal<number | undefined>;
  showDraft(draft: Draft): void;
  showPeerDraft(draft: Draft): void;
  showAim(aim: Aim | undefined): void;
  showGuides(guides: readonly Guide[]): void;
  showMarquee(marquee: Marquee | undefined): void;
  setPendingLine(line: PendingLine | undefined): void;
  showEraser(ring: Ring | undefined): void;
  showLaser(samples: readonly Sample[] | undefined): void;
  showLasers(trails: readonly LaserTrail[]): void;
  setSampledAt(ms: number): void;
}

export function createDrafts(board: ShownBoard): Drafts {
  const draft = signal<Draft>(noDraft);
  const peerDraft = signal<Draft>(noDraft);
  const aim = signal<Aim | undefined>(undefined);
  const guides = signal<readonly Guide[]>([]);
  const marquee = signal<Marquee | undefined>(undefined);
  const pendingLine = signal<PendingLine | undefined>(undefined);
  const eraser = signal<Ring | undefined>(undefined);
  const laser = signal<readonly Sample[] | undefined>(undefined);
  const lasers = signal<readonly LaserTrail[]>([]);
  const sampledAt = signal<number | undefined>(undefined);
  return {
    draft,
    peerDraft,
    shownDrafts: computed(() => withDependents(board, [peerDraft.value, draft.value])),
    aim,
    guides,
    marquee,
    pendingLine,
    eraser,
    laser,
    lasers,
    sampledAt,
    showDraft(next) {
      draft.value = next;
    },
    showPeerDraft(next) {
      peerDraft.value = next;
    },
    showAim(next) {
      if (next?.element !== aim.peek()?.element || next?.point !== aim.peek()?.point) aim.value = next;
    },
    setPendingLine(line) {
      pendingLine.value = line;
    },
    showGuides(next) {
      if (next.length + guides.peek().length > 0) guides.value = next;
    },
    showMarquee(box) {
      marquee.value = box;
    },
    showEraser(ring) {
      eraser.value = ring;
    },
    showLaser(samples) {
      laser.value = samples;
    },
    showLasers(trails) {
      lasers.value = trails;
    },
    setSampledAt(ms) {
      sampledAt.value = ms;
    },
  };
}
