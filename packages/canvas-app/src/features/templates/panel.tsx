import { createBoardDoc, openBoard } from '@gesso/crdt-schema';
import { exportSvg, shownBoard } from '@gesso/drawing';
import { useMemo } from 'preact/hooks';
import { freePlace } from '../../editor/free-place.ts';
import type { App } from '../../ui/app-context.ts';
import { useApp } from '../../ui/app-context.ts';
import { Dialog } from '../../ui/parts/Dialog.tsx';
import { say } from '../../words/later.ts';
import { type TemplateName, templateNames, templates } from './list.ts';
import { elementsFor } from './make.ts';
import './templates.css';

const readsFromTheRight = (): boolean => document.documentElement.dir === 'rtl';

/** Puts a template on the board as one step, in view. */
function put({ editor }: App, name: TemplateName): void {
  const made = templates[name]();
  const view = editor.viewBox();
  const place = freePlace(editor.index, made, { x: view.x + view.w / 2, y: view.y + view.h / 2 });
  const ids = editor.board.edit((writer) => writer.addAll(elementsFor(made, place, readsFromTheRight())));
  editor.setTool('select');
  editor.select(ids.slice(0, 1));
  editor.zoomTo('selection');
  editor.select([]);
}

/** What a template looks like: a drawing of the board it makes, as an address. */
function pictureOf(name: TemplateName, theme: 'light' | 'dark'): string {
  const doc = createBoardDoc();
  const board = shownBoard(openBoard(doc));
  board.edit((writer) => writer.addAll(elementsFor(templates[name](), { x: 0, y: 0 }, readsFromTheRight())));
  const drawing = exportSvg({ elements: board.all(), theme, padding: 0, background: 'theme' });
  board.close();
  doc.destroy();
  return `data:image/svg+xml,${encodeURIComponent(drawing)}`;
}

function Look({ name }: { readonly name: TemplateName }) {
  const theme = useApp().editor.theme.value;
  const address = useMemo(() => pictureOf(name, theme), [name, theme]);
  return <img src={address} alt="" />;
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
