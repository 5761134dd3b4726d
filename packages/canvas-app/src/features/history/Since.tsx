import { boundsOf, type ShownBoard, shownBoard, unionAll } from '@gesso/drawing';
import { computed, type ReadonlySignal, type Signal, useSignal } from '@preact/signals';
import { ChevronLeft, ChevronRight } from 'lucide';
import { render } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { type App, useApp } from '../../ui/app-context.ts';
import { IconButton, TextButton } from '../../ui/parts/Button.tsx';
import { sentenceOf } from '../../ui/sentence.ts';
import { say } from '../../words/later.ts';
import { momentName } from './days.ts';
import { withGhosts } from './ghosts.ts';
import { bringIntoView, coveredNow, fitBeside } from './in-view.ts';
import { type LoadedFilm, loadFilm } from './load-film.ts';
import { lookBack } from './look-back.ts';
import { MarkLines, pathsOf } from './Marks.tsx';
import type { History } from './opened.ts';
import { SinceList } from './SinceList.tsx';
import { showPast } from './show-past.ts';
import { type MadeRow, rowsOf } from './since-rows.ts';
import { type Made, whatChanged } from './what-changed.ts';
import './since.css';

/** CSS pixels around what one is led to. */
const margin = 140;
/** CSS pixels around all of it. */
const air = 32;

interface Changes extends LoadedFilm {
  readonly made: readonly Made[];
  readonly board: ShownBoard;
  /** The person whose changes alone are shown; undefined for all. */
  readonly only: Signal<string | undefined>;
  /** The lines that are listed. */
  readonly rows: ReadonlySignal<readonly MadeRow[]>;
  /** Which of `rows` is looked at; -1 for none. */
  readonly at: Signal<number>;
}

const nameOfMaker = ({ people }: Pick<Changes, 'people'>, by: string): string =>
  people.get(by)?.name || say('history.someone');

const boxOfAll = (made: readonly Made[]) => unionAll(made.map(({ element }) => boundsOf(element)));

/** Leads to a line of the list; what is gone is shown as the board was just before. */
function goTo({ editor }: Pick<App, 'editor'>, { film, rows, at }: Changes, wanted: number): void {
  const all = rows.peek();
  const next = (wanted + all.length) % all.length;
  const items = all[next]?.items ?? [];
  const box = boxOfAll(items);
  if (box === undefined) return;
  const gone = items.filter(({ sort }) => sort === 'gone').map(({ position }) => position);
  film.seek(gone.length > 0 ? Math.min(...gone) : film.steps.length);
  at.value = next;
  const viewport = editor.viewport.peek();
  editor.setCamera(fitBeside(box, viewport, coveredNow(viewport), margin, Math.max(1, editor.camera.peek().zoom)));
}

/** What has changed, in the color of who did it; the one that is looked at stands out. */
function Glow({ editor, changes }: { readonly editor: App['editor']; readonly changes: Changes }) {
  const { width, height } = editor.viewport.value;
  const { rows, people, board, at } = changes;
  const current = rows.value[at.value];
  const makers = [...new Set(rows.value.map(({ by }) => by))];
  const props = { editor, board };
  const marks = (items: readonly Made[], isCrossed: boolean) =>
    [false, true].map((isGone) => (
      <g key={isGone} class={isGone ? 'since-gone' : undefined}>
        <MarkLines
          {...pathsOf(
            props,
            items.flatMap(({ id, sort }) => ((sort === 'gone') === isGone ? id : [])),
            isGone && isCrossed,
          )}
        />
      </g>
    ));
  return (
    <svg class="past-marks" width={width} height={height} aria-hidden="true">
      {makers.map((by) => (
        <g key={by} class="since-glow" style={{ '--mark': people.get(by)?.color ?? 'var(--accent)' }}>
          {marks(
            rows.value.flatMap((row) => (row.by === by && row !== current ? row.items : [])),
            false,
          )}
        </g>
      ))}
      {current === undefined ? null : (
        <g class="since-glow current" style={{ '--mark': people.get(current.by)?.color ?? 'var(--accent)' }}>
          {marks(current.items, true)}
        </g>
      )}
    </svg>
  );
}

