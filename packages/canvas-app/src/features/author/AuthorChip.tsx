import { type ElementId, Failure } from '@gesso/crdt-schema';
import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { noDraft } from '../../editor/draft.ts';
import { linksOf } from '../../editor/links-of.ts';
import { type App, useApp } from '../../ui/app-context.ts';
import { usePressOutside } from '../../ui/parts/press-outside.ts';
import { barHeight, isTouched, selectionBarPlace } from '../../ui/selection-bar-place.ts';
import { sentenceOf } from '../../ui/sentence.ts';
import { say } from '../../words/later.ts';
import { asked, stopAsking } from './asked.ts';
import { type Author, findAuthor, type Sources } from './find-author.ts';
import './author.css';

/** CSS pixels that the chip keeps to the sides of the view, to what stands at its top, and at the bottom for itself and the tools. */
const edge = 12;
const underTop = 72;
const overTools = 108;
/** A link, one of those that stand below a selection as well, and the air below the last (px). */
const linkHeight = { mouse: 32, touch: 44 } as const;
const belowLinks = 8;
/** The same to an element without handles. */
const belowElement = 8;

/** What the chip says: nothing yet, an author, or a sentence of why there is none. */
type Said = { readonly author: Author } | { readonly words: string };

const sourcesOf = ({ editor, session }: App): Sources => ({
  board: editor.board,
  known: () => ({ client: session.client(), you: session.you.peek(), peers: editor.peers.peek() }),
  async ask(client) {
    const id = session.id.peek();
    if (id === undefined) throw new Failure('UNREACHABLE');
    return session.api.call('GET', `/api/boards/${encodeURIComponent(id)}/authors/${client}`);
  },
});

/** Why an author could not be had, and what to do. */
const whyNot = (error: unknown): string =>
  error instanceof Failure && error.code === 'UNREACHABLE' ? say('author.away') : sentenceOf(error);

/** Asks for the author of an element, once for each question. Undefined until there is anything to say. */
function useAuthor(id: ElementId | undefined): Said | undefined {
  const app = useApp();
  const said = useSignal<Said | undefined>(undefined);
  // Said after the chip is in the page: what a status holds from its beginning is not read aloud.
  useLayoutEffect(() => {
    if (id === undefined) return;
    let isWanted = true;
    const show = (next: Said) => {
      if (isWanted) said.value = next;
    };
    const found = findAuthor(sourcesOf(app), id);
    if (found instanceof Promise) {
      show({ words: say('author.asking') });
      found.then(
        (author) => show({ author }),
        (error: unknown) => show({ words: whyNot(error) }),
      );
    } else show({ author: found });
    return () => {
      isWanted = false;
    };
  }, [app, id, said]);
  return said.value;
}

/** Takes the chip away by Escape, which then does nothing else, by a press elsewhere, and when something else is selected. */
function useLeaving(id: ElementId | undefined, chip: RefObject<HTMLElement | null>): void {
  const { editor, shell } = useApp();
  const { selection } = editor;
  usePressOutside('.author-chip', stopAsking);
  useLayoutEffect(() => {
    const hear = (event: KeyboardEvent) => {
      // While it is out of sight, or a panel lies over it, the key is for what is to be seen.
      if (event.key !== 'Escape' || chip.current === null || shell.panel.peek() !== undefined) return;
      event.stopImmediatePropagation();
      event.preventDefault();
      stopAsking();
    };
    window.addEventListener('keydown', hear, true);
    return () => window.removeEventListener('keydown', hear, true);
  }, [chip, shell]);
  useLayoutEffect(
    () =>
      selection.subscribe((ids) => {
        if (id === undefined || ids.size !== 1 || !ids.has(id)) stopAsking();
      }),
    [selection, id],
  );
}

/** Where the chip stands: below its element and what stands there already, at the edge of the view for one that is elsewhere. */
function usePlace(id: ElementId | undefined, width: number): { readonly x: number; readonly y: number } | undefined {
  const { editor } = useApp();
  void editor.version.value;
  const box = id === undefined ? undefined : editor.index.bounds(id);
  const isBusy = editor.draft.value !== noDraft || editor.editing.value !== undefined;
  if (id === undefined || box === undefined || isBusy) return undefined;
  const viewport = editor.viewport.value;
  const bar = selectionBarPlace(box, editor);
  const links = linksOf(editor.board.get(id)).length;
  const link = links === 0 ? 0 : links * linkHeight[isTouched() ? 'touch' : 'mouse'] + belowLinks;
  const hasBar = editor.canEdit.value;
  const isUnderBar = hasBar && !bar.isAbove;
  const clear = isUnderBar ? bar.y + barHeight : hasBar ? bar.below : bar.elementEnds + belowElement;
  const below = clear + link;
  const lowest = viewport.height - overTools;
  // Without room below all of that it stands above it.
  const y = below <= lowest ? below : isUnderBar ? bar.y - barHeight : lowest - link;
  const x = Math.max(edge, Math.min(viewport.width - width - edge, bar.middle - width / 2));
  return { x, y: Math.max(underTop, Math.min(lowest, y)) };
}

/** Who made the element that is asked for, near it. */
export function AuthorChip() {
  const id = asked.value;
  const said = useAuthor(id);
  const chip = useRef<HTMLDivElement>(null);
  useLeaving(id, chip);
  const width = useSignal(0);
  useLayoutEffect(() => {
    width.value = chip.current?.offsetWidth ?? 0;
  });
  const at = usePlace(id, width.value);
  if (at === undefined) return null;
  return (
    <div
      ref={chip}
      class="island author-chip"
      role="status"
      data-for="author"
      style={{ transform: `translate(${Math.round(at.x)}px, ${Math.round(at.y)}px)` }}
    >
      {said === undefined ? null : 'words' in said ? (
        <span class="author-words">{said.words}</span>
      ) : (
        <Name author={said.author} />
      )}
    </div>
  );
}

function Name({ author }: { readonly author: Author }) {
  const { you } = useApp();
  if (author === 'unknown') return <span class="author-words">{say('author.unknown')}</span>;
  const isYou = author === 'you';
  const color = isYou ? you.value?.color : author.color;
  const name = isYou ? say('author.you') : author.name === '' ? say('author.nameless') : author.name;
  return (
    <>
      <span class="author-dot" style={{ background: color }} aria-hidden="true" />
      <span class="unseen">{say('author.madeBy')} </span>
      <bdi class="author-name">{name}</bdi>
    </>
  );
}
