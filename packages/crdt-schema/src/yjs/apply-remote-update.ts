import * as Y from 'yjs';
import { AsciiDecoder } from './ascii-decoder.ts';
import type { BoardDoc } from './board-doc.ts';

/** Bytes from which it is worth while. */
const large = 64 * 1024;

/**
 * Applies an update from elsewhere. Yjs writes every update anew for those who listen for updates, which for a whole board
 * takes half as long again as reading it. Of a large one they are given the bytes that came instead: all that is in the
 * document because of this update is in them.
 */
export const applyRemoteUpdate = (doc: BoardDoc, update: Uint8Array, origin: unknown): void => {
  const listeners = doc._observers.get('update');
  if (update.length < large || listeners === undefined) {
    Y.applyUpdate(doc, update, origin);
    return;
  }
  const restore = () => {
    // Listeners that were added meanwhile stay.
    for (const listener of doc._observers.get('update') ?? []) listeners.add(listener);
    doc._observers.set('update', listeners);
  };
  let first: Y.Transaction | undefined;
  // Yjs asks whether anybody listens right after this event. What is done in answer to the update is told as ever.
  const onCleanup = (transaction: Y.Transaction) => {
    if (first === undefined) {
      first = transaction;
      doc._observers.delete('update');
    } else restore();
  };
  doc.on('afterTransactionCleanup', onCleanup);
  try {
    Y.applyUpdateV2(doc, update, origin, AsciiDecoder);
  } finally {
    doc.off('afterTransactionCleanup', onCleanup);
    restore();
  }
  if (first !== undefined && hasContent(first)) doc.emit('update', [update, origin, doc, first]);
};

/** Whether a transaction has brought anything: Yjs tells of no others. */
const hasContent = ({ beforeState, afterState, deleteSet }: Y.Transaction): boolean =>
  deleteSet.clients.size > 0 || [...afterState].some(([client, clock]) => beforeState.get(client) !== clock);