/** What is looked at, and the way to the next and back. */
function Bar({ changes, from, onLeave }: { readonly changes: Changes; readonly from: number; onLeave(): void }) {
  const app = useApp();
  const ref = useRef<HTMLElement>(null);
  useLayoutEffect(() => ref.current?.querySelector('button')?.focus(), []);
  const { rows, at, isWhole } = changes;
  const all = rows.value;
  const current = all[at.value];
  const when = momentName(from, Date.now(), document.documentElement.lang);
  const n = all.reduce((sum, { items }) => sum + items.length, 0);
  return (
    <section class="island past-bar since-bar" ref={ref} aria-label={say('history.since')}>
      <p role="status">
        <b>{say('history.sinceWhen', { when })}</b>
        <span>
          {current === undefined
            ? say(n === 0 ? 'history.sinceNone' : 'history.sinceAll', { n })
            : `${at.value + 1}/${all.length} · ${nameOfMaker(changes, current.by)} · ${current.title}`}
        </span>
        {isWhole ? null : <span>{say('history.missing')}</span>}
      </p>
      <div class="past-deeds">
        <IconButton
          icon={ChevronLeft}
          label={say('history.changeBefore')}
          disabled={n === 0}
          onPress={() => goTo(app, changes, at.peek() < 0 ? -1 : at.peek() - 1)}
        />
        <IconButton
          icon={ChevronRight}
          label={say('history.changeAfter')}
          disabled={n === 0}
          onPress={() => goTo(app, changes, at.peek() + 1)}
        />
        <TextButton kind="quiet" onPress={onLeave}>
          {say('history.back')}
        </TextButton>
      </div>
    </section>
  );
}

/** All that is needed to look at what has changed; kept as long as it is looked at. */
function useChanges(loaded: LoadedFilm): Changes {
  const { you } = useApp();
  const at = useSignal(-1);
  const only = useSignal<string | undefined>(undefined);
  return useMemo(() => {
    const { film } = loaded;
    const made = whatChanged(film, you.peek()?.id);
    const gone = made.flatMap(({ sort, element }) => (sort === 'gone' ? element : []));
    const all = rowsOf(made);
    const rows = computed(() => all.filter(({ by }) => only.value === undefined || only.value === by));
    return { ...loaded, made, board: shownBoard(withGhosts(film.board, gone)), rows, only, at };
  }, [loaded, you, at, only]);
}

function Shown({
  history,
  loaded,
  from,
}: {
  readonly history: History;
  readonly loaded: LoadedFilm;
  readonly from: number;
}) {
  const app = useApp();
  const { editor } = app;
  const changes = useChanges(loaded);
  useLayoutEffect(() => lookBack(app, history.leave), [app, history]);
  useLayoutEffect(() => {
    const camera = editor.camera.peek();
    const stop = showPast(app, changes.board);
    const layer = document.createElement('div');
    document.querySelector('.surface')?.append(layer);
    render(<Glow editor={editor} changes={changes} />, layer);
    const box = boxOfAll(changes.made);
    if (box !== undefined) bringIntoView(editor, box, air);
    return () => {
      render(null, layer);
      layer.remove();
      stop();
      changes.board.close();
      editor.setCamera(camera);
    };
  }, [app, editor, changes]);
  const all = changes.rows;
  return (
    <>
      <Bar changes={changes} from={from} onLeave={history.leave} />
      <aside class="island since-panel" aria-label={say('history.since')}>
        <SinceList
          made={changes.made}
          people={changes.people}
          rows={all.value}
          at={changes.at.value}
          only={changes.only.value}
          onRow={(row) => goTo(app, changes, all.peek().indexOf(row))}
          onOnly={(by) => {
            changes.film.seek(changes.film.steps.length);
            changes.at.value = -1;
            changes.only.value = by;
          }}
        />
      </aside>
    </>
  );
}

/** Says that it is on its way, which can be ended. */
function Loading({ onCancel }: { readonly onCancel: () => void }) {
  const ref = useRef<HTMLElement>(null);
  // The panel with the button that led here is hidden.
  useLayoutEffect(() => ref.current?.querySelector('button')?.focus(), []);
  return (
    <section class="island past-bar since-bar" aria-label={say('history.since')} aria-busy="true" ref={ref}>
      <p role="status">{say('history.loading')}</p>
      <div class="past-deeds">
        <TextButton kind="quiet" onPress={onCancel}>
          {say('history.cancel')}
        </TextButton>
      </div>
    </section>
  );
}

/** What others have changed since a moment (ms since 1970), fetched and then shown where it is. */
export function Since({ history, from }: { readonly history: History; readonly from: number }) {
  const { session, shell } = useApp();
  const loaded = useSignal<LoadedFilm | undefined>(undefined);
  useEffect(() => {
    const abort = new AbortController();
    loadFilm(session, { from, signal: abort.signal }).then(
      (film) => {
        loaded.value = film;
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        shell.tell(sentenceOf(error), 'error');
        history.leave();
      },
    );
    return () => abort.abort();
  }, [session, shell, history, from, loaded]);
  if (loaded.value !== undefined) return <Shown history={history} loaded={loaded.value} from={from} />;
  return <Loading onCancel={history.leave} />;
}
