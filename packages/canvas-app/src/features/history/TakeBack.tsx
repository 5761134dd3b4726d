import { type BoardDifference, type Person, withoutDeeds } from '@gesso/crdt-schema';
import { boundsOf, unionAll } from '@gesso/drawing';
import { useSignal } from '@preact/signals';
import { render } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { type App, useApp } from '../../ui/app-context.ts';
import { TextButton } from '../../ui/parts/Button.tsx';
import { sentenceOf } from '../../ui/sentence.ts';
import { say } from '../../words/later.ts';
import { perLanguage } from '../../words/per-language.ts';
import { Counts } from './Counts.tsx';
import { type Comparison, compare } from './compare.ts';
import { bringIntoView } from './in-view.ts';
import type { LoadedDeeds } from './load-film.ts';
import { lookBack } from './look-back.ts';
import { Marks } from './Marks.tsx';
import { namesApart } from './names-apart.ts';
import type { History } from './opened.ts';
import { Question } from './Question.tsx';
import { restore } from './restore.ts';
import { showPast } from './show-past.ts';
import { boardWithout, type LateDeeds, lateDeeds } from './taking-back.ts';
import './take-back.css';

/** Minutes to choose from. */
const spans = [5, 15, 30, 60, 180, 1_440] as const;

const inUnit = (unit: 'minute' | 'hour') =>
  perLanguage((language) => new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }));
const [minutesName, hoursName] = [inUnit('minute'), inUnit('hour')];
const spanName = (minutes: number): string => {
  const { lang } = document.documentElement;
  return minutes < 60 ? minutesName(lang).format(minutes) : hoursName(lang).format(minutes / 60);
};

/** The same in a sentence: “in the last 15 minutes”. */
const inTheLast = (minutes: number): string =>
  minutes < 60 ? say('history.lastMinutes', { n: minutes }) : say('history.lastHours', { n: minutes / 60 });

/** CSS pixels around what is taken back. */
const air = 40;

/** What was stored in the last minutes, fetched anew for others; undefined until it is here. */
function useDeeds(history: History, minutes: number): LateDeeds | undefined {
  const { session, shell } = useApp();
  const loaded = useSignal<LateDeeds | undefined>(undefined);
  useEffect(() => {
    const abort = new AbortController();
    loaded.value = undefined;
    lateDeeds(session, minutes, abort.signal).then(
      (deeds) => {
        loaded.value = deeds;
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        shell.tell(sentenceOf(error), 'error');
        history.leave();
      },
    );
    return () => abort.abort();
  }, [session, shell, history, minutes, loaded]);
  return loaded.value;
}

/** Brings what is taken back into view, where some of it is not or lies under the bar. */
function lookAtIt({ editor }: Pick<App, 'editor'>, { board, difference }: Comparison): void {
  const { added, changed, gone } = difference.peek();
  const boxes = [...added, ...changed, ...gone].flatMap((id) => {
    const element = board.get(id);
    return element === undefined ? [] : boundsOf(element);
  });
  const box = unionAll(boxes);
  if (box !== undefined) bringIntoView(editor, box, air);
}

/** What the board would be, beside what it is, in the place of the board. */
function Preview({ comparison }: { readonly comparison: Comparison }) {
  const app = useApp();
  useLayoutEffect(() => {
    const stop = showPast(app, comparison.board);
    const layer = document.createElement('div');
    document.querySelector('.surface')?.append(layer);
    render(<Marks editor={app.editor} {...comparison} isAhead />, layer);
    lookAtIt(app, comparison);
    return () => {
      render(null, layer);
      layer.remove();
      stop();
    };
  }, [app, comparison]);
  return <Counts difference={comparison.difference.value} isAhead />;
}

interface ChoiceProps {
  /** What those are called who can be chosen, by their ids. */
  readonly names: ReadonlyMap<string, string>;
  readonly person: string | undefined;
  readonly minutes: number;
  onPerson(id: string): void;
  onMinutes(minutes: number): void;
}

