import { withoutDeeds } from '@gesso/crdt-schema';
import { useSignal } from '@preact/signals';
import { render } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { useApp } from '../../ui/app-context.ts';
import { TextButton } from '../../ui/parts/Button.tsx';
import { sentenceOf } from '../../ui/sentence.ts';
import { say } from '../../words/later.ts';
import { perLanguage } from '../../words/per-language.ts';
import { Counts } from './Counts.tsx';
import { type Comparison, compare } from './compare.ts';
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

/** What the board would be, beside what it is, in the place of the board. */
function Preview({ comparison }: { readonly comparison: Comparison }) {
  const app = useApp();
  useLayoutEffect(() => {
    const stop = showPast(app, comparison.board);
    const layer = document.createElement('div');
    document.querySelector('.surface')?.append(layer);
    render(<Marks editor={app.editor} {...comparison} />, layer);
    return () => {
      render(null, layer);
      layer.remove();
      stop();
    };
  }, [app, comparison]);
  return <Counts difference={comparison.difference.value} />;
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
    if (loaded === undefined || person === undefined) return undefined;
    const { base, deeds } = loaded;
    return compare(app, { make: () => withoutDeeds(app.session.doc, base, deeds, person) });
  }, [app, loaded, person]);
  useEffect(() => comparison?.stop, [comparison]);
  return comparison;
}

/** Does it, and says that it is under way. Who leaves meanwhile has nothing taken back. */
function useTakeBack() {
  const app = useApp();
  const isBusy = useSignal(false);
  const left = useMemo(() => new AbortController(), []);
  useEffect(() => () => left.abort(), [left]);
  const takeBack = async (deeds: LateDeeds, person: string, who: string) => {
    const { session, shell } = app;
    isBusy.value = true;
    try {
      const target = await boardWithout(session, deeds, person, left.signal);
      restore(app, target, say('history.takenBack', { who }));
      target.destroy();
      shell.closePanel();
    } catch (error) {
      if (!left.signal.aborted) shell.tell(sentenceOf(error), 'error');
    } finally {
      isBusy.value = false;
    }
  };
  return { takeBack, isBusy };
}

/** Takes back what one person did lately, after it was looked at. */
export function TakeBack({ history }: { readonly history: History }) {
  const app = useApp();
  const { you } = app;
  const minutes = useSignal<number>(15);
  const chosen = useSignal<string | undefined>(undefined);
  const isAsking = useSignal(false);
  const { takeBack, isBusy } = useTakeBack();
  const ref = useRef<HTMLElement>(null);
  const loaded = useDeeds(history, minutes.value);
  const names = namesApart(loaded?.people.values() ?? [], say('history.someone'));
  const ids = [...names.keys()];
  const isThere = chosen.value !== undefined && ids.includes(chosen.value);
  // Another sooner than oneself: for that there is undo.
  const person = isThere ? chosen.value : (ids.find((id) => id !== you.peek()?.id) ?? ids[0]);
  const comparison = useComparison(loaded, person);
  useLayoutEffect(() => lookBack(app, history.leave), [app, history]);
  useLayoutEffect(() => ref.current?.querySelector<HTMLElement>('select:enabled')?.focus(), []);

  const who = names.get(person ?? '') ?? '';
  const answer = (isMeant: boolean) => {
    isAsking.value = false;
    if (isMeant && loaded !== undefined && person !== undefined) void takeBack(loaded, person, who);
  };
  return (
    <>
      <section class="island past-bar take-back-bar" aria-label={say('history.takeBack')} ref={ref}>
        <Choice
          names={names}
          person={person}
          minutes={minutes.value}
          onPerson={(id) => {
            chosen.value = id;
          }}
          onMinutes={(next) => {
            minutes.value = next;
          }}
        />
        {loaded === undefined || isBusy.value ? <p role="status">{say('history.loading')}</p> : null}
        {loaded !== undefined && person === undefined ? <p role="status">{say('history.nobody')}</p> : null}
        {comparison === undefined ? null : <Preview comparison={comparison} />}
        <div class="past-deeds">
          <TextButton
            kind="filled"
            disabled={comparison === undefined || isBusy.value}
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
          says={say('history.takeBackSays', { who, span: spanName(minutes.value) })}
          stays={say('history.takeBackStays')}
          deed={say('history.takeBackDo')}
          onClose={answer}
        />
      ) : null}
    </>
  );
}
