import type { Board } from '@gesso/crdt-schema';
import type { Theme } from '@gesso/drawing';
import { computed, type ReadonlySignal } from '@preact/signals-core';
import { type Actions, createActions } from './actions.ts';
import { type DocumentState, followDocument } from './document-state.ts';
import { createDrafts, type Drafts } from './drafts.ts';
import { createPeople, type People } from './people.ts';
import type { Preferences } from './preferences.ts';
import { createSelection, type Selection } from './selection.ts';
import type { SpatialIndex } from './spatial.ts';
import { createTools, type Tools } from './tools.ts';
import { createTyping, type Typing } from './typing.ts';
import { createView, type View } from './view.ts';

/** The settings of the person, as signals. */
type Settings = Omit<Preferences, 'set' | 'theme'>;

/** The owners of the editor's signals, and the actions of each. A signal is written by its owner and nobody else. */
export interface EditorParts extends View, Selection, Drafts, Tools, Typing, People, DocumentState, Settings {
  readonly board: Board;
  readonly index: SpatialIndex;
  /** Light or dark, as it is seen. */
  readonly theme: ReadonlySignal<Theme>;
  readonly setPreference: Preferences['set'];
}

/** The signals and the few actions everything else is made of. Holds no arithmetic and touches no DOM. */
export interface Editor extends EditorParts, Actions {
  stop(): void;
}

export interface EditorDeps {
  readonly board: Board;
  readonly index: SpatialIndex;
  readonly preferences: Preferences;
  readonly systemTheme: ReadonlySignal<Theme>;
}

/** Opens an editor on a board. `stop` takes back every subscription it made. */
export const createEditor = ({ board, index, preferences, systemTheme }: EditorDeps): Editor => {
  const { set, theme, ...settings } = preferences;
  const selection = createSelection(board, index);
  const typing = createTyping();
  const document = followDocument(board, index, (gone) => {
    selection.forget(gone);
    typing.forget(gone);
  });
  const parts: EditorParts = {
    board,
    index,
    ...createView(board, index, document.owned.version),
    ...selection.owned,
    ...createDrafts(),
    ...createTools(),
    ...typing.owned,
    ...createPeople(),
    ...document.owned,
    ...settings,
    theme: computed(() => (theme.value === 'system' ? systemTheme.value : theme.value)),
    setPreference: set,
  };
  return { ...parts, ...createActions(parts), stop: document.stop };
};
