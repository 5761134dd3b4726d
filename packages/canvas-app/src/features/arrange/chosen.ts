import type { Element } from '@gesso/crdt-schema';
import type { Editor } from '../../editor/editor.ts';

/** What was selected when it was to be arranged. */
export interface Chosen {
  readonly editor: Editor;
  readonly elements: readonly Element[];
}
