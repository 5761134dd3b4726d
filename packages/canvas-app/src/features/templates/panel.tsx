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

const total = (piece: Piece, tracks: string, side: string): number =>
  Array.isArray(piece[tracks]) ? (piece[tracks] as Piece[]).reduce((sum, track) => sum + number(track, side), 0) : 0;

/** What a template looks like, small: its boxes alone. */
function Look({ name }: { readonly name: TemplateName }) {
  const { w, h, pieces } = templates[name]();
  return (
    <svg viewBox={`0 0 ${w} ${h}`} aria-hidden="true">
      {pieces.map((piece, i) => {
        const [width, height] = [
          number(piece, 'width') || total(piece, 'columns', 'width'),
          number(piece, 'height') || total(piece, 'rows', 'height'),
        ];
        const fill = piece['fill'] ?? piece['color'] ?? 'none';
        // A piece has no name but its place.
        return width === 0 ? null : (
          <rect key={`${name}-${i}`} {...{ x: piece.x, y: piece.y, width, height, rx: 16 }} fill={String(fill)} />
        );
      })}
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
