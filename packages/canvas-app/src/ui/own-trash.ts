import { useEffect, useRef, useState } from 'preact/hooks';
import { isInOwnTrash, restoreBoard } from '../session/board-in-trash.ts';
import { say } from '../words/later.ts';
import { useApp } from './app-context.ts';
import { sentenceOf } from './sentence.ts';

/** What takes the board of this page out of the trash; undefined for all but its owner, who has it there. */
export function useRestore(): (() => void) | undefined {
  const { session, status, shell } = useApp();
  const inTrash = status.value.reason === 'BOARD_IN_TRASH' && session.visitor === undefined;
  const [isOwn, setIsOwn] = useState(session.connection.role.peek() === 'owner');
  const isBusy = useRef(false);
  useEffect(() => {
    // Without an answer it is as if the board were another's: My boards leads to the trash as well.
    if (inTrash && !isOwn) isInOwnTrash(session).then(setIsOwn, () => undefined);
  }, [inTrash, session, isOwn]);
  if (!inTrash || !isOwn) return undefined;
  const restore = async () => {
    if (isBusy.current) return;
    isBusy.current = true;
    try {
      await restoreBoard(session);
      shell.tell(say('refused.restored'));
      // The button that was pressed goes.
      document.querySelector<HTMLElement>('.surface')?.focus({ preventScroll: true });
    } catch (error) {
      shell.tell(sentenceOf(error), 'error');
    }
    isBusy.current = false;
  };
  return () => void restore();
}
