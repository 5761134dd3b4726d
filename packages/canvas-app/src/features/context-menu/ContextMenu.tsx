import { useSignal } from '@preact/signals';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { chordLabel } from '../../commands/keys.ts';
import { toBoard } from '../../editor/camera.ts';
import { useApp } from '../../ui/app-context.ts';
import { arrangeIcons } from '../../ui/parts/arrange-icons.ts';
import { Icon } from '../../ui/parts/icons.tsx';
import { CommandItem } from '../../ui/parts/MenuItem.tsx';
import { walkMenu } from '../../ui/parts/menu-keys.ts';
import { usePressOutside } from '../../ui/parts/press-outside.ts';
import { closeByKey, followMouse, Submenu, SubmenuRow, type SubmenuState } from '../../ui/parts/Submenu.tsx';
import { say, sayCommand } from '../../words/later.ts';
import { opened, setOpened } from './opened.ts';
import { menuPlace } from './place.ts';
import { labelOf, type ShownSection, type SubmenuName, shownIn, shownSections } from './sections.ts';
import './context-menu.css';

const focusBoard = (): void => document.querySelector<HTMLElement>('.surface')?.focus({ preventScroll: true });

/** Whether a key leads on from the menu, as Escape leaves it. */
const leaves = ({ key }: KeyboardEvent): boolean => key === 'Escape' || key === 'Tab';

/** Closes the menu as soon as the paper moves away under it, or the window is another. */
function useLeaveWithBoard(): void {
  const { editor } = useApp();
  useLayoutEffect(() => {
    const before = editor.camera.peek();
    const abort = new AbortController();
    const close = () => setOpened();
    window.addEventListener('blur', close, { signal: abort.signal });
    window.addEventListener('resize', close, { signal: abort.signal });
    const stop = editor.camera.subscribe((now) => now !== before && close());
    return () => {
      abort.abort();
      stop();
    };
  }, [editor]);
}

/** A command of a row. */
function IconItem({ id, onPress }: { readonly id: string; readonly onPress: () => void }) {
  const { commands, context, mac } = useApp();
  const command = commands[id];
  if (command === undefined) return null;
  const { keys } = command;
  const label = sayCommand(id);
  return (
    <button
      type="button"
      role="menuitem"
      class="icon-button"
      aria-label={label}
      title={keys[0] === undefined ? label : `${label} — ${chordLabel(keys[0], mac)}`}
      disabled={command.when?.(context) === false}
      onClick={() => {
        onPress();
        command.run(context);
      }}
    >
      <Icon name={arrangeIcons[id] ?? 'plus'} size={18} />
    </button>
  );
}

/** Puts the menu where it was asked for, and the focus in it. */
function useMenuAtPlace(ref: { readonly current: HTMLDivElement | null }): void {
  useLayoutEffect(() => {
    const menu = ref.current;
    const now = opened.peek();
    if (menu === null || now === undefined) return;
    menu.style.maxHeight = 'none';
    const size = { width: menu.offsetWidth, height: menu.scrollHeight };
    const rtl = getComputedStyle(menu).direction === 'rtl';
    const { x, y, height } = menuPlace(now, size, { width: window.innerWidth, height: window.innerHeight }, rtl);
    menu.style.maxHeight = `${height}px`;
    menu.style.left = `${x}px`;
    menu.style.top = `${y}px`;
  });
  useLayoutEffect(() => {
    const first = ref.current?.querySelector<HTMLElement>('button:not(:disabled)');
    // Asked for by hand, nothing is chosen before an arrow is pressed.
    (opened.peek()?.by === 'keys' ? first : ref.current)?.focus({ preventScroll: true });
    return () => {
      const { activeElement } = document;
      if (activeElement === document.body || activeElement?.closest('.context-menu, .submenu')) focusBoard();
    };
  }, [ref]);
}

type Submenus = SubmenuState<SubmenuName>;

interface SectionsProps {
  readonly shown: readonly ShownSection[];
  readonly leave: (id?: string) => void;
  readonly submenu: Submenus;
}

/** The rows of the menu, in sections. */
function Sections({ shown, leave, submenu }: SectionsProps) {
  const { context } = useApp();
  return (
    <>
      {shown.map(({ ids, icons, more }) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a menu
        <div
          key={ids[0] ?? more[0]}
          class={`menu-group${icons === undefined ? '' : ' menu-icons'}`}
          role="group"
          aria-label={icons && say(`contextMenu.${icons}`)}
        >
          {ids.map((id) =>
            icons === undefined ? (
              <CommandItem key={id} id={id} label={labelOf(id, context)} onPress={() => leave(id)} />
            ) : (
              <IconItem key={id} id={id} onPress={leave} />
            ),
          )}
          {more.map((name) => (
            <SubmenuRow key={name} name={name} label={say(`contextMenu.${name}`)} state={submenu} />
          ))}
        </div>
      ))}
    </>
  );
}

/** What can be done with what is selected, or with the board. */
export function ContextMenu() {
  const { editor, commands, context } = useApp();
  const ref = useRef<HTMLDivElement>(null);
  const submenu: Submenus = useSignal(undefined);
  const mouse = useMemo(() => followMouse(submenu), [submenu]);
  // What others change meanwhile can be done no more, or again.
  void editor.version.value;
  void editor.selection.value;
  void editor.canEdit.value;
  const asked = opened.value;
  const close = () => setOpened();
  usePressOutside('.context-menu, .submenu', close);
  useLeaveWithBoard();
  useMenuAtPlace(ref);
  if (asked === undefined) return null;
  const shown = shownSections(commands, context);
  const hasTicks = shown.some(({ ids }) => ids.some((id) => commands[id]?.isOn !== undefined));
  /** The focus is back on the board before a command may open what wants it. */
  const leave = (id?: string) => {
    // What is pasted, and a comment, comes to where the menu was asked for.
    if ((id === 'edit.paste' || id === 'comment.here') && asked.by !== 'keys')
      editor.setPointer(toBoard(editor.camera.peek(), asked.at));
    close();
    focusBoard();
  };
  const more = submenu.value;
  return (
    <>
      <div
        ref={ref}
        class={`island menu context-menu${hasTicks ? ' ticks' : ''}`}
        role="menu"
        tabIndex={-1}
        aria-label={say('contextMenu.title')}
        onPointerMove={mouse.moved}
        onPointerLeave={mouse.stay}
        onContextMenu={(event) => event.preventDefault()}
        onKeyDown={(event) => {
          if (closeByKey(event, submenu)) return;
          if (leaves(event)) {
            event.preventDefault();
            event.stopPropagation();
            leave();
          } else walkMenu(event);
        }}
      >
        <Sections shown={shown} leave={leave} submenu={submenu} />
      </div>
      {more === undefined ? null : (
        <Submenu
          opened={more}
          state={submenu}
          label={say(`contextMenu.${more.name}`)}
          leave={leave}
          onReached={mouse.stay}
        >
          {shownIn(more.name, commands, context).map((id) => (
            <CommandItem key={id} id={id} label={labelOf(id, context)} onPress={() => leave(id)} />
          ))}
        </Submenu>
      )}
    </>
  );
}
