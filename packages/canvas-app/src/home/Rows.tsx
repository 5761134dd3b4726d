import { useSignal } from '@preact/signals';
import type { JSX, RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { BoardRow, nameOf } from './BoardRow.tsx';
import type { Board } from './board.ts';
import type { Boards } from './boards.ts';
import { RemoveQuestion } from './RemoveQuestion.tsx';
import { rowsInView } from './rows-in-view.ts';
import { TagsDialog } from './TagsDialog.tsx';

interface RowsProps {
  readonly boards: Boards;
  readonly language: string;
}

const none: readonly Board[] = [];

/** How near the end of the list (in rows) the next page is asked for. */
const ahead = 30;

/** How long a list has to stand still until pictures of boards are asked for (ms): those that only pass by would hold up what comes to rest. */
const stillAfter = 150;

/** What is seen of the list, followed while the page scrolls and changes its size. */
function useView(rows: number) {
  const ref = useRef<HTMLUListElement>(null);
  const view = useSignal({ from: 0, to: 40 });
  const isStill = useSignal(true);
  useEffect(() => {
    const page = ref.current?.closest('.home');
    let timer: ReturnType<typeof setTimeout> | undefined;
    const move = () => {
      isStill.value = false;
      clearTimeout(timer);
      timer = setTimeout(() => {
        isStill.value = true;
      }, stillAfter);
    };
    page?.addEventListener('scroll', move, { passive: true });
    return () => {
      clearTimeout(timer);
      page?.removeEventListener('scroll', move);
    };
  }, [isStill]);
  useLayoutEffect(() => {
    const list = ref.current;
    const page = list?.closest('.home');
    if (list === null || !page) return;
    const look = () => {
      const rowHeight = Number.parseFloat(getComputedStyle(list).getPropertyValue('--row')) || 84;
      const above = page.getBoundingClientRect().top - list.getBoundingClientRect().top;
      const next = rowsInView({ rows, rowHeight, above, height: page.clientHeight });
      const now = view.peek();
      if (next.from !== now.from || next.to !== now.to) view.value = next;
    };
    look();
    const watch = new ResizeObserver(look);
    watch.observe(page);
    page.addEventListener('scroll', look, { passive: true });
    return () => {
      watch.disconnect();
      page.removeEventListener('scroll', look);
    };
  }, [rows, view]);
  return { ref, view: view.value, isStill };
}

/** Goes from board to board by the arrow keys, and to the ends of the list. */
function walkRows(event: KeyboardEvent & { readonly currentTarget: HTMLUListElement }): void {
  if (!(event.target instanceof HTMLElement) || !event.target.matches('.home-open')) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('.home-open')];
  const at = links.indexOf(event.target);
  const ways: Readonly<Record<string, HTMLElement | undefined>> = {
    ArrowDown: links[at + 1],
    ArrowUp: links[at - 1],
    Home: links[0],
    End: links.at(-1),
  };
  if (!(event.key in ways)) return;
  event.preventDefault();
  ways[event.key]?.focus();
}

/** Keeps the keyboard on the list when the row that had it is gone. */
function useKeptFocus(list: RefObject<HTMLUListElement | null>, boards: readonly Board[]) {
  const last = useRef<number | undefined>(undefined);
  useLayoutEffect(() => {
    if (last.current === undefined || document.activeElement !== document.body) return;
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('.home-row') ?? [])];
    const near = rows.find((row) => Number(row.ariaPosInSet) >= (last.current ?? 0)) ?? rows.at(-1);
    const control = near?.querySelector<HTMLElement>('a') ?? near?.querySelector('button');
    control?.focus({ preventScroll: true });
  }, [list, boards]);
  const rowOf = ({ target }: FocusEvent) => (target instanceof Element ? target.closest('.home-row') : null);
  return {
    onFocusIn(event: FocusEvent) {
      const row = rowOf(event);
      last.current = row === null ? undefined : Number(row.ariaPosInSet);
    },
    onFocusOut(event: FocusEvent) {
      // Who went elsewhere stays there; a row that is taken away is not connected any more, or about to be.
      if (event.relatedTarget !== null) last.current = undefined;
    },
  };
}

/** Rows as they were made, while they are in the page: one that is the same is not looked at again when others come. */
function useKeptRows(make: (board: Board, at: number) => JSX.Element) {
  const kept = useRef(new WeakMap<Board, { readonly at: number; readonly size: number; readonly row: JSX.Element }>());
  return (board: Board, at: number, size: number): JSX.Element => {
    const known = kept.current.get(board);
    if (known?.at === at && known.size === size) return known.row;
    const row = make(board, at);
    kept.current.set(board, { at, size, row });
    return row;
  };
}

/** The list itself. Rows far out of sight are not in the page; what holds their place is. */
export function Rows({ boards, language }: RowsProps) {
  const list = boards.list.value ?? none;
  const { ref, view, isStill } = useView(list.length);
  const focus = useKeptFocus(ref, list);
  const to = Math.min(view.to, list.length);
  // Not in its row: a dialog that is moved with others is closed.
  const tagged = useSignal<Board | undefined>(undefined);
  const doomed = useSignal<Board | undefined>(undefined);
  const rowOf = useKeptRows((board, at) => (
    <BoardRow
      key={board.id}
      board={board}
      boards={boards}
      language={language}
      at={at}
      size={list.length}
      isStill={isStill}
      onTag={() => {
        tagged.value = board;
      }}
      onRemove={() => {
        doomed.value = board;
      }}
    />
  ));
  const rows = list.slice(view.from, to).map((board, n) => rowOf(board, view.from + n, list.length));
  const isNearEnd = to > list.length - ahead;
  useEffect(() => {
    if (isNearEnd) void boards.more();
  }, [boards, isNearEnd, list.length]);
  return (
    <>
      <ul
        ref={ref}
        class="home-rows"
        aria-busy={boards.isLoading.value}
        style={{ height: `calc(var(--row) * ${list.length})` }}
        onKeyDown={walkRows}
        {...focus}
      >
        {rows}
      </ul>
      {tagged.value === undefined ? null : (
        <TagsDialog
          board={tagged.value}
          boards={boards}
          name={nameOf(tagged.value)}
          onClose={() => {
            tagged.value = undefined;
          }}
        />
      )}
      {doomed.value === undefined ? null : (
        <RemoveQuestion
          board={doomed.value}
          boards={boards}
          onClose={() => {
            doomed.value = undefined;
          }}
        />
      )}
    </>
  );
}
