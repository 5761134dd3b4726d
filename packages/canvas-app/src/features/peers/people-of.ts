import type { Peer } from '../../editor/people.ts';

/** The page a person is at: the one they look at, of several the one they have pointed on. */
const presence = ({ idle, place }: Peer): number => (idle ? 0 : 2) + (place === undefined ? 0 : 1);

/** Returns each person once, as the page has them that they are at, in the order in which their first pages came. */
export function peopleOf(peers: readonly Peer[]): readonly Peer[] {
  const people = new Map<string | number, Peer>();
  for (const peer of peers) {
    // Who has no id, on a server that tells none, cannot be told from others.
    const key = peer.id || peer.client;
    const other = people.get(key);
    if (other === undefined || presence(peer) > presence(other)) people.set(key, peer);
  }
  return [...people.values()];
}
