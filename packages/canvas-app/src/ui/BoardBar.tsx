import { limits } from '@gesso/crdt-schema';
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { isComposing } from '../input/composing.ts';
import { say } from '../words/say.ts';
import { useApp } from './app-context.ts';
import { IconButton } from './parts/Button.tsx';
import { onDemand } from './parts/on-demand.tsx';
import { StatusLine } from './StatusLine.tsx';

const Menu = onDemand(async () => (await import('./MenuPanel.tsx')).MenuPanel);

/** Fetches the menu, so that it opens at once. */
export const loadMenu = Menu.load;

/** A name is taken when it is left, or not typed on for so long (ms). */
const pauseMs = 1_000;

/** Top left: the menu, the board's name and the quiet word that tells whether everything is stored. */
export const BoardBar = () => {
  const { editor, shell, byHand } = useApp();
  const open = shell.panel.value === 'menu';
  /** What is being typed, which a colleague's new name must not overwrite. */
  const typed = useSignal<string | undefined>(undefined);
  /** The name before it was typed over, which Escape brings back. */
  const before = useRef<string | undefined>(undefined);
  /** What of it was told already; a colleague may have gone on from there. */
  const told = useRef<string | undefined>(undefined);
  const pause = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const rename = (name: string | undefined) => {
    clearTimeout(pause.current);
    if (name === undefined || name === editor.name.peek()) return;
    byHand(() => editor.board.edit((writer) => writer.rename(name)));
    told.current = editor.name.peek();
  };
  const onInput = (input: HTMLInputElement) => {
    // A browser's own undo also reaches a field that was left.
    if (document.activeElement !== input) {
      input.value = editor.name.peek();
      return;
    }
    before.current ??= editor.name.peek();
    typed.value = input.value;
    // The one who closes the page has told the name all the same.
    clearTimeout(pause.current);
    pause.current = setTimeout(() => rename(typed.peek()?.trim()), pauseMs);
  };
  const onLeave = (input: HTMLInputElement) => {
    rename(typed.peek()?.trim());
    typed.value = undefined;
    before.current = undefined;
    told.current = undefined;
    input.value = editor.name.peek();
  };
  return (
    <div class="top-left">
      <div class="island board-bar">
        <IconButton
          icon="menu"
          label={say('app.menu')}
          expanded={open}
          onPress={() => {
            if (open) shell.closePanel();
            else shell.openPanel('menu');
          }}
        />
        <input
          class="board-name"
          aria-label={say('app.boardName')}
          placeholder={say('app.untitled')}
          value={typed.value ?? editor.name.value}
          maxLength={limits.nameLength}
          readOnly={!editor.canEdit.value}
          dir="auto"
          size={Math.min(28, Math.max(12, (typed.value ?? editor.name.value).length))}
          onInput={(event) => onInput(event.currentTarget)}
          onBlur={(event) => onLeave(event.currentTarget)}
          onKeyDown={(event) => {
            if (isComposing(event)) return;
            if (event.key === 'Escape') typed.value = told.current === editor.name.peek() ? before.current : undefined;
            if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
          }}
        />
        <StatusLine />
      </div>
      {open ? <Menu onFailed={shell.closePanel} takesKeys /> : null}
    </div>
  );
};
