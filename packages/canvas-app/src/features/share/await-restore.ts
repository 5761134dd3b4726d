import { Failure } from '@gesso/crdt-schema';
import { addressOf } from '../../network/address.ts';
import { linkMemory, openedBy } from '../../network/link-memory.ts';
import { whereToGo } from '../../session/address-bar.ts';
import { comeBack } from '../../session/board-in-trash.ts';
import type { App } from '../../ui/app-context.ts';
import type { Stop } from '../feature.ts';

/** ms between two looks, give or take a quarter, so that those who were cut off together do not come back together. */
const pause = 20_000;
/** Looks by the clock, half an hour of them; afterwards only when the person comes back to the page, or the network does. */
const mostLooks = 90;
/** ms between two looks at least, however often the page is turned to. */
const shortest = 3_000;

/** Resolves if the board is out of the trash and this page may come in. By requests: the socket would take their answer for a refusal. */
async function ask({ api, id, storage }: App['session']): Promise<void> {
  const board = id.peek() ?? '';
  try {
    await api.call('GET', `/api/boards/${encodeURIComponent(board)}`);
  } catch (error) {
    const { key } = whereToGo();
    if (key === undefined || !(error instanceof Failure) || error.code !== 'NO_SUCH_BOARD') throw error;
    // Who came for the first time while it was in the trash has nothing but the key. One that needs a password is asked for by a reload.
    await api.join(board, key);
    linkMemory(storage, board).remember({ id: openedBy, url: addressOf(board, key) });
  }
}

/** Looks now and then, while the page is seen, whether the owner has brought the board back, and goes on with it then. Returns its stop. */
export function awaitRestore({ session, status }: Pick<App, 'session' | 'status'>): Stop {
  const abort = new AbortController();
  const { signal } = abort;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let looks = 0;
  let lookedAt = Number.NEGATIVE_INFINITY;
  const stop = () => {
    clearTimeout(timer);
    abort.abort();
  };
  const look = async () => {
    if (status.peek().reason !== 'BOARD_IN_TRASH') stop();
    if (signal.aborted || document.visibilityState !== 'visible' || performance.now() - lookedAt < shortest) return;
    lookedAt = performance.now();
    // It is still there, or the server is away.
    const isBack = await ask(session).then(
      () => true,
      () => false,
    );
    if (!isBack || signal.aborted) return;
    stop();
    await comeBack(session);
  };
  const later = () => {
    if (!signal.aborted && ++looks <= mostLooks)
      timer = setTimeout(() => void look().then(later), pause * (0.75 + Math.random() / 2));
  };
  const now = () => void look();
  document.addEventListener('visibilitychange', now, { signal });
  for (const event of ['focus', 'online']) window.addEventListener(event, now, { signal });
  later();
  return stop;
}
