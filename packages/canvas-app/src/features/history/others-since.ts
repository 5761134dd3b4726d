import { decodeHistory, type Person } from '@gesso/crdt-schema';
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
 * Who else has done anything on a board since a time, first who did first; undefined where that is not told. What came before is not fetched
 * for it, as a film of it would need, and no more than a page of what came since. What was undone since counts. Throws `Failure`, or the
 * reason of the signal.
 */
export async function othersSince(
  session: Pick<App['session'], 'api' | 'id' | 'visitor'>,
  { from, me, signal }: Asked,
): Promise<readonly Person[] | undefined> {
  const { versions, next: older } = await versionsOf(session).list();
  // Of a board without an older version all is asked for: it is not long.
  const after = versions.find(({ at }) => at <= from)?.seq ?? (older === undefined ? 0 : undefined);
  if (after === undefined) return undefined;
  const path = `/api/boards/${encodeURIComponent(session.id.peek() ?? '')}/history?after=${after}`;
  const { authors, updates, next } = decodeHistory(await fetchBytes(path, session.visitor?.headers(), signal));
  if (next > 0) return undefined;
  const since = new Set(updates.filter(({ at }) => at > from).map(({ author }) => authors[author]));
  return [...since].flatMap((person) => (person === undefined || person.id === me ? [] : person));
}
