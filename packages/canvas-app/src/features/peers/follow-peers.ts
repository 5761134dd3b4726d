import { parsePresence } from '@gesso/crdt-schema';
import { effect, untracked } from '@preact/signals-core';
import type { Awareness } from 'y-protocols/awareness';
import type { BoardPoint } from '../../editor/camera.ts';
import type { Peer } from '../../editor/people.ts';
import type { MyPresence } from './share-presence.ts';

/** How long (ms) the others stay in sight when this page is cut off: as long as it takes to come back, as after a change of what one may do. */
const heldMs = 2_000;

/**
 * Calls back with everybody else on the board whenever that changes. My own other pages are not another person.
 * `isOpen`: whether the connection by which they are known is there. Returns its stop.
 */
export const followPeers = (
  awareness: Awareness,
  you: MyPresence['you'],
  tell: (peers: readonly Peer[]) => void,
  isOpen: () => boolean,
): (() => void) => {
  /** Where each has pointed last: a finger that is lifted, or a pointer over a bar, tells no more. */
  const places = new Map<number, BoardPoint>();
  let shown = 0;
  let held: ReturnType<typeof setTimeout> | undefined;
  const letGo = () => {
    clearTimeout(held);
    held = undefined;
  };
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
    shown = peers.length;
    tell(peers);
  };
  const hasOthers = () => [...awareness.getStates().keys()].some((client) => client !== awareness.clientID);
  const readUnlessHeld = () => {
    if (held !== undefined && !hasOthers()) return;
    letGo();
    read();
  };
  const onChange = () => {
    if (shown > 0 && held === undefined && !isOpen() && !hasOthers())
      held = setTimeout(() => {
        letGo();
        read();
      }, heldMs);
    readUnlessHeld();
  };
  awareness.on('change', onChange);
  // Who I am may be said after who is here.
  const stop = effect(() => {
    void you.value;
    untracked(readUnlessHeld);
  });
  return () => {
    stop();
    letGo();
    awareness.off('change', onChange);
  };
};
