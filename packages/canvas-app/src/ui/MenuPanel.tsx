import { useSignal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals-core';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { CommandContext, Commands } from '../commands/command.ts';
import { say } from '../words/later.ts';
import { useApp } from './app-context.ts';
import { CommandItem } from './parts/MenuItem.tsx';
import { walkMenu } from './parts/menu-keys.ts';
import { usePressOutside } from './parts/press-outside.ts';
import { closeByKey, followMouse, Submenu, SubmenuRow, type SubmenuState } from './parts/Submenu.tsx';
import { segmented } from './parts/segmented.ts';

type Submenus = SubmenuState<SubmenuName>;

/** What is kept in submenus. */
const submenus = {
  show: [
    'view.fit',
    'view.peek',
    'view.grid',
    'view.snap',
    'view.snapGrid',
    'view.minimap',
    'view.outline',
    'comment.hide',
    'view.figures',
  ],
  settings: ['view.toolLock', 'view.fingersDraw', 'view.language'],
  people: ['comment.list', 'comment.chat', 'point.chat', 'point.react', 'people.follow', 'people.call', 'people.me'],
} as const;

type SubmenuName = keyof typeof submenus;

interface MenuSection {
  readonly area: 'board' | 'edit' | 'frames' | 'view' | 'help';
  readonly ids: readonly string[];
  readonly more?: readonly SubmenuName[];
}

/** What the menu has of the command table, in sections. */
const sections: readonly MenuSection[] = [
  {
    area: 'board',
    ids: [
      'board.list',
      'board.new',
      'board.open',
      'board.templates',
      'board.library',
      'board.share',
      'board.copyLink',
      'board.export',
      'board.copyPng',
      'board.copySvg',
      'board.history',
    ],
  },
  { area: 'edit', ids: ['edit.selectAll', 'edit.lasso', 'view.find', 'edit.unlockAll', 'edit.showHidden'] },
  { area: 'frames', ids: ['frame.list', 'frame.present'] },
  { area: 'view', ids: [], more: ['people', 'show', 'settings'] },
  { area: 'help', ids: ['board.palette', 'board.help'] },
];

/** Ids of all commands that the menu leads to. */
export const inMenu: readonly string[] = [...sections, ...Object.values(submenus).map((ids) => ({ ids }))].flatMap(
  ({ ids }): readonly string[] => ids,
);

/** What has its place only where it can do something. */
const rarely = new Set<string>([
  'edit.unlockAll',
  'edit.showHidden',
  'view.minimap',
  'view.fingersDraw',
  'point.chat',
  'point.react',
  'people.follow',
  'people.call',
]);

/** Of some ids, those that have their place now. */
const shownOf =
  (commands: Commands, context: CommandContext) =>
  (ids: readonly string[]): readonly string[] =>
    ids.filter((id) => !rarely.has(id) || commands[id]?.when?.(context) !== false);

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

/** How the page looks and answers to the wheel. */
function Choices() {
  const { preferences } = useApp();
  return (
    <>
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
    </>
  );
}

/** The rows of the menu, in sections. */
function Sections({ close, submenu }: { readonly close: () => void; readonly submenu: Submenus }) {
  const { commands, context } = useApp();
  const shown = shownOf(commands, context);
  return (
    <>
      {sections.map(({ area, ids, more = [] }) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a menu
        <div key={area} class="menu-group" role="group" aria-label={say(`menu.${area}`)}>
          {shown(ids).map((id) => (
            <CommandItem key={id} id={id} onPress={close} />
          ))}
          {more
            .filter((name) => shown(submenus[name]).length > 0)
            .map((name) => (
              <SubmenuRow key={name} name={name} label={say(`menu.${name}`)} state={submenu} />
            ))}
        </div>
      ))}
    </>
  );
}

/** The board's menu: entries of the command table in sections, those for which one comes seldom in submenus, with ticks for what is on. */
export const MenuPanel = () => {
  const { shell, commands, context } = useApp();
  const ref = useRef<HTMLDivElement>(null);
  const submenu: Submenus = useSignal(undefined);
  const mouse = useMemo(() => followMouse(submenu), [submenu]);
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
  const more = submenu.value;
  return (
    <>
      <div
        ref={ref}
        class="island menu"
        role="menu"
        aria-label={say('app.menu')}
        onPointerMove={mouse.moved}
        onPointerLeave={mouse.stay}
        onKeyDown={(event) => {
          if (closeByKey(event, submenu)) return;
          if (event.key === 'Escape') {
            event.stopPropagation();
            close();
          } else walkMenu(event);
        }}
      >
        <Sections close={close} submenu={submenu} />
      </div>
      {more === undefined ? null : (
        <Submenu
          opened={more}
          state={submenu}
          label={say(`menu.${more.name}`)}
          leave={close}
          onReached={mouse.stay}
          class={more.name === 'people' ? '' : 'ticks'}
        >
          {shownOf(
            commands,
            context,
          )(submenus[more.name]).map((id) => (
            <CommandItem key={id} id={id} onPress={close} />
          ))}
          {more.name === 'settings' ? <Choices /> : null}
        </Submenu>
      )}
    </>
  );
};
