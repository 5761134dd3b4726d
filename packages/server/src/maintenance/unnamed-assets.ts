import { assetNameOverlap, assetsNamedIn } from '@gesso/crdt-schema';
import type { Services } from '../services/services.ts';
import { nextTurn } from '../timers.ts';
import { dayMs, KiB } from '../units.ts';

/** What is looked through in one turn: some 2 ms. */
const pieceBytes = 256 * KiB;

interface Deps extends Pick<Services, 'store' | 'now' | 'timers'> {
  readonly repositories: Pick<Services['repositories'], 'assets'>;
  readonly config: Pick<Services['config'], 'pictureKeepDays'>;
}

/**
 * Looks through boards that changed for the pictures they name, at most once a day each, and gives up those that neither the document nor a named version has named
 * for `PICTURE_KEEP_DAYS`: until then an undo, a copy that was offline or a paste may bring one back. Resolves to how many were
 * given up; `forgetOld` removes the bytes of those that no other board has.
 */
export const giveUpAssets = async (deps: Deps, stopped: () => boolean = () => false): Promise<number> => {
  const { repositories, config, now } = deps;
  const { assets } = repositories;
  const unnamedBefore = now() - config.pictureKeepDays * dayMs;
  let given = 0;
  for (const board of await assets.toLookAt(now() - dayMs, unnamedBefore)) {
    if (stopped()) break;
    given += await assets.looked(board, { named: await namedBy(board, deps), at: now(), unnamedBefore });
  }
  return given;
};

/** The assets of a board that its document or a named version names. */
async function namedBy(board: string, { repositories, store, timers }: Deps): Promise<ReadonlySet<string>> {
  const known = new Set((await repositories.assets.ofBoard(board)).map(({ hash }) => hash));
  // Compacted, a board holds nothing of what was deleted. One that cannot be compacted names a little more than it shows.
  await store.compact(board).catch(() => false);
  const { parts } = await store.load(board);
  const named = new Set<string>();
  const look = async (part: Uint8Array): Promise<void> => {
    for (let at = 0; at < part.length && named.size < known.size; at += pieceBytes) {
      for (const name of assetsNamedIn(part.subarray(at, at + pieceBytes + assetNameOverlap), known)) named.add(name);
      await nextTurn(timers);
    }
  };
  for (const part of parts) await look(part);
  for (const { id } of await store.history.versions(board)) {
    if (named.size === known.size) break;
    await look((await store.history.stateOf(board, id)) ?? new Uint8Array());
  }
  return named;
}
