import { limits } from '@gesso/crdt-schema';
import { useSignal } from '@preact/signals';
import { isComposing } from '../editor/composing.ts';
import { useApp } from './app-context.ts';
import { IconButton } from './parts/Button.tsx';
import { onDemand } from './parts/on-demand.tsx';
import { StatusLine } from './StatusLine.tsx';
import { strings } from './strings.ts';

export const Menu = onDemand(async () => (await import('./MenuPanel.tsx')).MenuPanel);

/** Top left: the menu, the board's name and the quiet word that tells whether everything is stored. */
export const BoardBar = () => {
  const { editor, shell, byHand } = useApp();
  const open = shell.panel.value === 'menu';
  /** What is being typed, which a colleague's new name must not overwrite. */
  const typed = useSignal<string | undefined>(undefined);
  const rename = (input: HTMLInputElement) => {
    const name = typed.peek()?.trim();
    typed.value = undefined;
    if (name !== undefined && name !== editor.name.peek())
      byHand(() => editor.board.edit((writer) => writer.rename(name)));
    input.value = editor.name.peek();
  };
  return (
    <div class="top-left">
      <div class="island board-bar">
        <IconButton
          icon="menu"
          label={strings.menu}
          expanded={open}
          onPress={() => {
            shell.panel.value = open ? undefined : 'menu';
          }}
        />
        <input
          class="board-name"
          aria-label={strings.boardName}
          placeholder={strings.untitled}
          value={typed.value ?? editor.name.value}
          maxLength={limits.nameLength}
          readOnly={!editor.canEdit.value}
          dir="auto"
          size={Math.min(28, Math.max(12, (typed.value ?? editor.name.value).length))}
          onInput={(event) => {
            typed.value = event.currentTarget.value;
          }}
          onBlur={(event) => rename(event.currentTarget)}
          onKeyDown={(event) => {
            if (isComposing(event)) return;
            if (event.key === 'Escape') typed.value = undefined;
            if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
          }}
        />
        <StatusLine />
      </div>
      {open ? (
        <Menu
          onFailed={() => {
            shell.panel.value = undefined;
            shell.tell(strings.notLoaded, 'error');
          }}
        />
      ) : null}
    </div>
  );
};
