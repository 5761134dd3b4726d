import {
  atLeast,
  type Board,
  type Change,
  type Element,
  type ElementId,
  type Role,
  type TextElement,
  type UndoResult,
} from '@gesso/crdt-schema';
import { type Box, containsBox, type Theme, unionAll, type Vec } from '@gesso/drawing';
import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals-core';
import { type BoardPoint, type Camera, fit, panBy, view } from './camera.ts';
import { centredOn, type Place } from './deep-link.ts';
import { type Draft, noDraft } from './draft.ts';
import type { PenMode } from './pointer.ts';
import type { EraserMode, Preferences } from './preferences.ts';
import { neighbour, readingOrder } from './reading-order.ts';
import type { SpatialIndex } from './spatial.ts';
import type { EditorState, Peer } from './state.ts';
import type { Style } from './style.ts';
import type { ToolId } from './tool-id.ts';
import type { WheelMode } from './wheel.ts';

/** The signals and the few actions everything else is made of. Holds no arithmetic and touches no DOM. */
export interface Editor extends EditorState {
  readonly tool: Signal<ToolId>;
  readonly toolLocked: Signal<boolean>;
  readonly wheel: Signal<WheelMode>;
  readonly minimap: Signal<boolean>;
  readonly eraserMode: Signal<EraserMode>;
  readonly penMode: Signal<PenMode>;
  /** Whether there is a drawing and none of it is in view. */
  readonly contentOutOfView: ReadonlySignal<boolean>;
  readonly style: Signal<Style>;
  /** Grows with every change of the document; what a panel reads to be computed again. */
  readonly version: ReadonlySignal<number>;
  readonly canUndo: ReadonlySignal<boolean>;
  readonly canRedo: ReadonlySignal<boolean>;
  readonly name: ReadonlySignal<string>;
  /** Where my pointer is, or undefined while it is elsewhere. */
  readonly pointer: Signal<BoardPoint | undefined>;
  /** Whether this person has pressed on the canvas yet; the hint on an empty board goes with the first touch. */
  readonly touched: Signal<boolean>;
  /** A text being typed that is not in the document until it has a first character. */
  readonly newText: Signal<TextElement | undefined>;
  /** The selected elements as they are in the document, in painting order. */
  selected(): readonly Element[];
  /** Selects what exists of `ids`, whole groups included. */
  select(ids: Iterable<ElementId>): void;
  selectionBounds(): Box | undefined;
  /** Top-most element under a board point, within `px` CSS pixels. */
  pick(at: Vec, px: number): Element | undefined;
  /** Fits what is selected, else the whole board; an empty board goes back to 100 %. */
  zoomTo(what: 'all' | 'selection'): void;
  /** Selects the next (1) or previous (−1) element in reading order, and brings it into view. */
  selectNext(step: 1 | -1): void;
  /** Moves the camera by CSS pixels. */
  pan(dx: number, dy: number): void;
  /** Shows a place. False when it is an element that is not here. */
  show(place: Place): boolean;
  viewBox(): Box;
  /** Opens the text editor on a text that does not exist yet. */
  startText(text: TextElement): void;
  /** Takes my own last step back. Gives false when there was one and nothing of it could be, as others have gone on from there. */
  undo(): boolean;
  redo(): boolean;
  /** Deletes what is selected and not locked, in one step. */
  removeSelected(): void;
  /** After a shape was made: back to select, unless the tool is locked. */
  finishTool(made: readonly ElementId[]): void;
  stop(): void;
}

export interface EditorDeps {
  readonly board: Board;
  readonly index: SpatialIndex;
  readonly preferences: Preferences;
  readonly systemTheme: ReadonlySignal<Theme>;
}

const hadEffect = ({ steps, changed }: UndoResult): boolean => steps === 0 || changed;

const home: Camera = { x: 0, y: 0, zoom: 1 };

