import type { Person } from '@gesso/crdt-schema';
import { boundsOf, type ShownBoard, shownBoard, unionAll } from '@gesso/drawing';
import { useComputed, useSignal } from '@preact/signals';
import { Pause, Play, SkipBack, SkipForward } from 'lucide';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { type App, useApp } from '../../ui/app-context.ts';
import { IconButton, TextButton } from '../../ui/parts/Button.tsx';
import { sentenceOf } from '../../ui/sentence.ts';
import { say } from '../../words/later.ts';
import { listed } from '../../words/name-of.ts';
import { momentName } from './days.ts';
import { drawingNow } from './drawing-now.ts';
import { type Speed, speeds } from './film-time.ts';
import { bringIntoView } from './in-view.ts';
import { type LoadedFilm, loadFilm } from './load-film.ts';
import { lookBack } from './look-back.ts';
import { markBeside, marksIn, type TimeMark } from './marks-in-time.ts';
import type { History } from './opened.ts';
import { type Player, playFilm } from './player.ts';
import { Record } from './Record.tsx';
import { hearReplayKeys } from './replay-keys.ts';
import { saidNames } from './said-names.ts';
import { showPast } from './show-past.ts';
import { hereBefore } from './since.ts';
import { createStandIn } from './stand-in.ts';
import './replay.css';

/** CSS pixels around all that was drawn. */
const air = 40;

interface Shown extends LoadedFilm {
  readonly player: Player;
  readonly standIn: ReturnType<typeof createStandIn>;
  readonly marks: readonly TimeMark[];
}

const momentOf = ({ film, player }: Pick<Shown, 'film' | 'player'>): string => {
  const step = film.steps[Math.max(0, player.position.value - 1)];
  return step === undefined ? '' : momentName(step.at, Date.now(), document.documentElement.lang);
};

/** When this device was here last, as a place of a film. */
const lastMark = () => {
  const at = hereBefore.peek();
  return at === undefined ? undefined : { at, name: say('history.youLeft') };
};

/** When it was and who drew, as it is written into a video. */
const captionOf = (shown: Shown): string =>
  listed(momentOf(shown), saidNames(drawingNow(shown.film, shown.people, shown.player)));

/** Who draws, each with the color they have on the board. */
const People = ({ people }: { readonly people: readonly Person[] }) => (
  <span class="replay-people">
    {people.slice(0, 3).map(({ id, name, color }) => (
      <span key={id}>
        <i style={{ background: color }} aria-hidden="true" />
        <span dir="auto">{name}</span>
      </span>
    ))}
  </span>
);

/** The time of the film, and the places in it that have a name. */
function Scrubber(shown: Shown) {
  const { film, people, player, marks } = shown;
  const drawing = drawingNow(film, people, player);
  const moment = momentOf(shown);
  return (
    <>
      <p class="replay-now">
        <b>{moment}</b>
        <People people={drawing} />
      </p>
      <div class="replay-time">
        <input
          type="range"
          min={0}
          max={player.length}
          step="any"
          value={player.time.value}
          aria-label={say('history.moment')}
          aria-valuetext={listed(moment, saidNames(drawing))}
          onInput={({ currentTarget }) => player.seek(currentTarget.valueAsNumber)}
        />
        {marks.map(({ position, name }, i) => (
          <i
            key={`${i}-${name}`}
            aria-hidden="true"
            style={{ insetInlineStart: `${(100 * player.times.timeOf(position)) / player.length}%` }}
          />
        ))}
      </div>
    </>
  );
}

/** One button to the nearest place with a name on one side, else to the end there. */
function Jump({ player, marks, by }: Pick<Shown, 'player' | 'marks'> & { readonly by: 1 | -1 }) {
  const end =
    by < 0
      ? { position: 0, name: say('history.theStart') }
      : { position: Number.POSITIVE_INFINITY, name: say('history.theEnd') };
  const mark = useComputed(() => markBeside(marks, player.position.value, by)).value ?? end;
  return (
    <IconButton
      icon={by < 0 ? SkipBack : SkipForward}
      label={say(by < 0 ? 'history.markBefore' : 'history.markAfter', { name: mark.name })}
      onPress={() => player.show(mark.position)}
    />
  );
}

