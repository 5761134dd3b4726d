import type { Person } from '@gesso/crdt-schema';
import { signal } from '@preact/signals';
import { isReached } from '../../network/status.ts';
import type { App } from '../../ui/app-context.ts';
import { say } from '../../words/later.ts';
import { listed } from '../../words/name-of.ts';
import type { Stop } from '../feature.ts';
import { lastHere, noteHere } from './last-here.ts';
import { type LoadedFilm, loadFilm } from './load-film.ts';
import { readPage } from './versions.ts';
import { whatChanged } from './what-changed.ts';

/** ms between two notes that a board is seen: what a page that crashes does not know. */
const notePace = 60_000;
/** Elements of a board that is fetched again only when a person asks for it. */
const large = 5_000;
/** Clocks of a server and a device that are no further apart agree: a server tells its time in seconds. */
const clockSlack = 2_000;

/** When this device was here before this visit, ms since 1970 by the clock of the server; undefined the first time. */
export const hereBefore = signal<number | undefined>(undefined);
/** What has changed since then is to be shown as the panel opens. */
export const wantsSince = signal(false);

/** When the board was changed last, and how far the clock of its server is ahead of the one here, in ms. */
async function askServer({
  session,
}: Pick<App, 'session'>): Promise<{ readonly changed: number; readonly ahead: number }> {
  const response = await fetch(`/api/boards/${encodeURIComponent(session.id.peek() ?? '')}/versions?limit=1`, {
    credentials: 'same-origin',
  });
  const { versions } = readPage(response.ok ? await response.json() : undefined);
  const ahead = Date.parse(response.headers.get('date') ?? '') - Date.now();
  return { changed: versions[0]?.at ?? 0, ahead: Math.abs(ahead) > clockSlack ? ahead : 0 };
}

/** How far the clock of the server is ahead, in ms, once that is known. */
interface Clock {
  ahead: number;
}

/** Notes when the board is seen, as long as it is. */
function keepNoting({ session, status }: Pick<App, 'session' | 'status'>, clock: Clock): Stop {
  const note = () => {
    const id = session.id.peek();
    if (id !== undefined && isReached(status.peek().sync)) noteHere(session.storage, id, Date.now() + clock.ahead);
  };
  const abort = new AbortController();
  const { signal } = abort;
  document.addEventListener('visibilitychange', note, { signal });
  window.addEventListener('pagehide', note, { signal });
  const timer = setInterval(() => document.visibilityState === 'visible' && note(), notePace);
  note();
  return () => {
    abort.abort();
    clearInterval(timer);
  };
}

/** What the hint says; undefined where there is nothing to be told. */
function sentenceFor(
  { film, people }: Pick<LoadedFilm, 'film' | 'people'>,
  me: string | undefined,
): string | undefined {
  const made = whatChanged(film, me);
  if (made.length === 0) return undefined;
  const names = [...new Set(made.map(({ by }) => by))].flatMap((by): readonly Person[] => {
    const person = people.get(by);
    return person === undefined || person.name === '' ? [] : [person];
  });
  const who = listed(...names.slice(0, 3).map(({ name }) => name), names.length > 3 ? '…' : '');
  return who === '' ? say('history.changedSince') : say('history.sinceHint', { n: made.length, who });
}

async function hint(app: App, from: number, signal: AbortSignal): Promise<void> {
  const { editor, session, shell, you } = app;
  const isLarge = editor.board.size > large;
  const sentence = isLarge
    ? say('history.changedSince')
    : sentenceFor(await loadFilm(session, { from, signal }), you.peek()?.id);
  if (sentence === undefined || signal.aborted) return;
  shell.tell(sentence, 'info', {
    label: say('history.show'),
    run() {
      wantsSince.value = true;
      shell.openPanel('history');
    },
  });
}

/**
 * Tells quietly what others have changed since this device was here, and remembers until when it is here now. A server that does not
 * answer is asked at the next visit. Returns its stop.
 */
export function beginSince(app: App): Stop {
  const { session } = app;
  const id = session.id.peek();
  if (id === undefined || session.visitor !== undefined) return () => undefined;
  const before = lastHere(session.storage, id);
  hereBefore.value = before;
  const clock: Clock = { ahead: 0 };
  const abort = new AbortController();
  const stop = keepNoting(app, clock);
  const ask = async () => {
    const { changed, ahead } = await askServer(app);
    clock.ahead = ahead;
    if (before !== undefined && changed > before) await hint(app, before, abort.signal);
  };
  void ask().catch(() => undefined);
  return () => {
    abort.abort();
    stop();
  };
}
