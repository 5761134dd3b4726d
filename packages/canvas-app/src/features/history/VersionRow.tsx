import { historyLimits } from '@gesso/crdt-schema';
import { useSignal } from '@preact/signals';
import { Pencil, Trash } from 'lucide';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useApp } from '../../ui/app-context.ts';
import { IconButton, TextButton } from '../../ui/parts/Button.tsx';
import { say } from '../../words/later.ts';
import { timeName } from './days.ts';
import type { History } from './opened.ts';
import { saidNames } from './said-names.ts';
import type { Version } from './versions.ts';

interface RowProps {
  readonly history: History;
  readonly version: Version;
  readonly mayEdit: boolean;
  /** The one of the list that Tab reaches. */
  readonly isStop: boolean;
}

/** A field in the place of a name. Enter keeps it, Escape leaves it. */
function Rename({ history, version, onDone }: Pick<RowProps, 'history' | 'version'> & { readonly onDone: () => void }) {
  const ref = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    ref.current?.focus();
    ref.current?.select();
  }, []);
  return (
    <form
      class="version-rename"
      onSubmit={(event) => {
        event.preventDefault();
        const name = String(new FormData(event.currentTarget).get('name')).trim();
        if (name === '' || name === version.name) onDone();
        else void history.rename(version, name).then((isDone) => isDone && onDone());
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        event.preventDefault();
        onDone();
      }}
    >
      <input
        class="search"
        name="name"
        dir="auto"
        ref={ref}
        aria-label={say('history.name')}
        maxLength={historyLimits.versionName}
        defaultValue={version.name ?? ''}
        disabled={history.busy.value}
      />
    </form>
  );
}

/** Whether it is meant to go. */
function Removal({
  history,
  version,
  onDone,
}: Pick<RowProps, 'history' | 'version'> & { readonly onDone: () => void }) {
  const { shell } = useApp();
  const name = version.name ?? timeName(version.at, document.documentElement.lang);
  const remove = async () => {
    const isDone = await history.remove(version);
    onDone();
    if (isDone) shell.tell(say('history.removed'));
  };
  return (
    <div class="version-ask">
      <p>{say('history.removeAsk', { name })}</p>
      <TextButton onPress={onDone}>{say('history.keep')}</TextButton>
      <TextButton kind="danger" disabled={history.busy.value} onPress={() => void remove()}>
        {say('history.remove')}
      </TextButton>
    </div>
  );
}

/** Colors that are shown beside names: no more than names are said. */
const mostColors = 3;

/** What it is called, when that was, and who has made it so; a press shows it. */
function Choose({ history, version, isStop }: Omit<RowProps, 'mayEdit'>) {
  const { name, at, authors } = version;
  const time = timeName(at, document.documentElement.lang);
  const isChosen = history.chosen.value?.id === version.id;
  return (
    <button
      type="button"
      class="version-choose"
      data-version
      tabIndex={isStop ? 0 : -1}
      aria-current={isChosen}
      aria-busy={isChosen && history.past.value?.version.id !== version.id}
      onClick={() => void history.choose(version)}
    >
      <b dir="auto">{name ?? time}</b>
      <span>
        {name === undefined ? null : <time>{time}</time>}
        {authors.slice(0, mostColors).map(({ id, color }) => (
          <i key={id} style={{ background: color }} aria-hidden="true" />
        ))}
        <span class="version-names" dir="auto">
          {saidNames(authors)}
        </span>
      </span>
    </button>
  );
}

/** One version, and what editors may do with its name. */
export function VersionRow({ history, version, mayEdit, isStop }: RowProps) {
  const { editor, you } = useApp();
  const doing = useSignal<'rename' | 'remove' | undefined>(undefined);
  const ref = useRef<HTMLLIElement>(null);
  const wasDoing = useRef(false);
  const { name, at, by } = version;
  // Who has named it, and the owner of the board.
  const mayRemove = editor.role.value === 'owner' || (by !== undefined && by.id === you.value?.id);
  const what = doing.value;
  useLayoutEffect(() => {
    // The focus went with what it was in.
    if (wasDoing.current && what === undefined) ref.current?.querySelector('button')?.focus();
    wasDoing.current = what !== undefined;
  }, [what]);
  const begin = (next: 'rename' | 'remove' | undefined) => () => {
    doing.value = next;
  };
  const part = { history, version, onDone: begin(undefined) };
  const time = timeName(at, document.documentElement.lang);
  return (
    <li ref={ref} class="version">
      {what === 'rename' ? <Rename {...part} /> : what === 'remove' ? <Removal {...part} /> : null}
      {what === undefined ? <Choose history={history} version={version} isStop={isStop} /> : null}
      {mayEdit && what === undefined ? (
        <div class="version-deeds">
          <IconButton
            icon={Pencil}
            label={name === undefined ? say('history.nameIt', { time }) : say('history.rename', { name })}
            onPress={begin('rename')}
          />
          {name === undefined || !mayRemove ? null : (
            <IconButton icon={Trash} label={say('history.removeIt', { name })} onPress={begin('remove')} />
          )}
        </div>
      ) : null}
    </li>
  );
}