/** Whose, and of how long. */
const Choice = ({ names, person, minutes, onPerson, onMinutes }: ChoiceProps) => (
  <p class="take-back-choice">
    <label>
      <span>{say('history.person')}</span>
      <select
        value={person}
        disabled={names.size === 0}
        onChange={({ currentTarget }) => onPerson(currentTarget.value)}
      >
        {names.size === 0 ? <option>{say('history.wait')}</option> : null}
        {[...names].map(([id, name]) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
    <label>
      <span>{say('history.inTheLast')}</span>
      <select value={minutes} onChange={({ currentTarget }) => onMinutes(Number(currentTarget.value))}>
        {spans.map((span) => (
          <option key={span} value={span}>
            {spanName(span)}
          </option>
        ))}
      </select>
    </label>
  </p>
);

/** The board beside itself without what the person did, as long as both change; undefined where there is nothing to be taken back. */
function useComparison(loaded: LoadedDeeds | undefined, person: string | undefined): Comparison | undefined {
  const app = useApp();
  const comparison = useMemo(() => {
    if (loaded === undefined || person === undefined || !loaded.people.has(person)) return undefined;
    const { base, deeds } = loaded;
    return compare(app, { make: () => withoutDeeds(app.session.doc, base, deeds, person) });
  }, [app, loaded, person]);
  useEffect(() => comparison?.stop, [comparison]);
  return comparison;
}

/** Who can be chosen, and who is: who once was stays so, also where they did nothing in another time. */
function usePerson(loaded: LateDeeds | undefined) {
  const { you } = useApp();
  const chosen = useSignal<string | undefined>(undefined);
  const first = useRef<string | undefined>(undefined);
  const listed = useRef<readonly Person[]>([]);
  if (loaded !== undefined) {
    const me = you.peek()?.id;
    const ids = [...loaded.people.keys()];
    // Another sooner than oneself: for that there is undo.
    first.current ??= ids.find((id) => id !== me) ?? ids[0];
    const former = listed.current.find(({ id }) => id === (chosen.peek() ?? first.current) && !ids.includes(id));
    listed.current = [...loaded.people.values(), ...(former === undefined ? [] : [former])];
  }
  return {
    names: namesApart(listed.current, say('history.someone')),
    person: chosen.value ?? first.current,
    choose: (id: string) => {
      chosen.value = id;
    },
  };
}

/** Does it, and says that it is under way. Who leaves meanwhile has nothing taken back, and looks at what they looked at before. */
function useTakeBack() {
  const app = useApp();
  const isBusy = useSignal(false);
  const left = useMemo(() => new AbortController(), []);
  const isDone = useRef(false);
  useLayoutEffect(() => {
    const { editor } = app;
    const camera = editor.camera.peek();
    return () => {
      left.abort();
      // What was taken back stays in view.
      if (!isDone.current) editor.setCamera(camera);
    };
  }, [app, left]);
  const takeBack = async (deeds: LateDeeds, person: string, sentence: string) => {
    const { session, shell } = app;
    isBusy.value = true;
    try {
      const target = await boardWithout(session, deeds, person, left.signal);
      restore(app, target, sentence);
      target.destroy();
      isDone.current = true;
      shell.closePanel();
    } catch (error) {
      if (!left.signal.aborted) shell.tell(sentenceOf(error), 'error');
    } finally {
      isBusy.value = false;
    }
  };
  return { takeBack, isBusy };
}

const isNothing = ({ added, changed, gone }: BoardDifference): boolean =>
  added.length + changed.length + gone.length === 0;

/** What there is to say while there is nothing to be seen. */
function statusOf(loaded: LateDeeds | undefined, isBusy: boolean, person: string | undefined, who: string) {
  if (loaded === undefined || isBusy) return say('history.loading');
  if (person === undefined) return say('history.nobody');
  return loaded.people.has(person) ? undefined : say('history.nothingOf', { who });
}

/** Takes back what one person did lately, after it was looked at. */
export function TakeBack({ history }: { readonly history: History }) {
  const app = useApp();
  const minutes = useSignal<number>(15);
  const isAsking = useSignal(false);
  const { takeBack, isBusy } = useTakeBack();
  const ref = useRef<HTMLElement>(null);
  const loaded = useDeeds(history, minutes.value);
  const { names, person, choose } = usePerson(loaded);
  const comparison = useComparison(loaded, person);
  useLayoutEffect(() => lookBack(app, history.leave), [app, history]);
  useLayoutEffect(() => ref.current?.querySelector<HTMLElement>('select:enabled')?.focus(), []);

  const who = names.get(person ?? '') ?? '';
  const said = { who, span: inTheLast(minutes.value) };
  const status = statusOf(loaded, isBusy.value, person, who);
  const answer = (isMeant: boolean) => {
    isAsking.value = false;
    if (isMeant && loaded !== undefined && person !== undefined)
      void takeBack(loaded, person, say('history.takenBack', said));
  };
  return (
    <>
      <section class="island past-bar take-back-bar" aria-label={say('history.takeBack')} ref={ref}>
        <Choice
          names={names}
          person={person}
          minutes={minutes.value}
          onPerson={choose}
          onMinutes={(next) => {
            minutes.value = next;
          }}
        />
        {status === undefined ? null : <p role="status">{status}</p>}
        {comparison === undefined ? null : <Preview comparison={comparison} />}
        <div class="past-deeds">
          <TextButton
            kind="filled"
            disabled={comparison === undefined || isBusy.value || isNothing(comparison.difference.value)}
            onPress={() => {
              isAsking.value = true;
            }}
          >
            {say('history.takeBackDo')}
          </TextButton>
          <TextButton kind="quiet" onPress={history.leave}>
            {say('history.back')}
          </TextButton>
        </div>
      </section>
      {isAsking.value && comparison !== undefined ? (
        <Question
          difference={comparison.difference.value}
          title={say('history.takeBackTitle')}
          says={say('history.takeBackSays', said)}
          stays={say('history.takeBackStays')}
          deed={say('history.takeBackDo')}
          onClose={answer}
        />
      ) : null}
    </>
  );
}