/** Opens an editor on a board. `stop` takes back every subscription it made. */
export const createEditor = ({ board, index, preferences, systemTheme }: EditorDeps): Editor => {
  const camera = signal<Camera>(home);
  const viewport = signal({ width: 1, height: 1 });
  const selection = signal<ReadonlySet<ElementId>>(new Set());
  const tool = signal<ToolId>('pen');
  const role = signal<Role>('editor');
  const version = signal(0);
  const canUndo = signal(false);
  const canRedo = signal(false);
  const name = signal(board.name);
  const draft = signal<Draft>(noDraft);
  const editing = signal<ElementId | undefined>(undefined);
  const hover = signal<ElementId | undefined>(undefined);
  const newText = signal<TextElement | undefined>(undefined);

  const forget = (removed: readonly ElementId[]) => {
    const gone = new Set(removed);
    if (removed.some((id) => selection.peek().has(id)))
      selection.value = new Set([...selection.peek()].filter((id) => !gone.has(id)));
    if (gone.has(editing.peek() ?? '')) editing.value = undefined;
    if (gone.has(hover.peek() ?? '')) hover.value = undefined;
  };

  const onChange = (change: Change) => {
    if (change.removed.length > 0) forget(change.removed);
    canUndo.value = board.canUndo;
    canRedo.value = board.canRedo;
    version.value += 1;
  };
  const stopChanges = board.onChange(onChange);
  const stopNames = board.onRename((next) => {
    name.value = next;
  });

  const withGroups = (ids: Iterable<ElementId>): Set<ElementId> => {
    const wanted = new Set<ElementId>();
    const groups = new Set<string>();
    for (const id of ids) {
      const element = board.get(id);
      if (element === undefined) continue;
      wanted.add(id);
      const outermost = element.groups.at(-1);
      if (outermost !== undefined) groups.add(outermost);
    }
    if (groups.size === 0) return wanted;
    for (const element of board.all()) {
      if (element.groups.some((group) => groups.has(group))) wanted.add(element.id);
    }
    return wanted;
  };

  const boundsOfIds = (ids: Iterable<ElementId>): Box | undefined =>
    unionAll([...ids].flatMap((id) => index.bounds(id) ?? []));

  const editor: Editor = {
    board,
    index,
    camera,
    viewport,
    selection,
    hover,
    editing,
    draft,
    tool,
    role,
    version,
    canUndo,
    canRedo,
    name,
    style: preferences.style,
    grid: preferences.grid,
    toolLocked: preferences.toolLocked,
    wheel: preferences.wheel,
    minimap: preferences.minimap,
    eraserMode: preferences.eraserMode,
    penMode: signal<PenMode>('unseen'),
    contentOutOfView: computed(() => {
      void version.value;
      return board.size > 0 && !index.touches(view(camera.value, viewport.value));
    }),
    sampledAt: signal<number | undefined>(undefined),
    theme: computed(() => (preferences.theme.value === 'system' ? systemTheme.value : preferences.theme.value)),
    pointer: signal<BoardPoint | undefined>(undefined),
    touched: signal(false),
    newText,
    peerDraft: signal<Draft>(noDraft),
    marquee: signal<Box | undefined>(undefined),
    eraser: signal(undefined),
    peers: signal<readonly Peer[]>([]),
    canEdit: computed(() => atLeast(role.value, 'editor')),

    selected: () => board.all().filter((element) => selection.peek().has(element.id)),
    select(ids) {
      selection.value = withGroups(ids);
    },
    selectionBounds: () => boundsOfIds(selection.peek()),
    pick: (at, px) => index.at(at, px / camera.peek().zoom),
    zoomTo(what) {
      const box = what === 'selection' ? boundsOfIds(selection.peek()) : index.all();
      if (box !== undefined) camera.value = fit(box, viewport.peek());
      else if (what === 'all') camera.value = home;
    },
    selectNext(step) {
      const order = readingOrder(board.all(), index.bounds);
      const id = neighbour(order, [...selection.peek()].at(-1), step);
      const box = id === undefined ? undefined : index.bounds(id);
      if (id === undefined || box === undefined) return;
      tool.value = 'select';
      editor.select([id]);
      if (!containsBox(editor.viewBox(), box)) camera.value = fit(box, viewport.peek(), 64, camera.peek().zoom);
    },
    pan(dx, dy) {
      camera.value = panBy(camera.peek(), dx, dy);
    },
    show(place) {
      if (place.type === 'point') {
        camera.value = centredOn(place, viewport.peek());
        return true;
      }
      const box = index.bounds(place.id);
      if (box === undefined) return false;
      camera.value = fit(box, viewport.peek());
      tool.value = 'select';
      editor.select([place.id]);
      return true;
    },
    viewBox: () => view(camera.peek(), viewport.peek()),
    startText(text) {
      editor.select([]);
      newText.value = text;
      editing.value = text.id;
    },
    undo() {
      draft.value = noDraft;
      return hadEffect(board.undo());
    },
    redo() {
      draft.value = noDraft;
      return hadEffect(board.redo());
    },
    removeSelected() {
      const doomed = editor.selected().filter((element) => !element.locked);
      if (doomed.length === 0) return;
      board.edit((writer) => {
        for (const { id } of doomed) writer.remove(id);
      });
    },
    finishTool(made) {
      if (preferences.toolLocked.peek()) return;
      tool.value = 'select';
      editor.select(made);
    },
    stop() {
      stopChanges();
      stopNames();
    },
  };
  return editor;
};