function Controls({ shown, onLeave }: { readonly shown: Shown; readonly onLeave: () => void }) {
  const { player, marks } = shown;
  const isPlaying = player.playing.value;
  const ref = useRef<HTMLDivElement>(null);
  // The panel with the button that led here is hidden.
  useLayoutEffect(() => ref.current?.querySelector<HTMLElement>('[data-play] button')?.focus(), []);
  return (
    <div class="replay-controls" ref={ref}>
      <Jump player={player} marks={marks} by={-1} />
      <span data-play>
        <IconButton
          icon={isPlaying ? Pause : Play}
          label={say(isPlaying ? 'history.pause' : 'history.play')}
          onPress={isPlaying ? player.pause : player.play}
        />
      </span>
      <Jump player={player} marks={marks} by={1} />
      <select
        aria-label={say('history.speed')}
        value={player.speed.value}
        onChange={({ currentTarget }) => player.setSpeed(Number(currentTarget.value) as Speed)}
      >
        {speeds.map((speed) => (
          <option key={speed} value={speed}>{`${speed}×`}</option>
        ))}
      </select>
      <Record player={player} caption={() => captionOf(shown)} />
      <TextButton kind="quiet" onPress={onLeave}>
        {say('history.back')}
      </TextButton>
    </div>
  );
}

/** Shows all of it, above the bar. */
function lookAtIt({ editor }: App, board: ShownBoard): void {
  const around = unionAll(board.all().map(boundsOf));
  if (around !== undefined) bringIntoView(editor, around, air);
}

/** The film in the place of the board. */
function Stage({ history, loaded }: { readonly history: History; readonly loaded: LoadedFilm }) {
  const app = useApp();
  const shown = useMemo<Shown>(() => {
    const standIn = createStandIn(app, loaded.film);
    const player = playFilm(loaded.film, window, standIn);
    return {
      ...loaded,
      standIn,
      player,
      marks: marksIn(player.times, history.page.peek()?.versions ?? [], lastMark()),
    };
  }, [app, loaded, history]);
  const { player, marks, standIn } = shown;
  useLayoutEffect(() => lookBack(app, history.leave), [app, history]);
  useLayoutEffect(() => {
    const { film } = shown;
    const camera = app.editor.camera.peek();
    const board = shownBoard(film.board);
    film.seek(film.steps.length);
    lookAtIt(app, board);
    film.seek(0);
    const stop = showPast(app, board, standIn.canvas);
    const stopKeys = hearReplayKeys(player, marks);
    if (!matchMedia('(prefers-reduced-motion: reduce)').matches) player.play();
    return () => {
      player.stop();
      standIn.stop();
      stopKeys();
      stop();
      board.close();
      app.editor.setCamera(camera);
    };
  }, [app, shown, player, marks, standIn]);
  return (
    <section class="island past-bar replay-bar" aria-label={say('history.replay')}>
      {loaded.isWhole ? null : <p role="status">{say('history.missing')}</p>}
      <Scrubber {...shown} />
      <Controls shown={shown} onLeave={history.leave} />
    </section>
  );
}

/** How the board was drawn, fetched and then played in its place. */
export function Replay({ history }: { readonly history: History }) {
  const { session, shell } = useApp();
  const loaded = useSignal<LoadedFilm | undefined>(undefined);
  const share = useSignal(0);
  useEffect(() => {
    const abort = new AbortController();
    const { signal } = abort;
    const begin = async () => {
      const film = await loadFilm(session, {
        signal,
        progress: (come) => {
          share.value = Math.round(100 * come);
        },
      });
      if (film.film.steps.length > 0) {
        loaded.value = film;
        return;
      }
      shell.tell(say('history.nothingYet'));
      history.leave();
    };
    begin().catch((error: unknown) => {
      if (signal.aborted) return;
      shell.tell(sentenceOf(error), 'error');
      history.leave();
    });
    return () => abort.abort();
  }, [session, shell, history, loaded, share]);
  if (loaded.value !== undefined) return <Stage history={history} loaded={loaded.value} />;
  return (
    <section class="island past-bar replay-bar" aria-label={say('history.replay')} aria-busy="true">
      <p role="status">{say('history.fetching', { share: `${share.value}\u00a0%` })}</p>
      <progress max={100} value={share.value} aria-hidden="true" />
      <TextButton kind="quiet" onPress={history.leave}>
        {say('history.cancel')}
      </TextButton>
    </section>
  );
}
