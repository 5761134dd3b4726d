import type { ElementId } from '@gesso/crdt-schema';
import { signal, useSignal } from '@preact/signals';
import { useLayoutEffect, useState } from 'preact/hooks';
import { toggleSelected } from '../../editor/toggle-selected.ts';
import { everyFew } from '../../throttle.ts';
import { type App, useApp } from '../../ui/app-context.ts';
import { Dialog } from '../../ui/parts/Dialog.tsx';
import { say } from '../../words/later.ts';
import { type Line, outlineOf } from './lines.ts';
import { createNews } from './news.ts';
import './outline.css';

/** ms between two readings of a board that changes, and between two sentences about what others do. */
const pace = { list: 500, news: 8_000 } as const;

/** The board in words and what others have done to it, as it changes. */
function useOutline({ editor }: App) {
  const { board, index, peers } = editor;
  const [outline] = useState(() => signal(outlineOf(board, index.bounds)));
  const said = useSignal('');
  useLayoutEffect(() => {
    const news = createNews();
    const nameOf = (id: ElementId) => {
      const client = board.authorOf(id);
      return peers.peek().find((peer) => peer.client === client)?.name ?? '';
    };
    const list = everyFew(pace.list, () => {
      outline.value = outlineOf(board, index.bounds);
    });
    const telling = everyFew(pace.news, () => {
      said.value = news.take() || said.peek();
    });
    const stop = index.onChange(({ change }) => {
      list.request();
      news.note(change, nameOf);
      if (change.origin === 'remote') telling.request();
    });
    return () => {
      stop();
      list.stop();
      telling.stop();
    };
  }, [board, index, peers, outline, said]);
  return { outline: outline.value, said: said.value };
}

function Lines({ lines }: { readonly lines: readonly Line[] }) {
  const { editor } = useApp();
  const goTo = (id: ElementId) => {
    // Alone, in its groups: what is done next is meant for this one.
    if (editor.show({ type: 'element', id })) editor.select([id], editor.board.get(id)?.groups);
  };
  const toggle = (id: ElementId) => {
    editor.setTool('select');
    toggleSelected(editor, id);
  };
  return (
    <ul>
      {lines.map(({ id, words, within }) => (
        <li key={id}>
          <button
            type="button"
            dir="auto"
            aria-current={editor.selection.value.has(id)}
            onClick={({ shiftKey }) => (shiftKey ? toggle(id) : goTo(id))}
          >
            {words}
          </button>
          {within.length === 0 ? null : <Lines lines={within} />}
        </li>
      ))}
    </ul>
  );
}

/** Every element in words, to read and to go there. */
export function Panel() {
  const app = useApp();
  const { outline, said } = useOutline(app);
  const { lines, ink, left } = outline;
  return (
    <Dialog title={say('outline.title')} name="outline" modal={false} onClose={app.shell.closePanel}>
      {lines.length === 0 ? <p>{say('outline.empty')}</p> : <Lines lines={lines} />}
      {lines.length < 2 ? null : <p class="outline-more">{say('outline.adding')}</p>}
      {ink === 0 ? null : <p class="outline-more">{say('outline.ink', { n: ink })}</p>}
      {left === 0 ? null : <p class="outline-more">{say('outline.more', { n: left })}</p>}
      <p class="unseen" role="status" data-for="outline">
        {said}
      </p>
    </Dialog>
  );
}
