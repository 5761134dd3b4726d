import { decodeHistory } from '@gesso/crdt-schema';
import type { App } from '../../ui/app-context.ts';
import { fetchBytes } from './fetch-bytes.ts';
import { versionsOf } from './versions.ts';

interface Asked {
  /** ms since 1970, by the clock of the server. */
  readonly from: number;
  readonly me: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * Whether others have done anything on a board since a time. What came before is not fetched for it, as a film of it would need, and no more
 * than a page of what came since: where that does not tell, they may have. Throws `Failure`, or the reason of the signal.
 */
export async function hasOthers(
  session: Pick<App['session'], 'api' | 'id' | 'visitor'>,
  { from, me, signal }: Asked,
): Promise<boolean> {
  const { versions } = await versionsOf(session).list();
  const then = versions.find(({ at }) => at <= from);
  if (then === undefined) return true;
  const path = `/api/boards/${encodeURIComponent(session.id.peek() ?? '')}/history?after=${then.seq}`;
  const { authors, updates, next } = decodeHistory(await fetchBytes(path, session.visitor?.headers(), signal));
  return next > 0 || updates.some(({ at, author }) => at > from && authors[author]?.id !== me);
}
