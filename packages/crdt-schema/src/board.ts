import type { Element, ElementId, NewElement, Patch } from './elements.ts';

/** Where a change came from. `load` is what was already in the document or came from this device's own storage. */
export type ChangeOrigin = 'local' | 'remote' | 'undo' | 'load';

/** One transaction as everyone outside sees it: renderer, index, interface and tests all follow this feed. */
export interface Change {
  readonly added: readonly Element[];
  readonly updated: readonly Element[];
  readonly removed: readonly ElementId[];
  readonly origin: ChangeOrigin;
}

/** What may be done to a board inside `edit`. Reads inside the same edit see what was written before. */
export interface Writer {
  /** Puts an element on top (or where `z` says) and gives its id. Throws `Failure` when a limit is reached. */
  add(element: NewElement): ElementId;
  /** Puts several on top in order, as one run with one jittered order key. */
  addAll(elements: readonly NewElement[]): ElementId[];
  /** Changes properties. An id that is gone, or a property the kind does not have, is ignored. */
  patch(id: ElementId, props: Patch): void;
  remove(id: ElementId): void;
  /** Board name, cut to the limit. */
  rename(name: string): void;
}

/** What an undo or redo did: `steps` 0 means there was nothing left, `changed` is false when it had no visible effect. */
export interface UndoResult {
  readonly steps: number;
  readonly changed: boolean;
}

/** One text being typed: writes differences into the shared text and is one undo step from open to close. */
export interface TextSession {
  /** The text as it stands, colleagues' typing included. */
  value(): string;
  /** Replaces by difference. `caret` (index in `next`) settles where repeated letters were typed. */
  set(next: string, caret?: number): void;
  /** Called with the new text when somebody else changed it. */
  onRemote(listener: (text: string) => void): () => void;
  close(): void;
}

/** The one door to a document. Nothing else in Gesso writes Yjs. */
export interface Board {
  get(id: ElementId): Element | undefined;
  /** Every drawable element in painting order, frozen and cached. */
  all(): readonly Element[];
  readonly size: number;
  readonly name: string;
  /** One transaction, one undo step. Nested calls join the outer one. Returns what `run` returns. */
  edit<T>(run: (writer: Writer) => T): T;
  /** Like `edit`, from a file or a repair: not on the undo stack. */
  load<T>(run: (writer: Writer) => T): T;
  onChange(listener: (change: Change) => void): () => void;
  onRename(listener: (name: string) => void): () => void;
  undo(): UndoResult;
  redo(): UndoResult;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  typing(id: ElementId): TextSession | undefined;
  /** Order keys for n elements above `below` and under `above` (undefined = the end of the stack). */
  orderBetween(below: string | undefined, above: string | undefined, n: number): string[];
  /** Bytes of the whole document as one v1 update. */
  bytes(): number;
  close(): void;
}
