import { parsePresence } from '@gesso/crdt-schema';
import { effect, untracked } from '@preact/signals-core';
import type { Awareness } from 'y-protocols/awareness';
import type { BoardPoint } from '../../editor/camera.ts';
import type { Peer } from '../../editor/people.ts';
import type { MyPresence } from './share-presence.ts';

/**
 * Calls back with everybody else on the board whenever that changes. My own other pages are not another person. Returns its stop.
 */
export const followPeers = (
  awareness: Awareness,
  you: MyPresence['you'],
  tell: (peers: readonly Peer[]) => void,
): (() => void) => {
  /** Where each has pointed last: a finger that is lifted, or a pointer over a bar, tells no more. */
  const places = new Map<number, BoardPoint>();
  const read = () => {
    const me = you.peek()?.id;
    const peers: Peer[] = [];
    const states = awareness.getStates();
    for (const client of places.keys()) if (!states.has(client)) places.delete(client);
    for (const [client, state] of states) {
      const presence = client === awareness.clientID ? undefined : parsePresence(state);
      if (presence === undefined) continue;
      const { user, cursor, selection, idle, typing, view, follows, chat } = presence;
      if (user.id !== '' && user.id === me) continue;
      const pointed = cursor && { x: cursor[0], y: cursor[1] };
      if (pointed !== undefined) places.set(client, pointed);
      peers.push({
        ...user,
        client,
        cursor: pointed,
        place: places.get(client),
        selection: selection ?? [],
        idle: idle === true,
        typing,
        view: view && { x: view[0], y: view[1], w: view[2], h: view[3] },
        follows,
        chat,
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
