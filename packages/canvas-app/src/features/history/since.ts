import type { Person } from '@gesso/crdt-schema';
import { signal } from '@preact/signals';
import { isReached } from '../../network/status.ts';
import type { App } from '../../ui/app-context.ts';
import { say } from '../../words/later.ts';
import { listed } from '../../words/name-of.ts';
import type { Stop } from '../feature.ts';
import { hasOthers } from './has-others.ts';
import { lastHere, noteHere } from './last-here.ts';
import { type LoadedFilm, loadFilm } from './load-film.ts';
import { noteServerTime, serverNow } from './server-clock.ts';
import { readPage } from './versions.ts';
import { whatChanged } from './what-changed.ts';

/** ms between two notes that a board is seen: what a page that crashes does not know. */
const notePace = 60_000;
/** Elements of a board that is fetched again only when a person asks for it. */
const large = 5_000;

/** When this device was here before this visit, ms since 1970 by the clock of the server; undefined the first time. */
export const hereBefore = signal<number | undefined>(undefined);
/** What has changed since then is to be shown as the panel opens. */
export const wantsSince = signal(false);

/** When the board was changed last, by the clock of the server, which is noted. */
async function askServer({ session }: Pick<App, 'session'>): Promise<number> {
  const response = await fetch(`/api/boards/${encodeURIComponent(session.id.peek() ?? '')}/versions?limit=1`, {
    credentials: 'same-origin',
  });
  noteServerTime(response.headers.get('date'));
  const { versions } = readPage(response.ok ? await response.json() : undefined);
  return versions[0]?.at ?? 0;
}

/** Notes when the board is seen, as long as it is. */
function keepNoting({ session, status }: Pick<App, 'session' | 'status'>): Stop {
  const note = () => {
    const id = session.id.peek();
    if (id !== undefined && isReached(status.peek().sync)) noteHere(session.storage, id, serverNow());
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
  const me = you.peek()?.id;
  if (isLarge && !(await hasOthers(session, { from, me, signal }))) return;
  const sentence = isLarge ? say('history.changedSince') : sentenceFor(await loadFilm(session, { from, signal }), me);
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
  const abort = new AbortController();
  const stop = keepNoting(app);
  const ask = async () => {
    const changed = await askServer(app);
    if (before !== undefined && changed > before) await hint(app, before, abort.signal);
  };
  void ask().catch(() => undefined);
  return () => {
    abort.abort();
    stop();
  };
}
