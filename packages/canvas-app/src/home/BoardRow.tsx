import { limits } from '@gesso/crdt-schema';
import { type ReadonlySignal, useSignal, useSignalEffect } from '@preact/signals';
import { Ellipsis, Star, Trash2 } from 'lucide';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from '../ui/parts/icons.tsx';
import { momentOf } from '../words/moment.ts';
import { whenOf } from '../words/when.ts';
import { type Board, daysLeft } from './board.ts';
import type { Boards } from './boards.ts';
import { Found } from './Found.tsx';
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
  /** Whether the list stands still. */
  readonly isStill: ReadonlySignal<boolean>;
  /** Asks for its tags. */
  readonly onTag: () => void;
  /** Asks whether it is to be deleted for good. */
  readonly onRemove: () => void;
}

/** What a board is called; one without a name by when it was made. */
export const nameOf = ({ title, createdAt }: Board): string =>
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

/** The tags of a board. */
function Tags({ tags }: Pick<Board, 'tags'>) {
  if (tags.length === 0) return null;
  return (
    <span class="home-tags">
      <span class="unseen">{say('tags')}: </span>
      {tags.map((tag, at) => (
        <bdi key={tag} class="home-tag">
          {at > 0 ? <span class="unseen">, </span> : null}
          {tag}
        </bdi>
      ))}
    </span>
  );
}

/** What leads to the board: its name, when it was changed and what one may do there. */
function Opener({ board, boards, language }: Pick<BoardRowProps, 'board' | 'boards' | 'language'>) {
  const { id, role, updatedAt, deletedAt, tags, found } = board;
  const { unsent, isHere } = boards.device.value;
  const waiting = unsent.get(id) ?? 0;
  const isAway = boards.away.value !== undefined;
  const isAbsent = isAway && !isHere(id);
  const isTrash = boards.query.value.shelf === 'trash';
  const at = isTrash ? deletedAt : updatedAt;
  const facts = [
    // First, as it is what is left where there is little room.
    ...(isTrash && !Number.isNaN(board.deletedUntil) ? [say('daysLeft', { n: daysLeft(board, Date.now()) })] : []),
    say(isTrash ? 'thrownAway' : 'changed', { when: whenOf(at, Date.now(), language) }),
    ...(role === 'viewer' || role === 'commenter' ? [say(`role.${role}`)] : []),
    ...(isAbsent ? [say('notHere')] : []),
  ];
  const { words } = boards.query.value;
  const name = <bdi class={`home-name${board.title === '' ? ' untitled' : ''}`}>{nameOf(board)}</bdi>;
  const more =
    found === '' ? (
      <span class="home-facts" title={momentOf(at)}>
        {waiting > 0 ? (
          <>
            <span class="home-unsent" title={say('unsentHint')}>
              {say('unsent', { n: waiting })}
              {isAway ? null : ` – ${say('unsentHint')}`}
            </span>
            {' · '}
          </>
        ) : null}
        {facts.join(' · ')}
      </span>
    ) : (
      <Found text={found} words={words} />
    );
  if (isTrash || isAbsent)
    return (
      <span class={`home-open${isAbsent ? ' absent' : ''}`}>
        {name}
        {more}
        <Tags tags={tags} />
      </span>
    );
  return (
    <a class="home-open" href={boards.pathOf(board.id)}>
      {name}
      {more}
      <Tags tags={tags} />
    </a>
  );
}

/** What the board looks like; where there is no picture of it, paper. */
function Thumbnail({ id, boards, isStill }: Pick<Board, 'id'> & Pick<BoardRowProps, 'boards' | 'isStill'>) {
  const isDue = useSignal(isStill.peek());
  const isMissing = useSignal(false);
  useSignalEffect(() => {
    if (isStill.value) isDue.value = true;
  });
  useSignalEffect(() => {
    // Once the server is back it is asked again.
    if (boards.away.value === undefined) isMissing.value = false;
  });
  if (isMissing.value) return <span class="home-picture" />;
  const theme = document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light';
  return (
    <img
      class="home-picture"
      src={isDue.value ? `/api/boards/${encodeURIComponent(id)}/thumbnail.png?theme=${theme}` : undefined}
      alt=""
      loading="lazy"
      decoding="async"
      draggable={false}
      onError={() => {
        isMissing.value = true;
      }}
    />
  );
}

/** Gives the board one's star, or takes it away. */
function StarButton({ board, boards, name }: Pick<BoardRowProps, 'board' | 'boards'> & { readonly name: string }) {
  const { attempt } = useTeller();
  return (
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
  );
}

/** What can be done with a board in the trash. */
function TrashActions({ board, boards, onRemove }: Pick<BoardRowProps, 'board' | 'boards' | 'onRemove'>) {
  const { attempt } = useTeller();
  return (
    <>
      <button type="button" class="text-button" onClick={() => void attempt(() => boards.restore(board.id))}>
        {say('restore')}
      </button>
      <button
        type="button"
        class="icon-button danger"
        aria-label={say('removeOf', { name: nameOf(board) })}
        title={say('remove')}
        onClick={onRemove}
      >
        <Icon name={Trash2} size={18} />
      </button>
    </>
  );
}

/** One board of the list. */
export function BoardRow({ board, boards, language, at, size, isStill, onTag, onRemove }: BoardRowProps) {
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
      {isTrash || isAway ? null : <StarButton board={board} boards={boards} name={name} />}
      {isTrash ? null : <Thumbnail id={board.id} boards={boards} isStill={isStill} />}
      {mode.value === 'renaming' ? (
        <NameField board={board} onDone={rename} />
      ) : (
        <Opener board={board} boards={boards} language={language} />
      )}
      <Here people={board.people} />
      {isAway ? null : isTrash ? (
        <TrashActions board={board} boards={boards} onRemove={onRemove} />
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
          onTag={() => {
            close();
            onTag();
          }}
          onClose={close}
        />
      ) : null}
    </li>
  );
}
