import type { Board, Change } from '@gesso/crdt-schema';
import type { ReadonlySignal } from '@preact/signals-core';
import { type LasersDeps, startLasers } from './lasers.ts';
import { receiveLive } from './receive-live.ts';
import type { PeersDraft } from './running.ts';
import { type LiveSharerDeps, type SharedDraft, shareLive } from './share-live.ts';

export interface LiveInkDeps {
  readonly board: Board;
  readonly client: LiveSharerDeps['client'];
  /** What is being drawn and dragged here. */
  readonly draft: ReadonlySignal<SharedDraft>;
  readonly show: (draft: PeersDraft) => void;
  readonly send: (body: Uint8Array) => void;
  readonly lasers: Pick<LasersDeps, 'laser' | 'show'>;
  /** The color of the person at a client: that of their laser. */
  readonly colorOf: LasersDeps['colorOf'];
  /** Calls back with each `live` message of a peer. Returns its stop. */
  readonly onLive: (listener: (body: Uint8Array) => void) => () => void;
  /** Whether the server stores what is drawn, as far as is known. */
  readonly isStoring: () => boolean;
  /** Whether this person asked for less motion: then nothing glides. */
  readonly isStill: () => boolean;
}

export interface LiveInk {
  /** Peers that are no longer on the board take their unfinished ink with them. */
  keepOnly(clients: ReadonlySet<number>): void;
  stop(): void;
}

/** Shows what peers draw, drag and point at before it is in the document or never, and tells them what is done here. */
export const startLiveInk = (deps: LiveInkDeps): LiveInk => {
  const { board, client, draft, show, send, lasers, colorOf, onLive, isStoring, isStill } = deps;
  const pointing = startLasers({
    ...lasers,
    client,
    colorOf,
    send,
    now: () => performance.now(),
  });
  const received = receiveLive({
    get: board.get,
    laser: pointing.receive,
    now: () => performance.now(),
    isStoring,
    frame: () => (isStill() ? undefined : requestAnimationFrame),
    show,
  });
  const stops = [
    board.onChange((change: Change) => received.apply(change)),
    onLive(received.receive),
    shareLive({ client, draft, get: board.get, send }),
    pointing.stop,
    () => received.stop(),
  ];
  return {
    keepOnly(clients) {
      received.keepOnly(clients);
      pointing.keepOnly(clients);
    },
    stop() {
      for (const stop of stops) stop();
    },
  };
};
