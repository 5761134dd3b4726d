import { fromPlain, parsePatch } from '../elements/element-json.ts';
import type { Board } from './board.ts';

/** What scripts and programs do to a board, in plain JSON that is parsed here. Everything throws `Failure`. */
export interface PlainEdits {
  /** Adds one element or several on top, as one step. Returns their ids. */
  add(elements: unknown): string[];
  /** Changes properties of an element; one that is gone is left alone. */
  patch(id: string, properties: unknown): void;
  /** Removes one element or several, as one step. */
  remove(ids: string | readonly string[]): void;
}

/** `demandRight` throws where nothing may be written. */
export const plainEdits = (board: Pick<Board, 'get' | 'edit'>, demandRight: () => void): PlainEdits => ({
  add(elements) {
    demandRight();
    const parsed = (Array.isArray(elements) ? elements : [elements]).map(fromPlain);
    return board.edit((writer) => writer.addAll(parsed));
  },
  patch(id, properties) {
    demandRight();
    const element = board.get(id);
    if (element === undefined) return;
    const patch = parsePatch(element.kind, properties);
    board.edit((writer) => writer.patch(id, patch));
  },
  remove(ids) {
    demandRight();
    board.edit((writer) => {
      for (const id of typeof ids === 'string' ? [ids] : ids) writer.remove(id);
    });
  },
});
