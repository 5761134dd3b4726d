import { personColors } from '@gesso/crdt-schema';

/** How many wear a color; none where it is missing. */
export type Wearers = ReadonlyMap<string, number>;

/** No divisor of twelve goes into it, so that steps of it come by every color, and colors that follow each other are far apart. */
const stride = 5;

/**
 * Returns the one of the twelve colors that fewest people here wear, and of those one that fewest want who were here lately. Where several are left it is
 * their own, or else the next on the way around the color circle that begins there.
 */
export function leastWorn(own: string, here: Wearers, away: Wearers): string {
  const begin = Math.max(0, personColors.indexOf(own));
  let best = { color: own, here: Number.POSITIVE_INFINITY, away: 0 };
  for (let step = 0; step < personColors.length; step++) {
    const color = personColors[(begin + step * stride) % personColors.length] ?? own;
    const count = { color, here: here.get(color) ?? 0, away: away.get(color) ?? 0 };
    if (count.here < best.here || (count.here === best.here && count.away < best.away)) best = count;
  }
  return best.color;
}
