import { Presentation } from 'lucide';
import { useApp } from '../../ui/app-context.ts';
import { TextButton } from '../../ui/parts/Button.tsx';
import { Dialog } from '../../ui/parts/Dialog.tsx';
import { say } from '../../words/later.ts';
import { framesInOrder, showFrame } from './order.ts';
import { beginPresenting } from './presenting.ts';
import './frames.css';

/** Every frame by its name, to go there. */
export function Panel() {
  const { editor, shell } = useApp();
  void editor.version.value;
  const frames = framesInOrder(editor);
  return (
    <Dialog title={say('frames.title')} name="frames" modal={false} onClose={shell.closePanel}>
      {frames.length === 0 ? (
        <p>{say('frames.empty')}</p>
      ) : (
        <TextButton kind="filled" icon={Presentation} onPress={() => beginPresenting(editor)}>
          {say('frames.present')}
        </TextButton>
      )}
      <ul class="frame-list">
        {frames.map((frame) => (
          <li key={frame.id}>
            <button type="button" onClick={() => showFrame(editor, frame)}>
              <span>{'name' in frame && frame.name !== '' ? frame.name : say('frames.unnamed')}</span>
              <small>{say('frames.holds', { n: [...editor.board.dependents(frame.id)].length })}</small>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
