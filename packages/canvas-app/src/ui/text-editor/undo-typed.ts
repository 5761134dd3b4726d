import type { OpenHistory, TextSession } from '@gesso/crdt-schema';
import { fetchedOnce } from '../../waiting.ts';

/** What knows which letters are whose: the first page has no room for it. */
const load = fetchedOnce(async () => (await import('./typing-history.ts')).openTypingHistory);

/**
 * Lets undo and redo in a field be those of the session, for as long as the field is there. A browser's own history of a field ends with
 * the first letter of another person, and knows nothing of whose letters are whose; it serves where the session's cannot be fetched.
 */
export const undoTypedIn = (field: HTMLTextAreaElement, session: TextSession): void => {
  let history: OpenHistory | 'awaited' | 'missing' = 'awaited';
  const settled = load().then(
    (open) => {
      history = open;
    },
    () => {
      history = 'missing';
    },
  );
  const step = (what: 'undo' | 'redo') => typeof history === 'function' && session.step(what, history);
  field.addEventListener('beforeinput', (event) => {
    if (event.defaultPrevented || history === 'missing' || !event.inputType.startsWith('history')) return;
    const what = event.inputType === 'historyUndo' ? 'undo' : 'redo';
    if (history !== 'awaited') {
      if (step(what) || event.isTrusted) event.preventDefault();
      return;
    }
    // Asked for before it has come: it is done once it is there.
    event.preventDefault();
    settled.then(() => field.isConnected && step(what));
  });
};
