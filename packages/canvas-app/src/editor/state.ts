import type { Board, ElementId, Person, Role } from '@gesso/crdt-schema';
import type { Box, Theme } from '@gesso/drawing';
import type { ReadonlySignal, Signal } from '@preact/signals-core';
import type { BoardPoint, Camera, Viewport } from './camera.ts';
import type { Draft } from './draft.ts';
import type { SpatialIndex } from './spatial.ts';

/** A colleague on the same board, as presence tells. `cursor` is in board units. */
export interface Peer extends Person {
  readonly client: number;
  readonly cursor?: BoardPoint | undefined;
  readonly selection: readonly ElementId[];
  /** Set while they look away or have not moved for a while. */
  readonly idle: boolean;
}

/**
 * What the renderer and the interface read: the document, what is being done to it, and how it is looked at. The
 * picture is a function of this alone; nothing is ever read back from the picture.
 */
export interface EditorState {
  readonly board: Board;
  readonly index: SpatialIndex;
  readonly camera: Signal<Camera>;
  readonly viewport: Signal<Viewport>;
  readonly theme: ReadonlySignal<Theme>;
  readonly grid: Signal<boolean>;
  readonly selection: Signal<ReadonlySet<ElementId>>;
  /** Element under the pointer when pressing would select it. */
  readonly hover: Signal<ElementId | undefined>;
  /** Element whose text is being typed: the scene leaves the text out, the text editor shows it. */
  readonly editing: Signal<ElementId | undefined>;
  readonly draft: Signal<Draft>;
  readonly peerDraft: Signal<Draft>;
  /** Selection rectangle being dragged, board units. */
  readonly marquee: Signal<Box | undefined>;
  /** The ring that stands for the cursor of an eraser or a wide pen, with its radius in CSS pixels. */
  readonly eraser: Signal<{ readonly at: BoardPoint; readonly radius: number } | undefined>;
  /** When the newest sample of what is being drawn was taken (`performance.now()`, ms). */
  readonly sampledAt: Signal<number | undefined>;
  readonly peers: Signal<readonly Peer[]>;
  readonly role: Signal<Role>;
  readonly canEdit: ReadonlySignal<boolean>;
}
