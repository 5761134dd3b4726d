import { versionGate } from '@gesso/crdt-schema';
import type { Editor } from '../editor/editor.ts';
import type { Connection } from '../network/connect.ts';
import type { OpenedDocument } from './document.ts';

/**
 * Lets a page of an older version neither write on a board of a newer one nor say that it knows all of it. `isNewer`: whether the
 * board has turned out to be one.
 */
export function guardVersion({ doc }: OpenedDocument, editor: Editor, connection: Connection) {
  let isNewer = false;
  const ask = () => {
    if (isNewer || versionGate(doc) === 'open') return;
    isNewer = true;
    editor.setRole('viewer');
    connection.refuse('NEWER_BOARD');
  };
  doc.on('update', ask);
  return {
    isNewer: () => isNewer,
    stop: () => doc.off('update', ask),
  };
}
