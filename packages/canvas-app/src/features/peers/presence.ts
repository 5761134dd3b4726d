import { type ElementId, type Person, parsePresence } from '@gesso/crdt-schema';
import { effect, type ReadonlySignal, untracked } from '@preact/signals-core';
import type { Awareness } from 'y-protocols/awareness';
import type { Peer } from '../../editor/people.ts';
import { everyFew } from '../../throttle.ts';

export interface MyPresence {
  readonly you: ReadonlySignal<Person | undefined>;
  readonly pointer: ReadonlySignal<{ readonly x: number; readonly y: number } | undefined>;
  readonly selection: ReadonlySignal<ReadonlySet<ElementId>>;
}

/** Presence is sent at most this often (ms). */
const interval = 40;
/** Selected elements that presence names; a bigger selection is shown by its first ones. */
const mostSelected = 50;

/** Sends my presence whenever it changes, throttled. Returns its stop. */
export const sharePresence = (awareness: Awareness, mine: MyPresence): (() => void) => {
  const send = everyFew(interval, () => {
    const user = mine.you.peek();
    if (user === undefined) return;
    const at = mine.pointer.peek();
    awareness.setLocalState({
      user,
      ...(at === undefined ? {} : { cursor: [Math.round(at.x * 10) / 10, Math.round(at.y * 10) / 10] }),
      selection: [...mine.selection.peek()].slice(0, mostSelected),
      idle: document.visibilityState === 'hidden',
    });
  });
  const stop = effect(() => {
    void mine.you.value;
    void mine.pointer.value;
    void mine.selection.value;
    send.request();
  });
  document.addEventListener('visibilitychange', send.request);
  return () => {
    stop();
    send.stop();
    document.removeEventListener('visibilitychange', send.request);
  };
};

/**
 * Calls back with everybody else on the board whenever that changes. My own other pages are not another person. Returns its stop.
 */
export const followPeers = (
  awareness: Awareness,
  you: MyPresence['you'],
  tell: (peers: readonly Peer[]) => void,
): (() => void) => {
  const read = () => {
    const me = you.peek()?.id;
    const peers: Peer[] = [];
    for (const [client, state] of awareness.getStates()) {
      const presence = client === awareness.clientID ? undefined : parsePresence(state);
      if (presence === undefined) continue;
      const { user, cursor, selection, idle } = presence;
      if (user.id !== '' && user.id === me) continue;
      peers.push({
        ...user,
        client,
        cursor: cursor === undefined ? undefined : { x: cursor[0], y: cursor[1] },
        selection: selection ?? [],
        idle: idle === true,
      });
    }
    peers.sort((a, b) => a.client - b.client);
    tell(peers);
  };
  awareness.on('change', read);
  // Who I am may be said after who is here.
  const stop = effect(() => {
    void you.value;
    untracked(read);
  });
  return () => {
    stop();
    awareness.off('change', read);
  };
};
