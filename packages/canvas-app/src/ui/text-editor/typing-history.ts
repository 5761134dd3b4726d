import { openTypingHistory, type TextSession } from '@gesso/crdt-schema';

/**
 * Lets undo and redo in a field be those of the session, for as long as the field is there. A browser's own history of a field ends with
 * the first letter of somebody else, and knows nothing of whose letters are whose.
 */
export const takeBackIn = (field: HTMLTextAreaElement, session: TextSession): void =>
  field.addEventListener('beforeinput', (event) => {
    if (event.defaultPrevented || !event.inputType.startsWith('history')) return;
    const what = event.inputType === 'historyUndo' ? 'undo' : 'redo';
    if (session.step(what, openTypingHistory) || event.isTrusted) event.preventDefault();
  });
