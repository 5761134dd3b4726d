import { unionAll } from '@gesso/drawing';
import type { App } from '../../ui/app-context.ts';
import { useApp } from '../../ui/app-context.ts';
import { Dialog } from '../../ui/parts/Dialog.tsx';
import { say } from '../../words/later.ts';
import { type TemplateName, templateNames, templates } from './list.ts';
import { elementsFor, type Piece, placeFor } from './make.ts';
import './templates.css';

/** Puts a template on the board as one step, in view. */
function put({ editor }: App, name: TemplateName): void {
  const made = templates[name]();
  const all = unionAll([...editor.board.all()].flatMap(({ id }) => editor.index.bounds(id) ?? []));
  const middle = placeFor(made, editor.viewBox(), all, (box) => editor.index.inside(box).length === 0);
  const isRightToLeft = document.documentElement.dir === 'rtl';
  const ids = editor.board.edit((writer) => writer.addAll(elementsFor(made, middle, isRightToLeft)));
  editor.setTool('select');
  editor.select(ids.slice(0, 1));
  editor.zoomTo('selection');
  editor.select([]);
}

const number = (piece: Piece, key: string): number => (typeof piece[key] === 'number' ? (piece[key] as number) : 0);

/** Boxes of a piece: itself, or of a table its cells. */
function boxesOf(piece: Piece): readonly { x: number; y: number; width: number; height: number }[] {
  const tracks = (name: string): readonly Piece[] => (Array.isArray(piece[name]) ? (piece[name] as Piece[]) : []);
  let y = piece.y;
  const cells = tracks('rows').flatMap((row) => {
    let x = piece.x;
    const line = tracks('columns').map((column) => {
      const cell = { x, y, width: number(column, 'width'), height: number(row, 'height') };
      x += cell.width;
      return cell;
    });
    y += number(row, 'height');
    return line;
  });
  const [width, height] = [number(piece, 'width'), number(piece, 'height')];
  return cells.length > 0 || width === 0 ? cells : [{ x: piece.x, y: piece.y, width, height }];
}

/** What a template looks like, small: its boxes alone. */
function Look({ name }: { readonly name: TemplateName }) {
  const { w, h, pieces } = templates[name]();
  return (
    <svg viewBox={`0 0 ${w} ${h}`} aria-hidden="true">
      {pieces.flatMap((piece) =>
        boxesOf(piece).map((box) => (
          <rect key={`${box.x},${box.y}`} {...box} rx={12} fill={String(piece['fill'] ?? piece['color'] ?? 'none')} />
        )),
      )}
    </svg>
  );
}

/** Boards to begin with. */
export function Panel() {
  const app = useApp();
  const choose = (name: TemplateName) => {
    app.shell.closePanel();
    app.byHand(() => put(app, name));
  };
  return (
    <Dialog title={say('templates.title')} name="templates" modal onClose={app.shell.closePanel}>
      <div class="template-list">
        {templateNames.map((name) => (
          <button key={name} type="button" class="template" onClick={() => choose(name)}>
            <Look name={name} />
            {say(`templates.names.${name}`)}
          </button>
        ))}
      </div>
    </Dialog>
  );
}
