import { historyLimits } from '@gesso/crdt-schema';
import { useSignal } from '@preact/signals';
import { Pencil, Trash } from 'lucide';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useApp } from '../../ui/app-context.ts';
import { IconButton, TextButton } from '../../ui/parts/Button.tsx';
import { say } from '../../words/later.ts';
import { timeName } from './days.ts';
import type { History } from './opened.ts';
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

/** One version: what it is called, when that was and who has made it so, and what its editors may do with its name. */
export function VersionRow({ history, version, mayEdit, isStop }: RowProps) {
  const { editor, shell, you } = useApp();
  const doing = useSignal<'rename' | 'remove' | undefined>(undefined);
  const { name, at, by } = version;
  const time = timeName(at, document.documentElement.lang);
  // Who has named it, and the owner of the board.
  const mayRemove = editor.role.value === 'owner' || (by !== undefined && by.id === you.value?.id);
  const isChosen = history.chosen.value?.id === version.id;
  const done = () => {
    doing.value = undefined;
  };
  if (doing.value === 'rename')
    return (
      <li class="version">
        <Rename history={history} version={version} onDone={done} />
      </li>
    );
  if (doing.value === 'remove')
    return (
      <li class="version version-ask">
        <p>{say('history.removeAsk', { name: name ?? time })}</p>
        <TextButton onPress={done}>{say('history.keep')}</TextButton>
        <TextButton
          kind="danger"
          disabled={history.busy.value}
          onPress={() =>
            void history.remove(version).then((isDone) => {
              done();
              if (isDone) shell.tell(say('history.removed'));
            })
          }
        >
          {say('history.remove')}
        </TextButton>
      </li>
    );
  return (
    <li class="version">
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
          {by === undefined ? null : (
            <>
              <i style={{ background: by.color }} aria-hidden="true" />
              <span dir="auto">{by.name}</span>
            </>
          )}
        </span>
      </button>
      {!mayEdit ? null : (
        <div class="version-deeds">
          <IconButton
            icon={Pencil}
            label={name === undefined ? say('history.nameIt', { time }) : say('history.rename', { name })}
            onPress={() => {
              doing.value = 'rename';
            }}
          />
          {name === undefined || !mayRemove ? null : (
            <IconButton
              icon={Trash}
              label={say('history.removeIt', { name })}
              onPress={() => {
                doing.value = 'remove';
              }}
            />
          )}
        </div>
      )}
    </li>
  );
}
