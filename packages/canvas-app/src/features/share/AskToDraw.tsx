import { isSmall } from '../../editor/camera.ts';
import { useApp } from '../../ui/app-context.ts';
import { say } from '../../words/later.ts';
import { hasAsked } from './has-asked.ts';
import './asking.css';

/** Asks the owner to be let draw. It stays in reach of the keyboard when it was pressed, and does nothing until it may again. */
export function AskButton() {
  const { commands, context, byHand } = useApp();
  const ask = () => {
    if (!hasAsked()) byHand(() => commands['board.ask']?.run(context));
  };
  return (
    <button type="button" class="text-button plain ask-button" aria-disabled={hasAsked()} onClick={ask}>
      {say(hasAsked() ? 'sharePanel.hasAsked' : 'sharePanel.ask')}
    </button>
  );
}

/** What a person who may only look can do about it, beside Share. In a small window the panel alone has it. */
export function AskToDraw() {
  const { editor, status } = useApp();
  if (editor.canEdit.value || status.value.sync === 'refused' || isSmall(editor.viewport.value)) return null;
  return <AskButton />;
}
