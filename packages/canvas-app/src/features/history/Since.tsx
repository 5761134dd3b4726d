import { wordsOf } from '@gesso/crdt-schema';
import { boundsOf, type ShownBoard, shownBoard } from '@gesso/drawing';
import { type Signal, useSignal } from '@preact/signals';
import { ChevronLeft, ChevronRight } from 'lucide';
import { render } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { fit } from '../../editor/camera.ts';
import { type App, useApp } from '../../ui/app-context.ts';
import { IconButton, TextButton } from '../../ui/parts/Button.tsx';
import { sentenceOf } from '../../ui/sentence.ts';
import { say } from '../../words/later.ts';
import { nameOf, quoted } from '../../words/name-of.ts';
import { momentName } from './days.ts';
import { type LoadedFilm, loadFilm } from './load-film.ts';
import { lookBack } from './look-back.ts';
import { pathOf } from './Marks.tsx';
import type { History } from './opened.ts';
import { showPast } from './show-past.ts';
import { type Made, whatChanged } from './what-changed.ts';
import './since.css';

/** CSS pixels around what one is led to. */
const margin = 140;
/** Letters of a text by which an element is known. */
const fewLetters = 40;

interface Changes extends LoadedFilm {
  readonly made: readonly Made[];
  readonly board: ShownBoard;
  /** Which of `made` is looked at; -1 for none. */
  readonly at: Signal<number>;
}

const describe = ({ sort, element }: Made): string => {
  const text = wordsOf(element)[0]?.text.replace(/\s+/g, ' ').trim() ?? '';
  const words = text.length > fewLetters ? `${[...text].slice(0, fewLetters).join('')}…` : text;
  return say(`history.was.${sort}`, { what: [nameOf(element), quoted(words)].join(' ').trim() });
};

const nameOfMaker = ({ people }: Changes, { by }: Made): string => people.get(by)?.name || say('history.someone');

/** Leads to one of them; what is gone is shown as the board was just before. */
function goTo({ editor }: Pick<App, 'editor'>, { film, made, at }: Changes, wanted: number): void {
  const next = (wanted + made.length) % made.length;
  const one = made[next];
  if (one === undefined) return;
  film.seek(one.sort === 'gone' ? one.position : film.steps.length);
  at.value = next;
  editor.setCamera(fit(boundsOf(one.element), editor.viewport.peek(), margin, Math.max(1, editor.camera.peek().zoom)));
}

/** What has changed, in the color of who did it; the one that is looked at stands out. */
function Glow({ editor, changes }: { readonly editor: App['editor']; readonly changes: Changes }) {
  const { width, height } = editor.viewport.value;
  const { made, people, board, at } = changes;
  const current = made[at.value];
  const makers = [...new Set(made.map(({ by }) => by))];
  const props = { editor, board };
  return (
    <svg class="past-marks" width={width} height={height} aria-hidden="true">
      {makers.map((by) => (
        <g key={by} class="since-glow" style={{ '--mark': people.get(by)?.color ?? 'var(--accent)' }}>
          <path
            d={pathOf(
              props,
              made.flatMap((one) => (one.by === by && one !== current ? one.id : [])),
              false,
            )}
          />
        </g>
      ))}
      {current === undefined ? null : (
        <g class="since-glow current" style={{ '--mark': people.get(current.by)?.color ?? 'var(--accent)' }}>
          <path d={pathOf(props, [current.id], current.sort === 'gone')} />
        </g>
      )}
    </svg>
  );
}

/** All of it in words, person by person; a press leads there. */
function List({ changes }: { readonly changes: Changes }) {
  const app = useApp();
  const { made, people, at } = changes;
  const makers = [...new Set(made.map(({ by }) => by))];
  return (
    <div class="since-list">
      {makers.map((by) => {
        const first = made.findIndex((one) => one.by === by);
        return (
          <section key={by}>
            <h3>
              <i style={{ background: people.get(by)?.color ?? 'currentColor' }} aria-hidden="true" />
              <span dir="auto">{people.get(by)?.name || say('history.someone')}</span>
            </h3>
            <ul>
              {made
                .filter((one) => one.by === by)
                .map((one, i) => (
                  <li key={one.id}>
                    <button
                      type="button"
                      class="since-choose"
                      aria-current={at.value === first + i}
                      onClick={() => goTo(app, changes, first + i)}
                    >
                      {describe(one)}
                    </button>
                  </li>
                ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
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
  const { editor, you } = app;
  const at = useSignal(-1);
  const ref = useRef<HTMLElement>(null);
  const changes = useMemo<Changes>(
    () => ({ ...loaded, made: whatChanged(loaded.film, you.peek()?.id), board: shownBoard(loaded.film.board), at }),
    [loaded, you, at],
  );
  useLayoutEffect(() => lookBack(app, history.leave), [app, history]);
  useLayoutEffect(() => {
    const stop = showPast(app, changes.board);
    const layer = document.createElement('div');
    document.querySelector('.surface')?.append(layer);
    render(<Glow editor={editor} changes={changes} />, layer);
    ref.current?.querySelector('button')?.focus();
    return () => {
      render(null, layer);
      layer.remove();
      stop();
      changes.board.close();
    };
  }, [app, editor, changes]);
  const { made } = changes;
  const current = made[at.value];
  const when = momentName(from, Date.now(), document.documentElement.lang);
  return (
    <>
      <section class="island past-bar since-bar" ref={ref} aria-label={say('history.since')}>
        <p role="status">
          <b>{say('history.sinceWhen', { when })}</b>
          <span>
            {current === undefined
              ? say(made.length === 0 ? 'history.sinceNone' : 'history.sinceAll', { n: made.length })
              : `${at.value + 1}/${made.length} · ${nameOfMaker(changes, current)} · ${describe(current)}`}
          </span>
          {loaded.isWhole ? null : <span>{say('history.missing')}</span>}
        </p>
        <div class="past-deeds">
          <IconButton
            icon={ChevronLeft}
            label={say('history.changeBefore')}
            disabled={made.length === 0}
            onPress={() => goTo(app, changes, at.peek() < 0 ? -1 : at.peek() - 1)}
          />
          <IconButton
            icon={ChevronRight}
            label={say('history.changeAfter')}
            disabled={made.length === 0}
            onPress={() => goTo(app, changes, at.peek() + 1)}
          />
          <TextButton kind="quiet" onPress={history.leave}>
            {say('history.back')}
          </TextButton>
        </div>
      </section>
      <aside class="island since-panel" aria-label={say('history.since')}>
        <List changes={changes} />
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
