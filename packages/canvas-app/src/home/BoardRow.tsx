import { limits } from '@gesso/crdt-schema';
import { useSignal } from '@preact/signals';
import { Ellipsis, Star } from 'lucide';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from '../ui/parts/icons.tsx';
import { momentOf } from '../words/moment.ts';
import { whenOf } from '../words/when.ts';
import type { Board } from './board.ts';
import type { Boards } from './boards.ts';
import { RowMenu } from './RowMenu.tsx';
import { useTeller } from './Told.tsx';
import { say } from './words.ts';

interface BoardRowProps {
  readonly board: Board;
  readonly boards: Boards;
  readonly language: string;
  /** Its place in the list and how many there are. */
  readonly at: number;
  readonly size: number;
}

/** What a board is called; one without a name by when it was made. */
const nameOf = ({ title, createdAt }: Board): string =>
  title === '' ? say('untitled', { when: momentOf(createdAt) }) : title;

/** People who are counted; the server names few more. */
const counted = 5;

/** Faces of those who have the board open, a few of them. */
function Here({ people }: Pick<Board, 'people'>) {
  if (people.length === 0) return null;
  return (
    <span
      class="faces"
      role="img"
      aria-label={people.length > counted ? say('hereMany', { n: counted }) : say('here', { n: people.length })}
      title={people.map(({ name }) => name).join(', ')}
    >
      {people.slice(0, 4).map(({ id, name, color }) => (
        <span key={id} class="face" style={{ background: color }}>
          {[...name][0]}
        </span>
      ))}
    </span>
  );
}

/** The name of a board as a field. Enter and leaving it keep what was typed, Escape does not. */
function NameField({ board, onDone }: { readonly board: Board; readonly onDone: (title: string | undefined) => void }) {
  const ref = useRef<HTMLInputElement>(null);
  const done = useRef(false);
  const end = (title: string | undefined) => {
    if (done.current) return;
    done.current = true;
    onDone(title);
  };
  useLayoutEffect(() => {
    ref.current?.focus();
    ref.current?.select();
  }, []);
  return (
    <input
      ref={ref}
      class="home-name-field"
      dir="auto"
      maxLength={limits.nameLength}
      aria-label={say('name')}
      defaultValue={board.title}
      onBlur={({ currentTarget }) => end(currentTarget.value.trim())}
      onKeyDown={(event) => {
        if (event.isComposing) return;
        if (event.key === 'Enter') end(event.currentTarget.value.trim());
        if (event.key === 'Escape') end(undefined);
      }}
    />
  );
}

/** What leads to the board: its name, when it was changed and what one may do there. */
function Opener({ board, boards, language }: Pick<BoardRowProps, 'board' | 'boards' | 'language'>) {
  const { id, role, updatedAt, deletedAt } = board;
  const { unsent, isHere } = boards.device.value;
  const waiting = unsent.get(id) ?? 0;
  const isAbsent = boards.away.value !== undefined && !isHere(id);
  const isTrash = boards.query.value.shelf === 'trash';
  const at = isTrash ? deletedAt : updatedAt;
  const facts = [
    say(isTrash ? 'thrownAway' : 'changed', { when: whenOf(at, Date.now(), language) }),
    ...(role === 'viewer' || role === 'commenter' ? [say(`role.${role}`)] : []),
    ...(isAbsent ? [say('notHere')] : []),
  ];
  const name = <bdi class={`home-name${board.title === '' ? ' untitled' : ''}`}>{nameOf(board)}</bdi>;
  const more = (
    <span class="home-facts" title={momentOf(at)}>
      {waiting > 0 ? (
        <>
          <span class="home-unsent" title={say('unsentHint')}>
            {say('unsent', { n: waiting })}
          </span>
          {' · '}
        </>
      ) : null}
      {facts.join(' · ')}
    </span>
  );
  if (isTrash || isAbsent)
    return (
      <span class={`home-open${isAbsent ? ' absent' : ''}`}>
        {name}
        {more}
      </span>
    );
  return (
    <a class="home-open" href={boards.pathOf(board.id)}>
      {name}
      {more}
    </a>
  );
}

/** What the board looks like; where there is no picture of it, paper. */
function Thumbnail({ id }: Pick<Board, 'id'>) {
  const theme = document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light';
  return (
    <img
      class="home-picture"
      src={`/api/boards/${encodeURIComponent(id)}/thumbnail.png?theme=${theme}`}
      alt=""
      loading="lazy"
      decoding="async"
      draggable={false}
      onError={({ currentTarget }) => currentTarget.removeAttribute('src')}
    />
  );
}

/** One board of the list. */
export function BoardRow({ board, boards, language, at, size }: BoardRowProps) {
  const { attempt } = useTeller();
  const mode = useSignal<'shown' | 'menu' | 'renaming'>('shown');
  const row = useRef<HTMLLIElement>(null);
  const isTrash = boards.query.value.shelf === 'trash';
  // What is done with a board is done by the server.
  const isAway = boards.away.value !== undefined;
  const name = nameOf(board);
  const focus = (selector: string) => row.current?.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
  const close = () => {
    mode.value = 'shown';
    focus('.home-more');
  };
  const rename = (title: string | undefined) => {
    mode.value = 'shown';
    if (title !== undefined && title !== board.title) void attempt(() => boards.rename(board.id, title));
    queueMicrotask(() => focus('.home-open'));
  };
  return (
    <li
      ref={row}
      class="home-row"
      aria-posinset={at + 1}
      aria-setsize={size}
      style={{ top: `calc(var(--row) * ${at})`, zIndex: mode.value === 'menu' ? 1 : 0 }}
    >
      {isTrash || isAway ? null : (
        <button
          type="button"
          class="icon-button home-star"
          aria-pressed={board.starred}
          aria-label={say('starOf', { name })}
          title={say(board.starred ? 'unstar' : 'star')}
          onClick={() => void attempt(() => boards.star(board.id, !board.starred))}
        >
          <Icon name={Star} size={18} />
        </button>
      )}
      {isTrash ? null : <Thumbnail id={board.id} />}
      {mode.value === 'renaming' ? (
        <NameField board={board} onDone={rename} />
      ) : (
        <Opener board={board} boards={boards} language={language} />
      )}
      <Here people={board.people} />
      {isAway ? null : isTrash ? (
        <button type="button" class="text-button" onClick={() => void attempt(() => boards.restore(board.id))}>
          {say('restore')}
        </button>
      ) : (
        <button
          type="button"
          class="icon-button home-more"
          aria-label={say('moreOf', { name })}
          title={say('more')}
          aria-haspopup="menu"
          aria-expanded={mode.value === 'menu'}
          onClick={() => {
            mode.value = mode.peek() === 'menu' ? 'shown' : 'menu';
          }}
        >
          <Icon name={Ellipsis} size={18} />
        </button>
      )}
      {mode.value === 'menu' ? (
        <RowMenu
          board={board}
          boards={boards}
          name={name}
          onRename={() => {
            mode.value = 'renaming';
          }}
          onClose={close}
        />
      ) : null}
    </li>
  );
}
