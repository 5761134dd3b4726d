import { useRef } from 'preact/hooks';
import { nameOf } from './BoardRow.tsx';
import type { Board } from './board.ts';
import type { Boards } from './boards.ts';
import { Question } from './Question.tsx';
import { useTeller } from './Told.tsx';
import { say } from './words.ts';

interface RemoveQuestionProps {
  readonly board: Board;
  readonly boards: Boards;
  readonly onClose: () => void;
}

/** Asks, once, whether a board in the trash is to be deleted for good. */
export function RemoveQuestion({ board, boards, onClose }: RemoveQuestionProps) {
  const { attempt, tell } = useTeller();
  const name = nameOf(board);
  const isSure = useRef(false);
  const remove = async () => {
    if (isSure.current) return;
    isSure.current = true;
    // The dialog gives the keyboard back to its row first, from where it goes on when that is gone.
    onClose();
    await new Promise((next) => setTimeout(next));
    if (await attempt(() => boards.removeForGood(board.id))) tell(say('removed', { name }));
  };
  return (
    <Question title={say('removeAsk', { name })} onClose={onClose}>
      <p>{say('removeHow')}</p>
      <footer>
        <button type="button" class="text-button" onClick={onClose}>
          {say('cancel')}
        </button>
        <button type="button" class="text-button danger" onClick={() => void remove()}>
          {say('remove')}
        </button>
      </footer>
    </Question>
  );
}
