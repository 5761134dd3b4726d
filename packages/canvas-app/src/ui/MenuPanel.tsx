import type { ReadonlySignal } from '@preact/signals-core';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { chordLabel } from '../commands/keys.ts';
import { useApp } from './app-context.ts';
import { menuStrings } from './menu-strings.ts';
import { usePressOutside } from './parts/press-outside.ts';
import { moveFocus } from './parts/roving.ts';
import { strings } from './strings.ts';

const entries = [
  'board.new',
  'board.share',
  'board.export',
  'board.copyPng',
  '-',
  'edit.selectAll',
  'view.fit',
  'view.minimap',
  'frame.list',
  'frame.present',
  'view.grid',
  'view.snap',
  'view.toolLock',
  '-',
  'board.palette',
  'board.help',
] as const;

interface ChoiceProps<T extends string> {
  readonly label: string;
  /** What may be chosen, and what it is called. */
  readonly names: Readonly<Record<T, string>>;
  readonly value: ReadonlySignal<T>;
  readonly onPick: (value: T) => void;
}

/** One of a few values of a setting, side by side. */
const Choice = <T extends string>({ label, names, value, onPick }: ChoiceProps<T>) => (
  <fieldset class="setting">
    <legend>{label}</legend>
    <div class="segmented">
      {Object.entries<string>(names).map(([one, name]) => (
        <button key={one} type="button" aria-pressed={value.value === one} onClick={() => onPick(one as T)}>
          {name}
        </button>
      ))}
    </div>
  </fieldset>
);

/** The board's menu: entries of the command table, and the theme. */
export const MenuPanel = () => {
  const { shell, commands, context, preferences, mac } = useApp();
  const ref = useRef<HTMLDivElement>(null);
  const close = shell.closePanel;
  useLayoutEffect(() => {
    const before = document.activeElement;
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  // As it appears: an Escape right after that is its own already.
  useLayoutEffect(() => {
    ref.current?.querySelector('button')?.focus();
  }, []);
  usePressOutside('.menu, .board-bar', close);
  return (
    <div
      ref={ref}
      class="island menu"
      role="menu"
      aria-label={strings.menu}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          close();
        } else moveFocus(event);
      }}
    >
      {entries.map((id, i) => {
        const command = commands[id];
        if (command === undefined) return <hr key={`line-${i}`} />;
        return (
          <button
            key={id}
            type="button"
            role="menuitem"
            class="menu-item"
            disabled={command.when?.(context) === false}
            onClick={() => {
              close();
              command.run(context);
            }}
          >
            <span>{command.label}</span>
            {command.keys[0] === undefined ? null : <kbd>{chordLabel(command.keys[0], mac)}</kbd>}
          </button>
        );
      })}
      <hr />
      <Choice
        label={menuStrings.theme}
        names={menuStrings.themes}
        value={preferences.theme}
        onPick={(theme) => preferences.set('theme', theme)}
      />
      <Choice
        label={menuStrings.wheel}
        names={menuStrings.wheelModes}
        value={preferences.wheel}
        onPick={(wheel) => preferences.set('wheel', wheel)}
      />
    </div>
  );
};
