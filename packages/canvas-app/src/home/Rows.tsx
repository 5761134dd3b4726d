import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { BoardRow } from './BoardRow.tsx';
import type { Board } from './board.ts';
import type { Boards } from './boards.ts';
import { rowsInView } from './rows-in-view.ts';

interface RowsProps {
  readonly boards: Boards;
  readonly language: string;
}

const none: readonly Board[] = [];

/** How near the end of the list (in rows) the next page is asked for. */
const ahead = 30;

/** What is seen of the list, followed while the page scrolls and changes its size. */
function useView(rows: number) {
  const ref = useRef<HTMLUListElement>(null);
  const view = useSignal({ from: 0, to: 40 });
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
  return { ref, view: view.value };
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

/** The list itself. Rows far out of sight are not in the page; what holds their place is. */
export function Rows({ boards, language }: RowsProps) {
  const list = boards.list.value ?? none;
  const { ref, view } = useView(list.length);
  const focus = useKeptFocus(ref, list);
  const to = Math.min(view.to, list.length);
  const isNearEnd = to > list.length - ahead;
  useEffect(() => {
    if (isNearEnd) void boards.more();
  }, [boards, isNearEnd, list.length]);
  return (
    <ul
      ref={ref}
      class="home-rows"
      aria-busy={boards.isLoading.value}
      style={{ height: `calc(var(--row) * ${list.length})` }}
      onKeyDown={walkRows}
      {...focus}
    >
      {list.slice(view.from, to).map((board, n) => (
        <BoardRow
          key={board.id}
          board={board}
          boards={boards}
          language={language}
          at={view.from + n}
          size={list.length}
        />
      ))}
    </ul>
  );
}
