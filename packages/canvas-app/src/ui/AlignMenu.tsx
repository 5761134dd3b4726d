import { useLayoutEffect, useRef } from 'preact/hooks';
import { say } from '../words/later.ts';
import { useApp } from './app-context.ts';
import { arrangeIcons } from './parts/arrange-icons.ts';
import { CommandItem } from './parts/MenuItem.tsx';
import { walkMenu } from './parts/menu-keys.ts';
import { usePressOutside } from './parts/press-outside.ts';
import './styles/align-menu.css';

/** What lines up, spreads and tidies several, in groups. */
const groups = [
  ['arrange.alignLeft', 'arrange.alignCenter', 'arrange.alignRight'],
  ['arrange.alignTop', 'arrange.alignMiddle', 'arrange.alignBottom'],
  ['arrange.distributeX', 'arrange.distributeY'],
  ['arrange.stackX', 'arrange.stackY', 'arrange.tidy'],
] as const;

/** CSS pixels between the menu and its button, and to the edges of the window. */
const gap = 6;
const edge = 8;

/** Puts the menu below its button, above where it has no room there, and never beyond the window. */
function place(menu: HTMLElement, opener: Element): void {
  menu.style.maxHeight = 'none';
  const at = opener.getBoundingClientRect();
  const { offsetWidth: width, scrollHeight: height } = menu;
  const lowest = window.innerHeight - edge - height;
  const y = at.bottom + gap <= lowest ? at.bottom + gap : at.top - gap - height;
  const begin = getComputedStyle(menu).direction === 'rtl' ? at.right - width : at.left;
  menu.style.left = `${Math.max(edge, Math.min(window.innerWidth - edge - width, begin))}px`;
  menu.style.top = `${y >= edge ? y : Math.max(edge, lowest)}px`;
  menu.style.maxHeight = `${window.innerHeight - 2 * edge}px`;
}

/** Everything that lines up what is selected, by its name. A choice, a press outside and Escape close it and give the keyboard back. */
export const AlignMenu = ({ close }: { readonly close: () => void }) => {
  const { editor } = useApp();
  const ref = useRef<HTMLDivElement>(null);
  void editor.version.value;
  void editor.camera.value;
  usePressOutside('.align-menu, .selection-bar [aria-expanded]', close);
  useLayoutEffect(() => {
    const opener = document.querySelector('.selection-bar [aria-expanded]');
    if (ref.current !== null && opener !== null) place(ref.current, opener);
  });
  useLayoutEffect(() => {
    const before = document.activeElement;
    // Opened by a pointer, nothing is chosen before an arrow is pressed.
    const isByKeys = before?.closest('.selection-bar') !== null;
    const first = ref.current?.querySelector<HTMLElement>('button:not(:disabled)');
    (isByKeys ? first : ref.current)?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <div
      ref={ref}
      class="island menu ticks align-menu"
      role="menu"
      tabIndex={-1}
      aria-label={say('selection.align')}
      onKeyDown={(event) => {
        if (event.key === 'Escape' || event.key === 'Tab') {
          event.preventDefault();
          event.stopPropagation();
          close();
        } else walkMenu(event);
      }}
    >
      {groups.map((ids) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a menu
        <div key={ids[0]} class="menu-group" role="group">
          {ids.map((id) => (
            <CommandItem key={id} id={id} icon={arrangeIcons[id]} onPress={close} />
          ))}
        </div>
      ))}
    </div>
  );
};
