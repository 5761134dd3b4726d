import { type BoardDoc, withoutDeeds } from '@gesso/crdt-schema';
import type { App } from '../../ui/app-context.ts';
import { type LoadedDeeds, loadDeeds } from './load-film.ts';
import { serverNow } from './server-clock.ts';

/** What was stored since a time (ms since 1970, by the clock of the server). */
export interface LateDeeds extends LoadedDeeds {
  readonly from: number;
}

/** Fetches what was stored in the last minutes. Throws `Failure`, or the reason of the signal. */
export async function lateDeeds(
  session: Pick<App['session'], 'id' | 'visitor'>,
  minutes: number,
  signal: AbortSignal,
): Promise<LateDeeds> {
  const from = Math.floor(serverNow() - minutes * 60_000);
  return { ...(await loadDeeds(session, { from, signal })), from };
}

/**
 * The board without what a person has done since a time until now: what they did while it was looked at is fetched, too, and what others
 * did stays. Throws `Failure`, or the reason of the signal.
 */
export async function boardWithout(
  session: Pick<App['session'], 'id' | 'visitor' | 'doc'>,
  { from }: LateDeeds,
  person: string,
  signal: AbortSignal,
): Promise<BoardDoc> {
  const { base, deeds } = await loadDeeds(session, { from, signal });
  return withoutDeeds(session.doc, base, deeds, person);
}
