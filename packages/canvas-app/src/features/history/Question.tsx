import type { BoardDifference } from '@gesso/crdt-schema';
import { TextButton } from '../../ui/parts/Button.tsx';
import { Dialog } from '../../ui/parts/Dialog.tsx';
import { say } from '../../words/later.ts';

interface QuestionProps {
  /** How the board differs from what it becomes. */
  readonly difference: BoardDifference;
  readonly title: string;
  readonly says: string;
  readonly stays: string;
  /** What is done, on the button that does it. */
  readonly deed: string;
  readonly onClose: (isMeant: boolean) => void;
}

/** Says what is about to happen, and has it done. */
export function Question({ difference, title, says, stays, deed, onClose }: QuestionProps) {
  const { added, changed, gone } = difference;
  return (
    <Dialog title={title} name="restore-version" modal onClose={() => onClose(false)}>
      <p>{says}</p>
      <ul>
        {added.length === 0 ? null : <li>{say('history.willRemove', { n: added.length })}</li>}
        {changed.length === 0 ? null : <li>{say('history.willChange', { n: changed.length })}</li>}
        {gone.length === 0 ? null : <li>{say('history.willReturn', { n: gone.length })}</li>}
      </ul>
      <p>{stays}</p>
      <footer>
        <TextButton onPress={() => onClose(false)}>{say('history.cancel')}</TextButton>
        <TextButton kind="filled" onPress={() => onClose(true)}>
          {deed}
        </TextButton>
      </footer>
    </Dialog>
  );
}
