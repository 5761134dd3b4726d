import type { Signal } from '@preact/signals';
import { ChevronRight } from 'lucide';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from './icons.tsx';
import { walkMenu } from './menu-keys.ts';
import { submenuPlace } from './submenu-place.ts';
import '../styles/submenu.css';

/** The submenu that is open: by its name, and the row of the menu that it belongs to. */
export interface OpenedSubmenu<Name extends string> {
  readonly name: Name;
  readonly row: HTMLElement;
  readonly by: 'hand' | 'keys';
}

export type SubmenuState<Name extends string> = Signal<OpenedSubmenu<Name> | undefined>;

/** How long a mouse rests on a row before the submenu is another: on its way into one it crosses the rows below (ms). */
const restMs = 160;

/** What a menu hears of a mouse that goes over it: opens what it rests on, and closes what it has left. */
export function followMouse<Name extends string>(state: SubmenuState<Name>) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last: HTMLElement | undefined;
  const stay = () => {
    clearTimeout(timer);
    last = undefined;
  };
  return {
    moved({ target, pointerType }: PointerEvent) {
      if (pointerType !== 'mouse' || !(target instanceof Element)) return;
      const row = target.closest('button') ?? undefined;
      if (row === last) return;
      stay();
      last = row;
      if (row === undefined || row === state.peek()?.row) return;
      const name = row.dataset['submenu'] as Name | undefined;
      timer = setTimeout(() => {
        if (row.isConnected) state.value = name === undefined ? undefined : { name, row, by: 'hand' };
      }, restMs);
    },
    /** Keeps what is open: the mouse has arrived in it, or has left the menu. */
    stay,
  };
}

interface RowProps<Name extends string> {
  readonly name: Name;
  readonly label: string;
  readonly state: SubmenuState<Name>;
}

/** Whether a key is the arrow that leads on (`forward`) or back, as one reads. */
const isArrow = ({ key, currentTarget }: KeyboardEvent, forward: boolean): boolean => {
  const isRtl = currentTarget instanceof Element && getComputedStyle(currentTarget).direction === 'rtl';
  return key === (forward === isRtl ? 'ArrowLeft' : 'ArrowRight');
};

/**
 * What a key does to a submenu while the focus is in the menu, as after a press by hand: Escape and the arrow back close it and no more, and
 * what leads to another row closes it as well. Returns whether the key is spent.
 */
export function closeByKey<Name extends string>(event: KeyboardEvent, state: SubmenuState<Name>): boolean {
  if (state.peek() === undefined) return false;
  const isSpent = event.key === 'Escape' || isArrow(event, false);
  if (isSpent || ['ArrowUp', 'ArrowDown', 'Home', 'End'].includes(event.key)) state.value = undefined;
  if (!isSpent) return false;
  event.preventDefault();
  event.stopPropagation();
  return true;
}

/** The row of a menu that leads to more: by a press, a mouse that rests on it, Enter, or the arrow that points there. */
export function SubmenuRow<Name extends string>({ name, label, state }: RowProps<Name>) {
  const isOpen = state.value?.name === name;
  return (
    <button
      type="button"
      role="menuitem"
      class={`menu-item leads-on${isOpen ? ' open' : ''}`}
      aria-haspopup="menu"
      aria-expanded={isOpen}
      data-submenu={name}
      onClick={({ currentTarget, detail }) => {
        state.value = { name, row: currentTarget, by: detail === 0 ? 'keys' : 'hand' };
      }}
      onKeyDown={(event) => {
        if (!isArrow(event, true)) return;
        event.preventDefault();
        event.stopPropagation();
        state.value = { name, row: event.currentTarget, by: 'keys' };
      }}
    >
      <span>{label}</span>
      <Icon name={ChevronRight} size={16} />
    </button>
  );
}

interface SubmenuProps<Name extends string> {
  readonly opened: OpenedSubmenu<Name>;
  readonly state: SubmenuState<Name>;
  readonly label: string;
  /** Closes the whole menu. */
  readonly leave: () => void;
  /** The mouse has arrived. */
  readonly onReached: () => void;
  readonly class?: string;
  readonly children: ComponentChildren;
}

/** What a row of a menu leads to, beside it or over it. The arrow back and Escape close it and are on its row again. */
export function Submenu<Name extends string>(props: SubmenuProps<Name>) {
  const { opened, state, label, leave, onReached, children } = props;
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const menu = ref.current;
    if (menu === null) return undefined;
    const place = () => {
      menu.style.maxHeight = 'none';
      const size = { width: menu.offsetWidth, height: menu.scrollHeight };
      const rtl = getComputedStyle(menu).direction === 'rtl';
      const room = { width: window.innerWidth, height: window.innerHeight };
      const { x, y, height } = submenuPlace(opened.row.getBoundingClientRect(), size, room, rtl);
      menu.style.maxHeight = `${height}px`;
      menu.style.left = `${x}px`;
      menu.style.top = `${y}px`;
    };
    place();
    if (opened.by === 'keys') menu.querySelector<HTMLElement>('button:not(:disabled)')?.focus({ preventScroll: true });
    window.addEventListener('resize', place);
    return () => window.removeEventListener('resize', place);
  }, [opened]);
  return (
    <div
      ref={ref}
      class={`island menu submenu ${props.class ?? ''}`}
      role="menu"
      tabIndex={-1}
      aria-label={label}
      onPointerEnter={onReached}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        const isChoice = event.target instanceof Element && event.target.role === 'menuitemradio';
        const goesBack = event.key === 'Escape' || (isArrow(event, false) && !isChoice);
        if (!goesBack && event.key !== 'Tab') {
          walkMenu(event);
          return;
        }
        event.preventDefault();
        event.stopPropagation();
        if (goesBack) {
          state.value = undefined;
          opened.row.focus({ preventScroll: true });
        } else leave();
      }}
    >
      {children}
    </div>
  );
}
