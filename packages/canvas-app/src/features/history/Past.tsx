import { useSignal } from '@preact/signals';
import { render } from 'preact';
import { useLayoutEffect, useMemo } from 'preact/hooks';
import { useApp } from '../../ui/app-context.ts';
import { TextButton } from '../../ui/parts/Button.tsx';
import { Dialog } from '../../ui/parts/Dialog.tsx';
import { say } from '../../words/later.ts';
import { type Comparison, compare } from './compare.ts';
import { momentName } from './days.ts';
import { lookBack } from './look-back.ts';
import { Marks, sorts } from './Marks.tsx';
import type { History } from './opened.ts';
import { restore } from './restore.ts';
import { showPast } from './show-past.ts';
import type { Past as PastBoard, Version } from './versions.ts';

const nameOf = ({ name, at }: Version): string => name ?? momentName(at, Date.now(), document.documentElement.lang);

/** What differs, counted, each beside the line it is marked with. */
const Counts = ({ comparison }: { readonly comparison: Comparison }) => {
  const difference = comparison.difference.value;
  const counted = sorts.filter((sort) => difference[sort].length > 0);
  return (
    <p class="past-counts" role="status">
      {counted.length === 0 ? say('history.same') : null}
      {counted.map((sort) => (
        <span key={sort}>
          <svg class={`past-${sort}`} width="22" height="16" aria-hidden="true">
            <path d={`M3 3h16v10h-16z${sort === 'gone' ? 'l16 10m-16 0l16 -10' : ''}`} />
          </svg>
          {say(`history.${sort}`, { n: difference[sort].length })}
        </span>
      ))}
    </p>
  );
};

/** Says what is about to happen, and has it done. */
function Question({ past, onClose }: { readonly past: PastBoard; readonly onClose: (isMeant: boolean) => void }) {
  const app = useApp();
  const { difference, stop } = useMemo(() => compare(app, past), [app, past]);
  useLayoutEffect(() => stop, [stop]);
  const { added, changed, gone } = difference.value;
  return (
    <Dialog title={say('history.restoreTitle')} name="restore-version" modal onClose={() => onClose(false)}>
      <p>{say('history.restoreSays', { when: nameOf(past.version) })}</p>
      <ul>
        <li>{say('history.willRemove', { n: added.length })}</li>
        <li>{say('history.willChange', { n: changed.length })}</li>
        <li>{say('history.willReturn', { n: gone.length })}</li>
      </ul>
      <p>{say('history.restoreStays')}</p>
      <footer>
        <TextButton onPress={() => onClose(false)}>{say('history.cancel')}</TextButton>
        <TextButton kind="filled" onPress={() => onClose(true)}>
          {say('history.restore')}
        </TextButton>
      </footer>
    </Dialog>
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
    restore(app, past, when);
    shell.closePanel();
  };
  return (
    <>
      <section class="island past-bar" aria-label={say('history.title')}>
        <p role="status">
          <b>{say('history.asOf', { when: momentName(past.version.at, Date.now(), document.documentElement.lang) })}</b>
          {past.version.name === undefined ? null : <span dir="auto">{past.version.name}</span>}
        </p>
        {comparison === undefined ? null : <Counts comparison={comparison} />}
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
      {isAsking.value ? <Question past={past} onClose={answer} /> : null}
    </>
  );
}
