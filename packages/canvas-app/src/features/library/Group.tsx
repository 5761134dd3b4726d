import { useSignal } from '@preact/signals';
import { ChevronDown } from 'lucide';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Icon } from '../../ui/parts/icons.tsx';
import { say } from '../../words/later.ts';
import { type Drawer, isFound } from './drawer.ts';
import { type ShownPiece, Tile } from './Tile.tsx';
import type { ReadPiece } from './uses.ts';

/** Pieces under the names they have here: those without one are counted. */
export const shownPieces = (pieces: readonly (ReadPiece & { readonly id: string })[]): readonly ShownPiece[] =>
  pieces.map(({ id, name, text }, i) => ({ id, name, text, shownName: name || say('library.piece', { n: i + 1 }) }));

/** Those that are looked for. */
export const foundPieces = (pieces: readonly ShownPiece[], query: string): readonly ShownPiece[] =>
  query.trim() === '' ? pieces : pieces.filter(({ shownName }) => isFound(query, shownName));

/** The piece that an arrow key leads to in a grid; undefined where the key leads nowhere. */
function nextOf(tiles: readonly HTMLElement[], at: number, key: string, isRightToLeft: boolean): number | undefined {
  const top = tiles[0]?.offsetTop;
  const columns = Math.max(1, tiles.filter(({ offsetTop }) => offsetTop === top).length);
  const step = isRightToLeft ? -1 : 1;
  const next = {
    ArrowRight: at + step,
    ArrowLeft: at - step,
    ArrowDown: at + columns,
    ArrowUp: at - columns,
    Home: 0,
    End: tiles.length - 1,
  }[key];
  return next === undefined ? undefined : Math.min(tiles.length - 1, Math.max(0, next));
}

/** Arrow keys, Home and End go through the pieces of a library. */
function walk(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  const { key, target, currentTarget } = event;
  const tiles = [...currentTarget.querySelectorAll<HTMLElement>('[data-piece]')];
  const at = tiles.indexOf(target as HTMLElement);
  const next = at < 0 ? undefined : nextOf(tiles, at, key, getComputedStyle(currentTarget).direction === 'rtl');
  if (next === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  tiles[next]?.focus();
}

interface GroupProps {
  readonly drawer: Drawer;
  /** By what it is folded out. */
  readonly library: string;
  readonly title: string;
  /** Those that are shown; undefined while there are none to be known. */
  readonly pieces: readonly ShownPiece[] | undefined;
  readonly isOwn?: boolean;
  readonly isChanging?: boolean;
  /** Buttons beside its name. */
  readonly deeds?: ComponentChildren;
  /** What is said in the place of pieces. */
  readonly children?: ComponentChildren;
}

/** A library under its name, folded in or out. While something is looked for, those with a find are out. */
export function Group({
  drawer,
  library,
  title,
  pieces = [],
  isOwn = false,
  isChanging = false,
  deeds,
  children,
}: GroupProps) {
  const list = useId();
  const stop = useSignal<string | undefined>(undefined);
  const isOut = drawer.unfolded.value.has(library) || drawer.query.value.trim() !== '';
  const stopId = pieces.some(({ id }) => id === stop.value) ? stop.value : pieces[0]?.id;
  return (
    <section class="library-group" aria-label={title}>
      <div class="library-head">
        <h3>
          <button type="button" aria-expanded={isOut} aria-controls={list} onClick={() => drawer.fold(library)}>
            <Icon name={ChevronDown} size={16} />
            <span dir="auto">{title}</span>
          </button>
        </h3>
        {deeds}
      </div>
      <div id={list} hidden={!isOut}>
        {isOut ? children : null}
        {isOut && pieces.length > 0 ? (
          <ul
            onKeyDown={walk}
            onFocusCapture={({ target }) => {
              const id = target instanceof HTMLElement ? target.dataset['piece'] : undefined;
              if (id !== undefined) stop.value = id;
            }}
          >
            {pieces.map((piece) => (
              <Tile
                key={piece.id}
                drawer={drawer}
                piece={piece}
                isStop={piece.id === stopId}
                isOwn={isOwn}
                isChanging={isChanging}
              />
            ))}
          </ul>
        ) : null}
      </div>
    </section>
  );
}
