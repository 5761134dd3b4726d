import type { BoardDoc } from '@gesso/crdt-schema';
import type { ReadonlySignal } from '@preact/signals-core';
import { effect } from '@preact/signals-core';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { messageYjsSyncStep1, readSyncMessage, writeSyncStep1, writeUpdate } from 'y-protocols/sync';
import { fromOtherTab } from './local-databases.ts';
import type { SyncState } from './status.ts';

/** What a tab tells the others: a message of y-protocols/sync, and what they need to know of it. */
interface Told {
  readonly sync: Uint8Array;
  /** The name of the copy on this device that has, or is about to have, what is in it. */
  readonly copy?: string | undefined;
  /** A question that was called forth by a question. */
  readonly isBack?: boolean;
}

export interface TabChannelDeps {
  readonly doc: BoardDoc;
  /** Carries messages to the other tabs that have the board open. */
  readonly channel: BroadcastChannel;
  readonly sync: ReadonlySignal<SyncState>;
  /**
   * The name of the copy on this device that what is written here goes into; undefined where there is none. A tab that was open when the copy was begun
   * anew writes to the one before.
   */
  readonly copy: () => string | undefined;
  /** Whether the server takes what this tab writes. */
  readonly mayWrite: () => boolean;
}

/** What is larger is not sent from tab to tab (bytes): the copy that all of them share has it. */
const largest = 8_000_000;

const isTold = (data: unknown): data is Told =>
  typeof data === 'object' && data !== null && 'sync' in data && data.sync instanceof Uint8Array;

/**
 * Without the server, brings what is written in one tab of a board to the others of this browser. Nothing is sent while the server
 * is there: it is the one that tells. What comes is no work of this tab: it is not counted as unsent here, nor stored once more where both
 * have one copy. Returns the stop.
 */
export function shareAmongTabs({ doc, channel, sync, copy, mayWrite }: TabChannelDeps): () => void {
  const isAway = () => sync.peek() === 'offline';
  const tell = (write: (encoder: encoding.Encoder) => void, isBack = false) => {
    const encoder = encoding.createEncoder();
    write(encoder);
    const bytes = encoding.toUint8Array(encoder);
    if (bytes.length > 0 && bytes.length <= largest)
      channel.postMessage({ sync: bytes, copy: copy(), isBack } satisfies Told);
  };
  const ask = (isBack: boolean) => tell((encoder) => writeSyncStep1(encoder, doc), isBack);

  const onUpdate = (update: Uint8Array, _origin: unknown, _doc: unknown, { local }: { readonly local: boolean }) => {
    if (local && isAway()) tell((encoder) => writeUpdate(encoder, update));
  };
  channel.onmessage = ({ data }) => {
    // A document that the server does not take has to be left: it takes nothing and gives nothing.
    if (sync.peek() === 'refused' || !isTold(data)) return;
    const asks = data.sync[0] === messageYjsSyncStep1;
    // Taken by a tab that has the server it would go there under its name: one who may only look would be refused for it.
    if (!asks && !isAway() && !mayWrite()) return;
    const isKept = data.copy !== undefined && data.copy === copy();
    const origin = isKept ? fromOtherTab : channel;
    try {
      tell((encoder) => void readSyncMessage(decoding.createDecoder(data.sync), encoder, doc, origin));
      if (asks && data.isBack !== true) ask(true);
    } catch {
      // A tab of another version may say what is not understood here; the server will tell.
    }
  };
  doc.on('update', onUpdate);
  const stopAsking = effect(() => {
    if (sync.value === 'offline') ask(false);
  });
  return () => {
    stopAsking();
    doc.off('update', onUpdate);
    channel.close();
  };
}
