import type { ShownBoard, Theme } from '@gesso/drawing';
import { computed, type ReadonlySignal } from '@preact/signals-core';
import { type Actions, createActions } from './actions.ts';
import { followDocument } from './document-state.ts';
import { createDrafts } from './drafts.ts';
import type { Hiding } from './hiding.ts';
import type { EditorParts } from './parts.ts';
import { createPeople } from './people.ts';
import type { Preferences } from './preferences.ts';
import { createSelection } from './selection.ts';
import type { SpatialIndex } from './spatial.ts';
import { createTools } from './tools.ts';
import { createTyping } from './typing.ts';
import { createView } from './view.ts';

/** The signals and the few actions everything else is made of. Holds no arithmetic and touches no DOM. */
export interface Editor extends EditorParts, Actions {
  stop(): void;
}

export interface EditorDeps {
  readonly board: ShownBoard;
  /** Of what is seen of the board. */
  readonly index: SpatialIndex;
  readonly hiding: Hiding;
  readonly preferences: Preferences;
  readonly systemTheme: ReadonlySignal<Theme>;
}

/** Opens an editor on a board. `stop` takes back every subscription it made. */
export const createEditor = ({ board, index, hiding, preferences, systemTheme }: EditorDeps): Editor => {
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
    ...createView(index, document.owned.version),
    ...selection.owned,
    ...createDrafts(board),
    ...createTools(),
    ...typing.owned,
    ...createPeople(),
    ...document.owned,
    ...hiding,
    ...settings,
    theme: computed(() => (theme.value === 'system' ? systemTheme.value : theme.value)),
    setPreference: set,
  };
  return { ...parts, ...createActions(parts), stop: document.stop };
};
