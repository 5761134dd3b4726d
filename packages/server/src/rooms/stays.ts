import type { FailureCode } from '@gesso/crdt-schema';
import type { Stay } from '../stores/repositories.ts';
import type { Access } from './member.ts';

/**
 * What a look at a stay found: what the person may do now, or the code with which they are to go. Undefined where nothing lets them in any
 * more, `unknown` where it was not found out.
 */
export type StayFound = Pick<Access, 'role' | 'link' | 'until'> | FailureCode | 'unknown' | undefined;

/** Whom to end the connections of, by what was found. */
export interface Outcome {
  readonly gone: ReadonlySet<Stay>;
  readonly codes: ReadonlyMap<FailureCode, ReadonlySet<Stay>>;
}

/** Compares what was found with what the connections were let in with; of those that were not looked at nothing is said. */
export function outcomeOf(connected: Iterable<Access>, found: ReadonlyMap<Stay, StayFound>): Outcome {
  const gone = new Set<Stay>();
  const codes = new Map<FailureCode, Set<Stay>>();
  for (const { stay, role, link, until } of connected) {
    if (stay === undefined || !found.has(stay)) continue;
    const now = found.get(stay);
    if (now === undefined) {
      gone.add(stay);
      continue;
    }
    if (now === 'unknown') continue;
    const isSame = typeof now !== 'string' && now.role === role && now.link === link && now.until === until;
    if (isSame) continue;
    const code = typeof now === 'string' ? now : 'ROLE_CHANGED';
    codes.set(code, (codes.get(code) ?? new Set()).add(stay));
  }
  return { gone, codes };
}
