import { type Acknowledged, countAcknowledged, type FailureCode } from '@gesso/crdt-schema';
import { type ReadonlySignal, signal } from '@preact/signals-core';

export type SyncState = 'connecting' | 'syncing' | 'saved' | 'saving' | 'offline' | 'refused';

/** Whether there is a server that takes what is done now and hands on what others do. */
export const isReached = (sync: SyncState): boolean => sync === 'saved' || sync === 'saving';

/** What the status line tells. `saved` is only ever said after the server acknowledged everything made here. */
export interface SyncStatus {
  readonly sync: SyncState;
  readonly reason?: FailureCode;
  /** Edits made here that the server has not acknowledged. */
  readonly unsaved: number;
}

/** Follows one board's edits to the server's acknowledgements. */
export interface StatusTracker {
  readonly status: ReadonlySignal<SyncStatus>;
  /** An edit was made here. */
  edited(): void;
  /** A socket opened: its frames count from zero. */
  opened(): void;
  /** The server's state arrived. */
  synced(): void;
  /** A frame left on the open socket; `whole` when it carried everything the server lacked (sync step 2). */
  sent: Acknowledged['sent'];
  /** The server committed the first `count` frames of this socket. */
  acknowledged(count: number): void;
  /** Whether all that was made here and all frames of this socket are acknowledged, synced or not. */
  allStored(): boolean;
  /** How many frames of this socket are counted. */
  frames(): number;
  /** Some of what the server lacks has not left yet. */
  owes(): void;
  closed(): void;
  refused(reason: FailureCode): void;
  /** So many elements are on this page alone, under a client id that is another person's. */
  lost(elements: number): void;
}

export const trackStatus = (): StatusTracker => {
  const status = signal<SyncStatus>({ sync: 'connecting', unsaved: 0 });
  const own = countAcknowledged();
  let phase: 'connecting' | 'open' | 'synced' | 'offline' = 'connecting';
  let reason: FailureCode | undefined;

  const stateNow = (): SyncState => {
    if (reason !== undefined) return 'refused';
    if (phase === 'connecting' || phase === 'offline') return phase;
    if (phase === 'open') return 'syncing';
    return own.allStored() ? 'saved' : 'saving';
  };

  const publish = () => {
    const sync = stateNow();
    const unsaved = own.waiting();
    const before = status.peek();
    if (before.sync === sync && before.unsaved === unsaved && before.reason === reason) return;
    status.value = { sync, unsaved, ...(reason === undefined ? {} : { reason }) };
  };

  return {
    status,
    edited() {
      own.made();
      publish();
    },
    opened() {
      phase = 'open';
      own.opened();
      reason = undefined;
      publish();
    },
    synced() {
      if (phase === 'open') phase = 'synced';
      publish();
    },
    sent(frame) {
      own.sent(frame);
      publish();
    },
    acknowledged(count) {
      own.stored(count);
      publish();
    },
    allStored: own.allStored,
    frames: own.frames,
    owes() {
      own.owes();
      publish();
    },
    closed() {
      phase = 'offline';
      publish();
    },
    refused(code) {
      reason = code;
      publish();
    },
    lost(elements) {
      // An acknowledgement of all the rest covered them as well.
      for (let i = 0; i < elements; i++) own.made();
      reason = 'NOT_YOUR_ID';
      publish();
    },
  };
};
