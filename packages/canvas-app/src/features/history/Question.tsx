import { useLayoutEffect, useMemo } from 'preact/hooks';
import { useApp } from '../../ui/app-context.ts';
import { TextButton } from '../../ui/parts/Button.tsx';
import { Dialog } from '../../ui/parts/Dialog.tsx';
import { say } from '../../words/later.ts';
import { compare } from './compare.ts';
import type { Past } from './versions.ts';

interface QuestionProps {
  /** What the board becomes. */
  readonly past: Pick<Past, 'doc'>;
  readonly title: string;
  readonly says: string;
  readonly stays: string;
  /** What is done, on the button that does it. */
  readonly deed: string;
  readonly onClose: (isMeant: boolean) => void;
}

/** Says what is about to happen, and has it done. */
export function Question({ past, title, says, stays, deed, onClose }: QuestionProps) {
  const app = useApp();
  const { difference, stop } = useMemo(() => compare(app, past), [app, past]);
  useLayoutEffect(() => stop, [stop]);
  const { added, changed, gone } = difference.value;
  return (
    <Dialog title={title} name="restore-version" modal onClose={() => onClose(false)}>
      <p>{says}</p>
      <ul>
        <li>{say('history.willRemove', { n: added.length })}</li>
        <li>{say('history.willChange', { n: changed.length })}</li>
        <li>{say('history.willReturn', { n: gone.length })}</li>
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
