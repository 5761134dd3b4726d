import { useSignal } from '@preact/signals';
import { useLayoutEffect } from 'preact/hooks';
import { isComposing } from '../../input/composing.ts';
import { useApp } from '../../ui/app-context.ts';
import { Dialog } from '../../ui/parts/Dialog.tsx';
import { Chord } from '../../ui/parts/MenuItem.tsx';
import { say, sayCommand } from '../../words/later.ts';
import { type Found, findCommands } from './find.ts';
import { recentCommands, rememberCommand } from './recent.ts';
import './palette.css';

/** Any command by a few letters of its name. */
export function Panel() {
  const { shell, commands, context, session } = useApp();
  const query = useSignal('');
  const at = useSignal(0);
  const found = findCommands(commands, context, query.value, recentCommands(session.storage));
  const chosen = found[at.value];
  const run = (one: Found | undefined) => {
    // What cannot run says why already.
    if (one?.reason !== undefined) return;
    shell.closePanel();
    if (one === undefined) return;
    rememberCommand(session.storage, one.id);
    // The dialog gives the focus back before the command may open something that wants it.
    queueMicrotask(() => one.command.run(context));
  };
  useLayoutEffect(() => {
    if (chosen !== undefined) document.getElementById(`palette-${chosen.id}`)?.scrollIntoView({ block: 'nearest' });
  }, [chosen?.id]);
  return (
    <Dialog title={say('palette.title')} name="palette" modal onClose={shell.closePanel}>
      <input
        class="search"
        type="search"
        aria-controls="palette-list"
        aria-activedescendant={chosen && `palette-${chosen.id}`}
        placeholder={say('palette.search')}
        aria-label={say('palette.search')}
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
          else if (event.key === 'Enter') run(chosen);
          else return;
          event.preventDefault();
        }}
      />
      <div id="palette-list" role="listbox" aria-label={say('palette.title')}>
        {found.length === 0 ? <p class="none">{say('palette.none')}</p> : null}
        {found.map((one, i) => (
          <button
            key={one.id}
            id={`palette-${one.id}`}
            type="button"
            role="option"
            class="menu-item"
            aria-selected={i === at.value}
            aria-disabled={one.reason !== undefined}
            tabIndex={-1}
            onPointerMove={() => {
              at.value = i;
            }}
            onClick={() => run(one)}
          >
            <span>{sayCommand(one.id)}</span>
            {one.reason === undefined ? <Chord of={one.command} /> : <span class="reason">{one.reason}</span>}
          </button>
        ))}
      </div>
    </Dialog>
  );
}
