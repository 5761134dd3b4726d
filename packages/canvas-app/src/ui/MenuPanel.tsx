import type { ReadonlySignal } from '@preact/signals-core';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { say } from '../words/later.ts';
import { useApp } from './app-context.ts';
import { CommandItem } from './parts/MenuItem.tsx';
import { walkMenu } from './parts/menu-keys.ts';
import { usePressOutside } from './parts/press-outside.ts';
import { segmented } from './parts/segmented.ts';

/** What the menu has of the command table, in sections. */
export const menuSections = [
  { area: 'board', ids: ['board.new', 'board.share', 'board.copyLink', 'board.export', 'board.copyPng'] },
  { area: 'edit', ids: ['edit.selectAll', 'edit.lasso', 'view.find', 'edit.unlockAll', 'edit.showHidden'] },
  { area: 'frames', ids: ['frame.list', 'frame.present'] },
  {
    area: 'view',
    ids: [
      'view.fit',
      'view.grid',
      'view.snap',
      'view.snapGrid',
      'view.minimap',
      'view.outline',
      'view.toolLock',
      'view.fingersDraw',
      'view.figures',
      'view.language',
      'point.chat',
      'point.react',
      'people.call',
    ],
  },
  { area: 'help', ids: ['board.palette', 'board.help'] },
] as const;

/** What has its place only where it can do something. */
const rarely = new Set<string>([
  'edit.unlockAll',
  'edit.showHidden',
  'view.fingersDraw',
  'point.chat',
  'point.react',
  'people.call',
]);

interface ChoiceProps<T extends string> {
  readonly label: string;
  /** What may be chosen, and what it is called. */
  readonly names: Readonly<Record<T, string>>;
  readonly value: ReadonlySignal<T>;
  readonly onPick: (value: T) => void;
}

/** One of a few values of a setting, side by side: rows of a menu that are chosen among, as a screen reader counts them. */
const Choice = <T extends string>({ label, names, value, onPick }: ChoiceProps<T>) => (
  <fieldset class="setting" aria-label={label}>
    <span aria-hidden="true">{label}</span>
    <div class={segmented}>
      {Object.entries<string>(names).map(([one, name]) => (
        <button
          key={one}
          type="button"
          role="menuitemradio"
          aria-checked={value.value === one}
          onClick={() => onPick(one as T)}
        >
          {name}
        </button>
      ))}
    </div>
  </fieldset>
);

/** The board's menu: entries of the command table with ticks for what is on, the theme and the wheel. */
export const MenuPanel = () => {
  const { shell, commands, context, preferences } = useApp();
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
      class="island menu ticks"
      role="menu"
      aria-label={say('app.menu')}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          close();
        } else walkMenu(event);
      }}
    >
      {menuSections.map(({ area, ids }) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a menu
        <div key={area} class="menu-group" role="group" aria-label={say(`menu.${area}`)}>
          {ids
            .filter((id) => !rarely.has(id) || commands[id]?.when?.(context) !== false)
            .map((id) => (
              <CommandItem key={id} id={id} onPress={close} />
            ))}
        </div>
      ))}
      <hr />
      <Choice
        label={say('menu.theme')}
        names={{ system: say('menu.themes.system'), light: say('menu.themes.light'), dark: say('menu.themes.dark') }}
        value={preferences.theme}
        onPick={(theme) => preferences.set('theme', theme)}
      />
      <Choice
        label={say('menu.wheel')}
        names={{
          auto: say('menu.wheelMode.auto'),
          mouse: say('menu.wheelMode.mouse'),
          trackpad: say('menu.wheelMode.trackpad'),
        }}
        value={preferences.wheel}
        onPick={(wheel) => preferences.set('wheel', wheel)}
      />
    </div>
  );
};
