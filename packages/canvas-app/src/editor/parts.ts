import type { ShownBoard, Theme } from '@gesso/drawing';
import type { ReadonlySignal } from '@preact/signals-core';
import type { DocumentState } from './document-state.ts';
import type { Drafts } from './drafts.ts';
import type { Hiding } from './hiding.ts';
import type { People } from './people.ts';
import type { Preferences } from './preferences.ts';
import type { Selection } from './selection.ts';
import type { SpatialIndex } from './spatial.ts';
import type { Tools } from './tools.ts';
import type { Typing } from './typing.ts';
import type { View } from './view.ts';

/** The settings of the person, as signals. */
type Settings = Omit<Preferences, 'set' | 'theme'>;

/** The owners of the editor's signals, and the actions of each. A signal is written by its owner and nobody else. */
export interface EditorParts extends View, Selection, Drafts, Tools, Typing, People, DocumentState, Hiding, Settings {
  readonly board: ShownBoard;
  readonly index: SpatialIndex;
  /** Light or dark, as it is seen. */
  readonly theme: ReadonlySignal<Theme>;
  readonly setPreference: Preferences['set'];
}
