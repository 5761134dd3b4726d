import type { Element, ElementId, ElementKind, TextElement } from '@gesso/crdt-schema';
import { containsBox, readingOrder, type Vec } from '@gesso/drawing';
import { coveredEdges, fit } from './camera.ts';
import { centeredOn, type Place } from './deep-link.ts';
import { noDraft } from './draft.ts';
import { enteredAt } from './groups.ts';
import type { EditorParts } from './parts.ts';
import { exactSlack } from './pointer.ts';
import { neighbor } from './reading-order.ts';
import { remembering, type Style, styleFor } from './style.ts';
import { home } from './view.ts';

/** What concerns more than one of the editor's owners. */
export interface Actions {
  /** Top-most element under a board point, within `px` CSS pixels. */
  pick(at: Vec, px: number): Element | undefined;
  /** Fits what is selected, else the whole board; an empty board goes back to 100 %. */
  zoomTo(what: 'all' | 'selection'): void;
  /** Selects the next (1) or previous (−1) element in reading order, of the group that is entered or of all, and brings it into view. */
  selectNext(step: 1 | -1): void;
  /** Shows a place. False when it is an element that is not here. */
  show(place: Place): boolean;
  /** Opens the text editor on a text that does not exist yet. */
  startText(text: TextElement): void;
  /** What the next element of a kind looks like. Read in an effect, it is followed. */
  styleFor(kind: ElementKind): Style;
  /** Remembers a change of style that was made to elements of these kinds. */
  remember(kinds: readonly ElementKind[], change: Partial<Style>): void;
  /** Takes my own last step back. Gives false when there was one and nothing of it could be, as others have gone on from there. */
  undo(): boolean;
  redo(): boolean;
  /** Deletes what is selected and not locked, in one step. */
  removeSelected(): void;
  /** After a shape was made: back to select, unless the tool is locked. */
  finishTool(made: readonly ElementId[]): void;
}

/** Takes or repeats one step. Returns false when it had no effect, as others went on from it. */
function take(parts: EditorParts, what: 'undo' | 'redo'): boolean {
  if (!parts.canEdit.peek()) return true;
  parts.showDraft(noDraft);
  const { steps, changed } = parts.board[what]();
  parts.readSteps();
  return steps === 0 || changed;
}

export function createActions(parts: EditorParts): Actions {
  const { board, index, camera, viewport } = parts;

  function zoomTo(what: 'all' | 'selection') {
    const box = what === 'selection' ? parts.selectionBounds() : index.all();
    if (box !== undefined) parts.setCamera(fit(box, viewport.peek(), coveredEdges(viewport.peek())));
    else if (what === 'all') parts.setCamera(home);
  }

  function selectOnly(id: ElementId) {
    parts.setTool('select');
    parts.select([id]);
  }

  function selectNext(step: 1 | -1) {
    const order = readingOrder(board.all().filter(parts.isWithin), index.bounds);
    const id = neighbor(order, [...parts.selection.peek()].at(-1), step);
    const box = id === undefined ? undefined : index.bounds(id);
    if (id === undefined || box === undefined) return;
    selectOnly(id);
    if (!containsBox(parts.viewBox(), box)) parts.setCamera(fit(box, viewport.peek(), 64, camera.peek().zoom));
  }

  function show(place: Place): boolean {
    if (place.type === 'point') {
      parts.setCamera(centeredOn(place, viewport.peek()));
      return true;
    }
    const box = index.bounds(place.id);
    if (box === undefined) return false;
    parts.setCamera(fit(box, viewport.peek()));
    selectOnly(place.id);
    return true;
  }

  function removeSelected() {
    const doomed = parts.selected().filter((element) => !element.locked);
    if (doomed.length === 0) return;
    board.edit((writer) => {
      for (const { id } of doomed) writer.remove(id);
    });
  }

  return {
    pick(at, px) {
      const { zoom } = camera.peek();
      return index.at(at, Math.min(px, exactSlack) / zoom) ?? (px > exactSlack ? index.at(at, px / zoom) : undefined);
    },
    zoomTo,
    selectNext,
    show,
    removeSelected,
    startText(text) {
      // Its first line begins where it was asked for.
      const groups = enteredAt(parts, { x: text.x, y: text.y + text.size * 0.6 });
      parts.select([]);
      parts.setNewText({ ...text, groups });
      parts.setEditing(text.id);
    },
    styleFor: (kind) => styleFor({ style: parts.style.value, ownStyles: parts.ownStyles.value }, kind),
    remember(kinds, change) {
      const now = { style: parts.style.peek(), ownStyles: parts.ownStyles.peek() };
      const { style, ownStyles } = remembering(now, kinds, change);
      if (style !== now.style) parts.setPreference('style', style);
      parts.setPreference('ownStyles', ownStyles);
    },
    undo: () => take(parts, 'undo'),
    redo: () => take(parts, 'redo'),
    finishTool(ids) {
      if (parts.toolLocked.peek()) return;
      parts.setMade({ ids, tool: parts.tool.peek() });
      parts.setTool('select');
      parts.select(ids);
    },
  };
}
