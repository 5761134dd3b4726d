import type { Board } from '@gesso/crdt-schema';
import type { Theme } from '@gesso/drawing';
import type { ReadonlySignal } from '@preact/signals-core';
import type { Drafts } from './drafts.ts';
import type { People } from './people.ts';
import type { Selection } from './selection.ts';
import type { SpatialIndex } from './spatial.ts';
import type { Typing } from './typing.ts';
import type { View } from './view.ts';

export type { Peer } from './people.ts';

/**
 * What the renderer and the interface read: the document, what is being done to it, and how it is looked at. The
 * picture is a function of this alone; nothing is ever read back from the picture.
 */
export interface EditorState
  extends Pick<View, 'camera' | 'viewport' | 'setCamera' | 'setViewport'>,
    Pick<Selection, 'selection' | 'hover' | 'entered'>,
    Pick<
      Drafts,
      'draft' | 'peerDraft' | 'shownDrafts' | 'aim' | 'guides' | 'marquee' | 'eraser' | 'lasers' | 'sampledAt'
    >,
    Pick<Typing, 'editing' | 'editingCell'>,
    Pick<People, 'peers' | 'role' | 'canEdit'> {
  readonly board: Board;
  readonly index: SpatialIndex;
  readonly theme: ReadonlySignal<Theme>;
  readonly grid: ReadonlySignal<boolean>;
}
