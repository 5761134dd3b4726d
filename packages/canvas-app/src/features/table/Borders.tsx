import { type PatchOf, patched, snap, type TableElement } from '@gesso/crdt-schema';
import { gridLayout } from '@gesso/drawing';
import { useRef } from 'preact/hooks';
import { noDraft } from '../../editor/draft.ts';
import { useApp } from '../../ui/app-context.ts';
import { noFling } from '../../ui/parts/no-fling.ts';
import { say } from '../../words/later.ts';
import { heldAtCorner } from './deeds.ts';

/** CSS pixels: tracks smaller than this have no border to pull, and the most borders there are of either kind. */
const leastOnScreen = 18;
const mostBorders = 60;

/** Board units: the least of a column and of a row, and how far a key pulls. */
const least = { column: 24, row: 16 } as const;
const step = 8;

type Side = 'column' | 'row';

/** The patch that gives the track before a border another size. A row is as high as it is shown until it is pulled. */
function resized(table: TableElement, side: Side, index: number, size: number): PatchOf<'table'> {
  const to = Math.max(least[side], snap(size));
  const patch =
    side === 'column'
      ? { columns: table.columns.map((column, i) => (i === index ? { ...column, width: to } : column)) }
      : { rows: table.rows.map((row, i) => (i === index ? { ...row, height: to } : row)) };
  return heldAtCorner(table, patch);
}

interface BorderProps {
  readonly side: Side;
  readonly index: number;
  readonly table: TableElement;
  /** Board units from the beginning of the table, and the size of the track before it. */
  readonly at: number;
  readonly size: number;
  readonly zoom: number;
}

interface Pull {
  readonly x: number;
  readonly y: number;
  readonly table: TableElement;
  readonly size: number;
}

/** The border behind a row or a column: pulled by a pointer as one step, or by the arrow keys. */
function Border({ side, index, table, at, size, zoom }: BorderProps) {
  const { editor, byHand } = useApp();
  /** What is pulled: where it began and the table as it was. */
  const pull = useRef<Pull | undefined>(undefined);
  const write = (patch: PatchOf<'table'>) => byHand(() => editor.board.edit((writer) => writer.patch(table.id, patch)));
  const planned = (event: PointerEvent): PatchOf<'table'> | undefined => {
    const begun = pull.current;
    if (begun === undefined) return undefined;
    const [dx, dy] = [event.clientX - begun.x, event.clientY - begun.y];
    const { rotation } = begun.table;
    const along = side === 'column' ? rotation : rotation + Math.PI / 2;
    const by = (dx * Math.cos(along) + dy * Math.sin(along)) / zoom;
    return resized(begun.table, side, index, begun.size + by);
  };
  const stop = () => {
    pull.current = undefined;
    editor.showDraft(noDraft);
  };
  const isColumn = side === 'column';
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule that is focused and pulled is a separator by its role
    <div
      role="separator"
      tabIndex={0}
      class={`table-border ${side}`}
      {...noFling}
      aria-orientation={isColumn ? 'vertical' : 'horizontal'}
      aria-label={say(isColumn ? 'table.widthOf' : 'table.heightOf', { n: index + 1 })}
      aria-valuenow={Math.round(size)}
      aria-valuemin={least[side]}
      style={isColumn ? { left: `${at * zoom}px` } : { top: `${at * zoom}px` }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        pull.current = { x: event.clientX, y: event.clientY, table, size };
        event.preventDefault();
      }}
      onPointerMove={(event) => {
        const begun = pull.current;
        const patch = planned(event);
        if (begun === undefined || patch === undefined) return;
        editor.showDraft({ ...noDraft, changed: new Map([[table.id, patched(begun.table, patch)]]) });
      }}
      onPointerUp={(event) => {
        const patch = planned(event);
        const moved = pull.current !== undefined && editor.draft.peek() !== noDraft;
        if (patch !== undefined && moved) write(patch);
        stop();
      }}
      onPointerCancel={stop}
      onKeyDown={(event) => {
        const way = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
        const isMine = isColumn === (event.key === 'ArrowRight' || event.key === 'ArrowLeft');
        if (way === undefined || !isMine) return;
        event.preventDefault();
        event.stopPropagation();
        write(resized(table, side, index, size + way * step));
      }}
    />
  );
}

/** The borders of rows and columns that are large enough on the screen. */
export function Borders({ table, zoom }: { readonly table: TableElement; readonly zoom: number }) {
  const { xs, ys } = gridLayout(table);
  const borders = (side: Side, sides: readonly number[]) =>
    sides.slice(1).flatMap((at, index) => {
      const size = at - (sides[index] ?? 0);
      if (index >= mostBorders || size * zoom < leastOnScreen) return [];
      return <Border key={`${side}${index}`} side={side} index={index} table={table} at={at} size={size} zoom={zoom} />;
    });
  return (
    <>
      {borders('column', xs)}
      {borders('row', ys)}
    </>
  );
}
