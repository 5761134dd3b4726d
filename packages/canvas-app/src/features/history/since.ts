import { signal } from '@preact/signals';
import { isReached } from '../../network/status.ts';
import type { App } from '../../ui/app-context.ts';
import { say } from '../../words/later.ts';
import type { Stop } from '../feature.ts';
import { lastHere, noteHere } from './last-here.ts';
import { othersSince } from './others-since.ts';
import { saidNames } from './said-names.ts';
import { noteServerTime, serverNow } from './server-clock.ts';
import { readPage } from './versions.ts';

/** ms between two notes that a board is seen: what a page that crashes does not know. */
const notePace = 60_000;
/** ms for the answer when the board was changed last. */
const answerTimeout = 20_000;

/** When this device was here before this visit, ms since 1970 by the clock of the server; undefined the first time. */
export const hereBefore = signal<number | undefined>(undefined);
/** What has changed since then is to be shown as the panel opens. */
export const wantsSince = signal(false);

/** When the board was changed last, by the clock of the server, which is noted. */
async function askServer({ session }: Pick<App, 'session'>): Promise<number> {
  const response = await fetch(`/api/boards/${encodeURIComponent(session.id.peek() ?? '')}/versions?limit=1`, {
    credentials: 'same-origin',
    signal: AbortSignal.timeout(answerTimeout),
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

/** Says what others have done, where they did. What it was is fetched when a person asks for it: that may be much. */
async function hint({ session, shell, you }: App, from: number, signal: AbortSignal): Promise<void> {
  const others = await othersSince(session, { from, me: you.peek()?.id, signal });
  if (others?.length === 0 || signal.aborted) return;
  const isKnown = others?.some(({ name }) => name !== '') === true;
  const sentence = isKnown ? say('history.sinceHint', { who: saidNames(others) }) : say('history.changedSince');
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
