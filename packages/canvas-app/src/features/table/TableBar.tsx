import type { TableElement } from '@gesso/crdt-schema';
import { BetweenHorizontalStart, BetweenVerticalStart, BringToFront, CopyPlus, Ellipsis, Trash } from 'lucide';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { toScreen } from '../../editor/camera.ts';
import { useApp } from '../../ui/app-context.ts';
import { CommandButton, IconButton } from '../../ui/parts/Button.tsx';
import { MenuItem } from '../../ui/parts/MenuItem.tsx';
import { walkMenu } from '../../ui/parts/menu-keys.ts';
import { usePressOutside } from '../../ui/parts/press-outside.ts';
import { moveFocus } from '../../ui/parts/roving.ts';
import { barHeight } from '../../ui/selection-bar-place.ts';
import { standBy } from '../../ui/stand-by.ts';
import { freeArea } from '../../ui/window-shape.ts';
import { say, sayCommand } from '../../words/later.ts';

/** CSS pixels: above and below a table, clear of what turns and adds to it; what the bar and its menu take. */
const rooms = { mouse: { above: 92, below: 56 }, touch: { above: 116, below: 64 } } as const;
const widths = { mouse: { all: 246, typing: 122 }, touch: { all: 286, typing: 146 } } as const;
const menuWidth = 216;

/** What the menu offers, in groups. */
const groups = [
  ['rowAbove', 'rowBelow', 'columnBefore', 'columnAfter'],
  ['rowUp', 'rowDown', 'columnBack', 'columnOn'],
  ['header'],
  ['removeRow', 'removeColumn'],
] as const;

/** Everything that can be done to rows and columns, by name. */
function Menu({ table, close }: { readonly table: TableElement; readonly close: () => void }) {
  const { editor, commands, context } = useApp();
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    // As it appears, and only where no text is open: that keeps the keyboard.
    if (editor.editing.peek() === undefined) ref.current?.querySelector('button')?.focus();
  }, [editor]);
  usePressOutside('.table-bar', close);
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') {
      walkMenu(event);
      return;
    }
    event.stopPropagation();
    close();
  };
  return (
    <div ref={ref} class="island menu ticks table-menu" role="menu" aria-label={say('table.more')} onKeyDown={onKey}>
      {groups.map((names) => (
        <div key={names[0]} class="menu-group">
          {names.map((name) => (
            <MenuItem
              key={name}
              label={sayCommand(`table.${name}`)}
              tone={name.startsWith('remove') ? 'danger' : undefined}
              isOn={name === 'header' ? table.header : undefined}
              onPress={() => {
                commands[`table.${name}`]?.run(context);
                close();
              }}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

/** Near a table: a row and a column more, everything else by name, and what every selection has. */
export function TableBar({ table }: { readonly table: TableElement }) {
  const { editor, commands, context } = useApp();
  const [isOpen, setOpen] = useState(false);
  const ref = useRef<HTMLDivElement>(null);
  const box = editor.selectionBounds();
  if (box === undefined) return null;
  const camera = editor.camera.value;
  const viewport = editor.viewport.value;
  const top = toScreen(camera, box);
  const bottom = toScreen(camera, { x: box.x + box.w, y: box.y + box.h });
  if (bottom.x < 0 || bottom.y < 0 || top.x > viewport.width || top.y > viewport.height) return null;
  const isTyping = editor.editing.value !== undefined;
  const hand = matchMedia('(pointer: coarse)').matches ? 'touch' : 'mouse';
  const wide = widths[hand][isTyping ? 'typing' : 'all'];
  const own = { left: top.x, top: top.y, right: bottom.x, bottom: bottom.y };
  const { x, y } = standBy(own, { wide, tall: barHeight }, rooms[hand], freeArea(viewport));
  const run = (name: string) => () => commands[`table.${name}`]?.run(context);
  const close = () => {
    setOpen(false);
    if (editor.editing.peek() === undefined) ref.current?.querySelector<HTMLElement>('[aria-expanded]')?.focus();
  };
  return (
    <div
      ref={ref}
      class={`table-bar${y > viewport.height / 2 ? ' low' : ''}`}
      style={{ transform: `translate(${Math.round(x)}px, ${Math.round(y)}px)`, '--menu': `${menuWidth}px` }}
    >
      <div class="island" role="toolbar" aria-label={say('table.bar')} onKeyDown={moveFocus}>
        <IconButton icon={BetweenHorizontalStart} label={sayCommand('table.rowBelow')} onPress={run('rowBelow')} />
        <IconButton icon={BetweenVerticalStart} label={sayCommand('table.columnAfter')} onPress={run('columnAfter')} />
        <IconButton icon={Ellipsis} label={say('table.more')} expanded={isOpen} onPress={() => setOpen(!isOpen)} />
        {isTyping ? null : (
          <>
            <span class="divider" />
            <CommandButton id="edit.duplicate" icon={CopyPlus} />
            <CommandButton id="arrange.front" icon={BringToFront} />
            <CommandButton id="edit.delete" icon={Trash} tone="danger" />
          </>
        )}
      </div>
      {isOpen ? <Menu table={table} close={close} /> : null}
    </div>
  );
}
