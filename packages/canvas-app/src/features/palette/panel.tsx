import { useSignal } from '@preact/signals';
import { isComposing } from '../../input/composing.ts';
import { useApp } from '../../ui/app-context.ts';
import { Dialog } from '../../ui/parts/Dialog.tsx';
import { Chord } from '../../ui/parts/MenuItem.tsx';
import { strings } from './strings.ts';
import './palette.css';

/** Any command by a few letters of its name. */
export function Panel() {
  const { shell, commands, context } = useApp();
  const query = useSignal('');
  const at = useSignal(0);
  const words = query.value.toLowerCase().split(/\s+/);
  const found = Object.entries(commands).filter(
    ([, command]) =>
      command.when?.(context) !== false && words.every((word) => command.label.toLowerCase().includes(word)),
  );
  const run = (id: string | undefined) => {
    shell.closePanel();
    // The dialog gives the focus back before the command may open something that wants it.
    if (id !== undefined) queueMicrotask(() => commands[id]?.run(context));
  };
  return (
    <Dialog title={strings.title} name="palette" modal onClose={shell.closePanel}>
      <input
        class="search"
        type="search"
        aria-controls="palette-list"
        aria-activedescendant={found[at.value] === undefined ? undefined : `palette-${found[at.value]?.[0]}`}
        placeholder={strings.search}
        aria-label={strings.search}
        autofocus
        value={query.value}
        onInput={(event) => {
          query.value = event.currentTarget.value;
          at.value = 0;
        }}
        onKeyDown={(event) => {
          if (isComposing(event)) return;
          if (event.key === 'ArrowDown') at.value = Math.min(found.length - 1, at.value + 1);
          else if (event.key === 'ArrowUp') at.value = Math.max(0, at.value - 1);
          else if (event.key === 'Enter') run(found[at.value]?.[0]);
          else return;
          event.preventDefault();
        }}
      />
      <div id="palette-list" role="listbox" aria-label={strings.title}>
        {found.length === 0 ? <p class="none">{strings.none}</p> : null}
        {found.map(([id, command], i) => (
          <button
            key={id}
            id={`palette-${id}`}
            type="button"
            role="option"
            class="menu-item"
            aria-selected={i === at.value}
            tabIndex={-1}
            onClick={() => run(id)}
          >
            <span>{command.label}</span>
            <Chord of={command} />
          </button>
        ))}
      </div>
    </Dialog>
  );
}
