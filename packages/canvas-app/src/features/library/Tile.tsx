import { useSignal } from '@preact/signals';
import { Pencil, Trash } from 'lucide';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { isComposing } from '../../input/composing.ts';
import { useApp } from '../../ui/app-context.ts';
import { IconButton } from '../../ui/parts/Button.tsx';
import { say } from '../../words/later.ts';
import { carry } from './carry.ts';
import type { Drawer } from './drawer.ts';
import { focusBeside } from './focus.ts';
import { libraryLimits } from './limits.ts';
import type { ReadPiece } from './uses.ts';

/** A piece as it is shown. */
export interface ShownPiece extends ReadPiece {
  readonly id: string;
  /** What it is called here; never empty. */
  readonly shownName: string;
}

interface TileProps {
  readonly drawer: Drawer;
  readonly piece: ShownPiece;
  /** The one of its list that Tab reaches. */
  readonly isStop: boolean;
  /** Whether it is this device's own, to be renamed and removed. */
  readonly isOwn: boolean;
  /** Whether the buttons for that are shown. */
  readonly isChanging: boolean;
}

/** The address of the picture of a piece, once it was in sight and painted. */
function useLook({ looks }: Drawer, piece: ShownPiece) {
  const theme = useApp().editor.theme.value;
  const ref = useRef<HTMLSpanElement>(null);
  const address = useSignal<string | undefined>(undefined);
  useEffect(() => {
    const abort = new AbortController();
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      seen.disconnect();
      looks.of(piece, theme, abort.signal).then(
        (made) => {
          address.value = made;
        },
        () => undefined,
      );
    });
    if (ref.current !== null) seen.observe(ref.current);
    return () => {
      seen.disconnect();
      abort.abort();
    };
  }, [looks, piece.id, piece.text, theme, address]);
  return { ref, address };
}

/** A field in the place of a name. Enter and leaving it keep what was typed, Escape does not. */
function Rename({ drawer, piece }: Pick<TileProps, 'drawer' | 'piece'>) {
  const ref = useRef<HTMLInputElement>(null);
  const isDone = useRef(false);
  useLayoutEffect(() => {
    ref.current?.focus();
    ref.current?.select();
    ref.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const done = (name: string | undefined) => {
    if (isDone.current) return;
    isDone.current = true;
    drawer.renaming.value = undefined;
    if (name !== undefined && name.trim() !== '') void drawer.rename(piece.id, name);
  };
  return (
    <input
      class="search piece-name"
      dir="auto"
      ref={ref}
      aria-label={say('library.name')}
      maxLength={libraryLimits.name}
      defaultValue={piece.shownName}
      onBlur={({ currentTarget }) => done(currentTarget.value)}
      onKeyDown={(event) => {
        if (isComposing(event) || (event.key !== 'Enter' && event.key !== 'Escape')) return;
        event.preventDefault();
        event.stopPropagation();
        done(event.key === 'Enter' ? event.currentTarget.value : undefined);
      }}
    />
  );
}

/** A piece: a press puts it in the middle of the view, a pull where it is let go. */
export function Tile({ drawer, piece, isStop, isOwn, isChanging }: TileProps) {
  const { ref, address } = useLook(drawer, piece);
  const item = useRef<HTMLLIElement>(null);
  const wasNamed = useRef(false);
  const { id, shownName } = piece;
  const isNamed = isOwn && drawer.renaming.value === id;
  useLayoutEffect(() => {
    // The focus went with the field.
    if (wasNamed.current && !isNamed && document.activeElement === document.body)
      item.current?.querySelector('button')?.focus();
    wasNamed.current = isNamed;
  }, [isNamed]);
  const rename = () => {
    drawer.renaming.value = id;
  };
  const remove = () => {
    if (item.current !== null) focusBeside(item.current);
    void drawer.remove(shownName, (one) => one.id === id);
  };
  const put = (event: MouseEvent) => {
    drawer.put(piece, shownName);
    // What a pointer has put there is what the keys are for next.
    if (event.detail > 0) document.querySelector<HTMLElement>('.surface')?.focus({ preventScroll: true });
  };
  return (
    <li ref={item} class="piece">
      <button
        type="button"
        class="piece-put"
        data-piece={id}
        tabIndex={isStop ? 0 : -1}
        title={say('library.putIt', { name: shownName })}
        onClick={put}
        onPointerDown={(event) => carry(event, address.peek(), (at) => drawer.put(piece, shownName, at))}
        onKeyDown={(event) => {
          if (!isOwn || (event.key !== 'Delete' && event.key !== 'Backspace' && event.key !== 'F2')) return;
          event.preventDefault();
          if (event.key === 'F2') rename();
          else remove();
        }}
      >
        <span class="piece-look" ref={ref}>
          {address.value === undefined ? null : <img src={address.value} alt="" draggable={false} />}
        </span>
        {isNamed ? null : <span dir="auto">{shownName}</span>}
      </button>
      {isNamed ? <Rename drawer={drawer} piece={piece} /> : null}
      {isChanging && !isNamed ? (
        <div class="piece-deeds">
          <IconButton icon={Pencil} label={say('library.rename', { name: shownName })} onPress={rename} />
          <IconButton icon={Trash} label={say('library.remove', { name: shownName })} onPress={remove} />
        </div>
      ) : null}
    </li>
  );
}
