import type { Peer } from '../../editor/people.ts';

/** Who follows whom: people by their ids. */
type Follower = Pick<Peer, 'id' | 'follows'>;

/** Those along whom a person is led: whom they follow, whom these follow, and so on, each once. */
function leadersOf(id: string, peers: readonly Follower[]): ReadonlySet<string> {
  const leaders = new Set<string>();
  for (let at: string | undefined = id; at !== undefined && !leaders.has(at); ) {
    if (at !== id) leaders.add(at);
    const now: string = at;
    at = peers.find((peer) => peer.id === now && peer.follows !== undefined)?.follows;
    if (at === id) leaders.add(id);
  }
  return leaders;
}

/** Whether a person is led by me already: who followed them would move their own view, on and on. */
export const isLedBy = (me: string, id: string, peers: readonly Follower[]): boolean =>
  id === me || leadersOf(id, peers).has(me);

/** Whether I let go of the one I follow: of those who began to follow each other in a ring at once, the one with the least id. */
export const letsGo = (me: string, id: string, peers: readonly Follower[]): boolean => {
  if (!isLedBy(me, id, peers)) return false;
  const ring = [id, ...leadersOf(id, peers)];
  return ring.slice(0, ring.indexOf(me)).every((other) => me < other);
};
