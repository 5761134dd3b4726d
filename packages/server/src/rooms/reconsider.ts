import type { Stay } from '../stores/repositories.ts';
import type { Slots } from './lifecycle/slots.ts';
import type { StayFound } from './stays.ts';

/** Stays that are looked at in one go. */
const lookedAtOnce = 1_000;

export type LookAtStays = (stays: readonly Stay[]) => Promise<readonly StayFound[]>;

/** Looks at everybody who is connected, and ends the connections of those who may do something else by now. Rejects as `look` does. */
export async function reconsider({ rooms, room, removed }: Slots, look: LookAtStays): Promise<void> {
  const all = rooms().flatMap((one) => one.stays());
  for (let at = 0; at < all.length; at += lookedAtOnce) {
    const stays = all.slice(at, at + lookedAtOnce);
    const standings = await look(stays);
    const found = new Map(stays.map((stay, i) => [stay, standings[i]]));
    for (const board of new Set(stays.map((stay) => stay.board))) await room(board)?.reconsider(found);
    for (const [{ board }, now] of found) if (now === 'NO_SUCH_BOARD') removed(board);
  }
}
