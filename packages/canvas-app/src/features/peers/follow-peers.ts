import { parsePresence } from '@gesso/crdt-schema';
import { effect, untracked } from '@preact/signals-core';
import type { Awareness } from 'y-protocols/awareness';
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
  const read = () => {
    const me = you.peek()?.id;
    const peers: Peer[] = [];
    for (const [client, state] of awareness.getStates()) {
      const presence = client === awareness.clientID ? undefined : parsePresence(state);
      if (presence === undefined) continue;
      const { user, cursor, selection, idle, typing } = presence;
      if (user.id !== '' && user.id === me) continue;
      peers.push({
        ...user,
        client,
        cursor: cursor === undefined ? undefined : { x: cursor[0], y: cursor[1] },
        selection: selection ?? [],
        idle: idle === true,
        typing,
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
