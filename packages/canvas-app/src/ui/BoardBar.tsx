import { limits } from '@gesso/crdt-schema';
import { useApp } from './app-context.ts';
import { MenuPanel } from './MenuPanel.tsx';
import { IconButton } from './parts/Button.tsx';
import { StatusLine } from './StatusLine.tsx';
import { strings } from './strings.ts';

/** Top left: the menu, the board's name and the quiet word that tells whether everything is stored. */
export const BoardBar = () => {
  const { editor, shell } = useApp();
  const open = shell.panel.value === 'menu';
  const rename = (input: HTMLInputElement) => {
    const name = input.value.trim();
    if (name !== editor.name.peek()) editor.board.edit((writer) => writer.rename(name));
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
          value={editor.name.value}
          maxLength={limits.nameLength}
          readOnly={!editor.canEdit.value}
          dir="auto"
          size={Math.min(28, Math.max(12, editor.name.value.length))}
          onBlur={(event) => rename(event.currentTarget)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.value = editor.name.peek();
            if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
          }}
        />
        <StatusLine />
      </div>
      {open ? <MenuPanel /> : null}
    </div>
  );
};
