import { useSignal } from '@preact/signals';
import { ArrowDownUp, CloudOff, Plus, Search } from 'lucide';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../ui/parts/icons.tsx';
import { segmented } from '../ui/parts/segmented.ts';
import { momentOf } from '../words/moment.ts';
import { type Order, orders, type Shelf, shelves } from './board.ts';
import type { Boards } from './boards.ts';
import { Rows } from './Rows.tsx';
import { sentenceOf } from './sentence.ts';
import { TagChoices } from './TagChoices.tsx';
import { Told, useTold } from './Told.tsx';
import { say } from './words.ts';

/** How long the list waits for more letters before it asks (ms). */
const typingPause = 200;

interface Props {
  readonly boards: Boards;
}

/** The field that the list is searched by. */
function SearchField({ boards }: Props) {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const ask = (words: string, pause: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void boards.ask({ words }), pause);
  };
  return (
    <search class="home-search">
      <Icon name={Search} size={18} />
      <input
        type="search"
        class="search"
        dir="auto"
        maxLength={200}
        aria-label={say('search')}
        placeholder={say('search')}
        onInput={({ currentTarget }) => ask(currentTarget.value.trim(), typingPause)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') ask(event.currentTarget.value.trim(), 0);
        }}
      />
    </search>
  );
}

/** Which boards, and in what order. */
function Choices({ boards }: Props) {
  const { shelf, order } = boards.query.value;
  return (
    <div class="home-choices">
      <fieldset class={segmented} aria-label={say('which')}>
        {shelves.map((one: Shelf) => (
          <button key={one} type="button" aria-pressed={one === shelf} onClick={() => void boards.ask({ shelf: one })}>
            {say(`shelf.${one}`)}
          </button>
        ))}
      </fieldset>
      <label class="home-order">
        <Icon name={ArrowDownUp} size={16} />
        <select
          aria-label={say('order')}
          value={order}
          onChange={({ currentTarget }) => {
            const chosen = orders.find((known: Order) => known === currentTarget.value);
            if (chosen !== undefined) void boards.ask({ order: chosen });
          }}
        >
          {orders.map((one) => (
            <option key={one} value={one}>
              {say(`orders.${one}`)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

/** What stands where no board does. */
function Nothing({ boards }: Props) {
  const { shelf, words, tag } = boards.query.value;
  const isSearch = words !== '';
  if (isSearch && boards.isReading.value)
    return (
      <div class="home-nothing" role="status">
        <p class="by-hand">{say('reading')}</p>
      </div>
    );
  return (
    <div class="home-nothing">
      <p class="by-hand">
        {isSearch ? say('empty.search', { words }) : tag === '' ? say(`empty.${shelf}`) : say('empty.tag', { tag })}
      </p>
      {isSearch && boards.away.value !== undefined ? <p>{say('awaySearch')}</p> : null}
      {shelf === 'all' && !isSearch && tag === '' ? <NewBoard /> : null}
    </div>
  );
}

const NewBoard = () => (
  <a class="text-button filled" href="/">
    <Icon name={Plus} size={18} />
    <span>{say('newBoard')}</span>
  </a>
);

/** Why there is no list, with a way to ask again. */
const NoAnswer = ({ boards }: Props) => (
  <div class="home-nothing" role="alert">
    <p>{sentenceOf(boards.failure.value)}</p>
    <button type="button" class="text-button" onClick={() => void boards.ask()}>
      {say('retry')}
    </button>
  </div>
);

/** What is said of a list from before: since when it may be wrong, and what can be done here without the server. */
function AwayNote({ boards }: Props) {
  const away = boards.away.value;
  if (away === undefined) return null;
  const isNew = window.location.pathname === '/';
  return (
    <div class="home-away" role="status">
      <Icon name={CloudOff} size={20} />
      <p>
        {say(isNew ? 'awayNew' : 'away')} {away.at === undefined ? null : say('asOf', { when: momentOf(away.at) })}
      </p>
      <button
        type="button"
        class="text-button"
        // At the address of a new board the server makes one.
        onClick={() => (isNew ? window.location.reload() : void boards.ask())}
      >
        {say('retry')}
      </button>
    </div>
  );
}

/** What is seen before the server has answered. */
const Waiting = () => (
  <div class="home-rows" role="status" aria-label={say('loading')}>
    {[0, 1, 2, 3, 4, 5].map((row) => (
      <div key={row} class="home-row waiting-row" aria-hidden="true" />
    ))}
  </div>
);

function Shown({ boards, language }: Props & { readonly language: string }) {
  const { list, failure, isLoading } = boards;
  if (list.value === undefined) return failure.value === undefined ? <Waiting /> : <NoAnswer boards={boards} />;
  const isWaiting = isLoading.value && !boards.isReading.value;
  // Without the server the note above says why there is none; that none is found it does not.
  const { shelf, words, tag } = boards.query.value;
  const isSaid = boards.away.value !== undefined && shelf !== 'starred' && words === '' && tag === '';
  const isEmpty = list.value.length === 0 && !isWaiting && !isSaid;
  return (
    <>
      <AwayNote boards={boards} />
      {failure.value === undefined ? null : <NoAnswer boards={boards} />}
      {isEmpty ? <Nothing boards={boards} /> : <Rows boards={boards} language={language} />}
    </>
  );
}

/** How often a server that is away is asked again (ms). */
const lookAgainMs = 10_000;

/** The page with a person's boards. */
export function HomePage({
  boards,
  language,
  children,
}: Props & { readonly language: string; readonly children?: ComponentChildren }) {
  const told = useTold();
  const scrolled = useSignal(false);
  // Who comes back by the browser's own button sees what has changed meanwhile.
  useEffect(() => {
    const refresh = ({ persisted }: PageTransitionEvent) => {
      if (persisted) void boards.ask();
    };
    const goOn = () => void boards.ask();
    window.addEventListener('pageshow', refresh);
    window.addEventListener('online', goOn);
    // A server that was away comes back without a word.
    const lookAgain = setInterval(() => {
      if (boards.away.peek() !== undefined && document.visibilityState === 'visible') goOn();
    }, lookAgainMs);
    return () => {
      clearInterval(lookAgain);
      window.removeEventListener('pageshow', refresh);
      window.removeEventListener('online', goOn);
    };
  }, [boards]);
  return (
    <Told.Provider value={told}>
      <div
        class="app home"
        onScroll={({ currentTarget }) => {
          scrolled.value = currentTarget.scrollTop > 8;
        }}
      >
        <header class={`home-head${scrolled.value ? ' raised' : ''}`}>
          <div class="home-line">
            <a class="by-hand home-mark" href="/boards">
              Gesso
            </a>
            <SearchField boards={boards} />
            <NewBoard />
          </div>
          <div class="home-line">
            <h1>{say('title')}</h1>
            <Choices boards={boards} />
          </div>
        </header>
        <main class="home-main">
          <TagChoices boards={boards} />
          <Shown boards={boards} language={language} />
          {boards.query.value.shelf === 'trash' && (boards.list.value?.length ?? 0) > 0 ? (
            <p class="home-note">{say('trashNote')}</p>
          ) : null}
          {children}
        </main>
        <told.Messages />
      </div>
    </Told.Provider>
  );
}

/** What an address that leads nowhere is answered with. */
export const NothingHere = () => (
  <main class="app home home-nothing alone">
    <p class="by-hand home-mark">Gesso</p>
    <h1>{say('nothing')}</h1>
    <p>{say('nothingHint')}</p>
    <p class="home-ways">
      <a class="text-button" href="/boards">
        <span>{say('title')}</span>
      </a>
      <NewBoard />
    </p>
  </main>
);
