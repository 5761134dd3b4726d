import { historyLimits } from '@gesso/crdt-schema';
import { useSignal } from '@preact/signals';
import { Play, Sparkles, UserRoundMinus } from 'lucide';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { isReached } from '../../network/status.ts';
import { useApp } from '../../ui/app-context.ts';
import { TextButton } from '../../ui/parts/Button.tsx';
import { SidePanel } from '../../ui/parts/SidePanel.tsx';
import { say } from '../../words/later.ts';
import { dayName, daysOf } from './days.ts';
import { type History, openHistory, type Way } from './opened.ts';
import { Past } from './Past.tsx';
import { Replay } from './Replay.tsx';
import { Since } from './Since.tsx';
import { hereBefore, wantsSince } from './since.ts';
import { TakeBack } from './TakeBack.tsx';
import { VersionRow } from './VersionRow.tsx';
import './history.css';

export { beginSince } from './since.ts';

/** Gives the board as it is now a name; not there while a former one is looked at, which it would seem to name. */
function NameNow({ history }: { readonly history: History }) {
  const { shell } = useApp();
  const name = useSignal('');
  const save = async () => {
    const given = name.peek().trim();
    if (given === '' || !(await history.add(given))) return;
    name.value = '';
    shell.tell(say('history.named'));
  };
  return (
    <form
      class="version-new"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <input
        class="search"
        dir="auto"
        aria-label={say('history.nameNow')}
        placeholder={say('history.nameNow')}
        maxLength={historyLimits.versionName}
        value={name.value}
        onInput={({ currentTarget }) => {
          name.value = currentTarget.value;
        }}
      />
      <button type="submit" class="text-button filled" disabled={name.value.trim() === '' || history.busy.value}>
        {say('history.save')}
      </button>
    </form>
  );
}

/** Arrow keys, Home and End go through the list; those beside a row are its own. */
function walk(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  const { key, target, currentTarget } = event;
  if (!(target instanceof HTMLElement) || target.tagName === 'INPUT') return;
  const rows = [...currentTarget.querySelectorAll<HTMLElement>('[data-version]')];
  const at = rows.findIndex((row) => row.parentElement?.contains(target));
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[key];
  if (next === undefined || at < 0) return;
  event.preventDefault();
  event.stopPropagation();
  rows[Math.min(rows.length - 1, Math.max(0, next))]?.focus();
}

function List({ history, mayEdit }: { readonly history: History; readonly mayEdit: boolean }) {
  const { versions = [], next } = history.page.value ?? {};
  const stop = history.chosen.value?.id ?? versions[0]?.id;
  const now = Date.now();
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the buttons in it
    <div class="versions" onKeyDown={walk}>
      {daysOf(versions).map(({ at, versions: ofDay }) => {
        const name = dayName(at, now, document.documentElement.lang);
        return (
          <section key={at} aria-label={name}>
            <h3>{name}</h3>
            <ul>
              {ofDay.map((version) => (
                <VersionRow
                  key={version.id}
                  history={history}
                  version={version}
                  mayEdit={mayEdit}
                  isStop={version.id === stop}
                />
              ))}
            </ul>
          </section>
        );
      })}
      {next === undefined ? null : (
        <TextButton disabled={history.busy.value} onPress={() => void history.more()}>
          {say('history.older')}
        </TextButton>
      )}
    </div>
  );
}

/** Other ways to look back than by a version. */
function Ways({ history }: { readonly history: History }) {
  const { editor } = useApp();
  const before = hereBefore.value;
  const go = (way: Way) => {
    history.leave();
    history.way.value = way;
  };
  return (
    <div class="history-ways">
      <TextButton icon={Play} onPress={() => go({ kind: 'film' })}>
        {say('history.watch')}
      </TextButton>
      {before === undefined ? null : (
        <TextButton icon={Sparkles} onPress={() => go({ kind: 'since', from: before })}>
          {say('history.since')}
        </TextButton>
      )}
      {editor.role.value !== 'owner' ? null : (
        <TextButton icon={UserRoundMinus} onPress={() => go({ kind: 'takeBack' })}>
          {say('history.takeBack')}
        </TextButton>
      )}
    </div>
  );
}

/** What there is of the list: itself, or why there is none and what to do about that. */
function Body({ history }: { readonly history: History }) {
  const { editor, status } = useApp();
  const mayEdit = editor.role.value === 'editor' || editor.role.value === 'owner';
  const isHere = isReached(status.value.sync);
  const { page, failure } = history;
  const again = <TextButton onPress={() => void history.look()}>{say('history.again')}</TextButton>;
  if (failure.value !== undefined || (!isHere && page.value === undefined && !history.busy.value))
    return (
      <div class="version-problem" role="alert">
        <p>{isHere ? failure.value : say('history.offline')}</p>
        {again}
      </div>
    );
  if (page.value === undefined)
    return (
      <p class="version-wait" role="status" aria-busy="true">
        {say('history.loading')}
      </p>
    );
  return (
    <>
      {isHere ? null : (
        <p class="version-problem" role="status">
          {say('history.offline')}
        </p>
      )}
      {mayEdit && isHere && history.chosen.value === undefined ? <NameNow history={history} /> : null}
      {isHere ? <Ways history={history} /> : null}
      {page.value.versions.length === 0 ? (
        <p class="version-none">{say(mayEdit ? 'history.empty' : 'history.emptyForView')}</p>
      ) : (
        <List history={history} mayEdit={mayEdit && isHere} />
      )}
    </>
  );
}

/** Former states of the board by day, and one of them in the place of the board. */
export function Panel() {
  const app = useApp();
  const [history] = useState(() => openHistory(app));
  useEffect(() => void history.look(), [history]);
  useLayoutEffect(() => history.leave, [history]);
  const past = history.past.value;
  // One looks back in one way at a time, whether a version is shown already or on its way.
  const way = history.chosen.value === undefined ? history.way.value : undefined;
  const isWanted = wantsSince.value;
  useLayoutEffect(() => {
    if (!isWanted) return;
    wantsSince.value = false;
    history.leave();
    const from = hereBefore.peek();
    history.way.value = from === undefined ? undefined : { kind: 'since', from };
  }, [isWanted, history]);
  return (
    <>
      <SidePanel
        title={say('history.title')}
        name="history"
        onClose={() => (history.past.peek() === undefined ? app.shell.closePanel() : history.leave())}
      >
        <Body history={history} />
      </SidePanel>
      {past === undefined ? null : <Past history={history} past={past} />}
      {way?.kind === 'since' ? <Since history={history} from={way.from} /> : null}
      {way?.kind === 'takeBack' && app.editor.role.value === 'owner' ? <TakeBack history={history} /> : null}
      {way?.kind === 'film' ? <Replay history={history} /> : null}
    </>
  );
}
