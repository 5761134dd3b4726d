import { useSignal } from '@preact/signals';
import { render } from 'preact';
import { useLayoutEffect, useMemo } from 'preact/hooks';
import { useApp } from '../../ui/app-context.ts';
import { TextButton } from '../../ui/parts/Button.tsx';
import { say } from '../../words/later.ts';
import { Counts } from './Counts.tsx';
import { compare } from './compare.ts';
import { momentName } from './days.ts';
import { lookBack } from './look-back.ts';
import { Marks } from './Marks.tsx';
import type { History } from './opened.ts';
import { Question } from './Question.tsx';
import { restore } from './restore.ts';
import { showPast } from './show-past.ts';
import type { Past as PastBoard, Version } from './versions.ts';

const nameOf = ({ name, at }: Version): string => name ?? momentName(at, Date.now(), document.documentElement.lang);

/** Asks whether the board is to become what it was, with what becomes of it as others go on. */
function RestoreQuestion({
  past,
  onClose,
}: {
  readonly past: PastBoard;
  readonly onClose: (isMeant: boolean) => void;
}) {
  const app = useApp();
  const { difference, stop } = useMemo(() => compare(app, past), [app, past]);
  useLayoutEffect(() => stop, [stop]);
  return (
    <Question
      difference={difference.value}
      title={say('history.restoreTitle')}
      says={say('history.restoreSays', { when: nameOf(past.version) })}
      stays={say('history.restoreStays')}
      deed={say('history.restore')}
      onClose={onClose}
    />
  );
}

/** A former board in the place of the one that is open, with what can be done about it. */
export function Past({ history, past }: { readonly history: History; readonly past: PastBoard }) {
  const app = useApp();
  const { editor, shell } = app;
  const isAsking = useSignal(false);
  const isComparing = history.comparing.value;
  const comparison = useMemo(() => (isComparing ? compare(app, past) : undefined), [app, past, isComparing]);

  useLayoutEffect(() => lookBack(app, history.leave), [app, history]);
  useLayoutEffect(() => {
    const stop = showPast(app, comparison?.board ?? past.board);
    const layer = document.createElement('div');
    document.querySelector('.surface')?.append(layer);
    if (comparison !== undefined) render(<Marks editor={editor} {...comparison} />, layer);
    return () => {
      render(null, layer);
      layer.remove();
      stop();
      comparison?.stop();
    };
  }, [app, editor, past, comparison]);

  const { role } = editor;
  const mayRestore = role.value === 'editor' || role.value === 'owner';
  const answer = (isMeant: boolean) => {
    isAsking.value = false;
    if (!isMeant) return;
    const when = nameOf(past.version);
    restore(app, past.doc, say('history.restored', { when }));
    shell.closePanel();
  };
  return (
    <>
      <section class="island past-bar" aria-label={say('history.title')}>
        <p role="status">
          <b>{say('history.asOf', { when: momentName(past.version.at, Date.now(), document.documentElement.lang) })}</b>
          {past.version.name === undefined ? null : <span dir="auto">{past.version.name}</span>}
        </p>
        {comparison === undefined ? null : <Counts difference={comparison.difference.value} />}
        <div class="past-deeds">
          <button
            type="button"
            class="text-button plain"
            aria-pressed={isComparing}
            onClick={() => {
              history.comparing.value = !isComparing;
            }}
          >
            <span>{say('history.compare')}</span>
          </button>
          {mayRestore ? (
            <TextButton
              kind="filled"
              onPress={() => {
                isAsking.value = true;
              }}
            >
              {say('history.restore')}
            </TextButton>
          ) : null}
          <TextButton kind="quiet" onPress={history.leave}>
            {say('history.back')}
          </TextButton>
        </div>
      </section>
      {isAsking.value ? <RestoreQuestion past={past} onClose={answer} /> : null}
    </>
  );
}
