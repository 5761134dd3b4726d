import { say, sayCommand } from '../words/say.ts';
import { useApp } from './app-context.ts';
import { CommandButton } from './parts/Button.tsx';
import { moveFocus } from './parts/roving.ts';

export const ZoomBar = () => {
  const { editor, commands, context } = useApp();
  const percent = Math.round(editor.camera.value.zoom * 100);
  // What a field can take back, only the browser knows.
  const typing = editor.editing.value !== undefined;
  return (
    <div class={editor.canEdit.value ? 'bottom-left' : 'bottom-left viewer'}>
      <div class="island zoom" role="toolbar" aria-label={say('app.zoom')} onKeyDown={moveFocus}>
        <CommandButton id="view.zoomOut" icon="minus" />
        <button
          type="button"
          class="percent"
          title={sayCommand('view.zoom100')}
          aria-label={`${sayCommand('view.zoom100')}: ${percent} %`}
          onClick={() => commands['view.zoom100']?.run(context)}
        >
          {percent}&#x202f;%
        </button>
        <CommandButton id="view.zoomIn" icon="plus" />
      </div>
      {editor.canEdit.value ? (
        <div class="island history" role="toolbar" aria-label={say('app.history')} onKeyDown={moveFocus}>
          <CommandButton id="edit.undo" icon="undo" disabled={!(typing || editor.canUndo.value)} />
          <CommandButton id="edit.redo" icon="redo" disabled={!(typing || editor.canRedo.value)} />
        </div>
      ) : null}
    </div>
  );
};
