import { cellAt, hasCells, type TableElement } from '@gesso/crdt-schema';
import { boxOf, gridLayout } from '@gesso/drawing';
import { toScreen } from '../../editor/camera.ts';
import { noDraft } from '../../editor/draft.ts';
import type { Editor } from '../../editor/editor.ts';
import { useApp } from '../../ui/app-context.ts';
import { Icon } from '../../ui/parts/icons.tsx';
import { say } from '../../words/later.ts';
import { act } from './act.ts';
import { Borders } from './Borders.tsx';
import { currentPlace } from './cells.ts';
import { TableBar } from './TableBar.tsx';
import { tableIn } from './table-in.ts';
import './table.css';

/** The table as it is shown: a draft of it while one of its borders is pulled. Undefined while it is dragged with others. */
function shownTable(editor: Editor): TableElement | undefined {
  void editor.version.value;
  void editor.selection.value;
  const table = tableIn(editor);
  const drafted = table && editor.draft.value.changed.get(table.id);
  return hasCells(drafted) ? drafted : table;
}

/** A plus at an edge, which adds a row or a column at the end. */
function Plus({ side, table }: { readonly side: 'right' | 'bottom'; readonly table: TableElement }) {
  const app = useApp();
  const { editor } = app;
  const isRow = side === 'bottom';
  const label = isRow ? say('table.addRow') : say('table.addColumn');
  const press = () => {
    const { rows, columns } = table;
    act(app, isRow ? 'rowBelow' : 'columnAfter', [rows.length - 1, columns.length - 1]);
    if (editor.editing.peek() === undefined) document.querySelector<HTMLElement>('.surface')?.focus();
  };
  return (
    <button type="button" class={`table-plus ${side}`} aria-label={label} title={label} onClick={press}>
      <Icon name="plus" size={14} />
    </button>
  );
}

/** Where the cell that is typed in begins and ends. */
function OpenCell({ table, zoom }: { readonly table: TableElement; readonly zoom: number }) {
  const at = cellAt(table, useApp().editor.editingCell.value ?? '');
  if (at === undefined) return null;
  const { xs, ys } = gridLayout(table);
  const [[top = 0, bottom = 0], [left = 0, right = 0]] = [ys.slice(at[0]), xs.slice(at[1])];
  const px = (units: number): string => `${units * zoom}px`;
  const style = { left: px(left), top: px(top), width: px(right - left), height: px(bottom - top) };
  return <div class="table-open-cell" style={style} />;
}

/** Over a table that is selected: its borders to pull, a plus at either end, and its bar. Its place follows the camera. */
export function TableOver() {
  const { editor } = useApp();
  const table = shownTable(editor);
  const camera = editor.camera.value;
  if (table === undefined) return null;
  void editor.editingCell.value;
  currentPlace(editor, table);
  const box = boxOf(table);
  const { x, y } = toScreen(camera, box);
  const { zoom } = camera;
  const style = {
    width: `${box.w * zoom}px`,
    height: `${box.h * zoom}px`,
    transform: `translate(${x}px, ${y}px) rotate(${table.rotation}rad)`,
    transformOrigin: `${(box.w * zoom) / 2}px ${(box.h * zoom) / 2}px`,
  };
  const isStill = editor.draft.value === noDraft && editor.marquee.value === undefined;
  return (
    <div class="table-over">
      <div class="table-grips" style={style}>
        <Borders table={table} zoom={zoom} />
        <OpenCell table={table} zoom={zoom} />
        {isStill ? (
          <>
            <Plus side="right" table={table} />
            <Plus side="bottom" table={table} />
          </>
        ) : null}
      </div>
      {isStill ? <TableBar table={table} /> : null}
    </div>
  );
}
