import { useComputed, useSignal } from '@preact/signals';
import { Download, FolderOpen, Pencil, Plus, Trash } from 'lucide';
import { useEffect, useLayoutEffect } from 'preact/hooks';
import { isKeyOf } from '../../commands/keys.ts';
import { takesLetters } from '../../input/takes-letters.ts';
import { type App, useApp } from '../../ui/app-context.ts';
import { IconButton, TextButton } from '../../ui/parts/Button.tsx';
import { SidePanel } from '../../ui/parts/SidePanel.tsx';
import { say } from '../../words/later.ts';
import { type Drawer, openDrawer } from './drawer.ts';
import { focusBesideGroup } from './focus.ts';
import { foundPieces, Group, shownPieces } from './Group.tsx';
import { libraryLimits } from './limits.ts';
import type { ServedLibrary } from './served.ts';
import type { Uses } from './uses.ts';
import { wantsToAdd } from './wanted.ts';
import './library.css';

/** What asks for files: a browser may let go of an element that nothing holds, and with it of the answer. */
let asking: HTMLInputElement | undefined;

function pickFiles(take: (files: Iterable<File>) => void): void {
  const input = document.createElement('input');
  asking = input;
  Object.assign(input, { type: 'file', multiple: true });
  input.addEventListener('change', () => take([...(asking?.files ?? [])]));
  input.click();
}

/** What this device keeps of one library; '' is a person's own. */
function Kept({ drawer, library }: { readonly drawer: Drawer; readonly library: string }) {
  const isChanging = useSignal(false);
  const pieces = useComputed(() => shownPieces(drawer.shelf.pieces.value.filter((piece) => piece.library === library)));
  const isOwn = library === '';
  const title = isOwn ? say('library.own') : library;
  const found = foundPieces(pieces.value, drawer.query.value);
  const isAll = drawer.query.value.trim() === '';
  if (!isAll && found.length === 0) return null;
  const deeds =
    pieces.value.length === 0 ? null : (
      <>
        <IconButton
          icon={Pencil}
          label={say('library.change', { name: title })}
          pressed={isChanging.value}
          onPress={() => {
            isChanging.value = !isChanging.peek();
          }}
        />
        <IconButton
          icon={Download}
          label={say('library.toFile', { name: title })}
          onPress={() => drawer.save(library)}
        />
        {isOwn ? null : (
          <IconButton
            icon={Trash}
            label={say('library.remove', { name: title })}
            onPress={() => {
              focusBesideGroup();
              void drawer.remove(title, (piece) => piece.library === library);
            }}
          />
        )}
      </>
    );
  return (
    <Group
      drawer={drawer}
      library={library}
      title={title}
      pieces={found}
      isOwn
      isChanging={isChanging.value}
      deeds={deeds}
    >
      {isOwn && pieces.value.length === 0 ? <p class="library-none">{say('library.empty')}</p> : null}
    </Group>
  );
}

/** A library of the server. It is fetched as soon as it is folded out, or where it is looked through. */
function Served({ drawer, library }: { readonly drawer: Drawer; readonly library: ServedLibrary }) {
  const key = `/${library.file}`;
  const isAll = drawer.query.value.trim() === '';
  const isWanted = (!isAll && library.isSearched) || drawer.unfolded.value.has(key);
  useEffect(() => {
    if (isWanted) library.fetch();
  }, [isWanted, library]);
  const state = library.pieces.value;
  const pieces = useComputed(() => {
    const all = library.pieces.value;
    return Array.isArray(all) ? shownPieces(all) : undefined;
  });
  const found = pieces.value && foundPieces(pieces.value, drawer.query.value);
  if (!isAll && (found?.length ?? 0) === 0) return null;
  return (
    <Group drawer={drawer} library={key} title={library.title} pieces={found}>
      {state === 'asked' ? (
        <p class="library-none" role="status">
          {say('library.loading')}
        </p>
      ) : null}
      {state === 'failed' ? (
        <div class="library-none" role="alert">
          <p>{say('library.notHad')}</p>
          <TextButton onPress={library.fetch}>{say('library.again')}</TextButton>
        </div>
      ) : null}
    </Group>
  );
}

function Groups({ drawer }: { readonly drawer: Drawer }) {
  const libraries = useComputed(() => [...new Set(drawer.shelf.pieces.value.map(({ library }) => library))]);
  const kept = libraries.value.filter((library) => library !== '').sort((a, b) => a.localeCompare(b));
  const query = drawer.query.value;
  const isFruitless = useComputed(() => {
    const served = drawer.served.value.flatMap(({ pieces }) => (Array.isArray(pieces.value) ? pieces.value : []));
    return foundPieces(shownPieces([...drawer.shelf.pieces.value, ...served]), drawer.query.value).length === 0;
  });
  return (
    <div class="library-groups">
      {['', ...kept].map((library) => (
        <Kept key={library} drawer={drawer} library={library} />
      ))}
      {drawer.served.value.length === 0 ? null : (
        <section aria-label={say('library.served')}>
          {query.trim() === '' ? (
            <p class="library-from" aria-hidden="true">
              {say('library.served')}
            </p>
          ) : null}
          {drawer.served.value.map((library) => (
            <Served key={library.file} drawer={drawer} library={library} />
          ))}
        </section>
      )}
      {query.trim() !== '' && isFruitless.value ? (
        <p class="library-none" role="status">
          {say('library.noneFound')}
        </p>
      ) : null}
    </div>
  );
}

/** Undo and redo, as on the paper: what was put there last is what one would take back. */
function undoByKey({ commands, context }: App, event: KeyboardEvent): void {
  if (takesLetters(event.target)) return;
  for (const id of ['edit.undo', 'edit.redo']) {
    const command = commands[id];
    if (command === undefined || !isKeyOf(event, command)) continue;
    event.preventDefault();
    if (command.when?.(context) !== false) command.run(context);
  }
}

function Top({ drawer }: { readonly drawer: Drawer }) {
  const { editor } = useApp();
  return (
    <div class="library-top">
      <input
        type="search"
        class="search"
        dir="auto"
        aria-label={say('library.search')}
        placeholder={say('library.search')}
        maxLength={libraryLimits.name}
        value={drawer.query.value}
        onInput={({ currentTarget }) => {
          drawer.query.value = currentTarget.value;
        }}
      />
      <div class="library-ways">
        <TextButton icon={Plus} disabled={editor.selection.value.size === 0} onPress={() => void drawer.add()}>
          {say('library.add')}
        </TextButton>
        <TextButton icon={FolderOpen} onPress={() => pickFiles((files) => void drawer.open(files))}>
          {say('library.open')}
        </TextButton>
      </div>
    </div>
  );
}

/** A drawer of pieces: searched, put on the board, added, renamed, removed. */
function Library({ drawer }: { readonly drawer: Drawer }) {
  const app = useApp();
  useEffect(drawer.look, [drawer]);
  const isWanted = wantsToAdd.value;
  useLayoutEffect(() => {
    if (!isWanted) return;
    wantsToAdd.value = false;
    void drawer.add();
  }, [isWanted, drawer]);
  return (
    <SidePanel title={say('library.title')} name="library" onClose={app.shell.closePanel}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: files that are dropped, and keys of what is in it */}
      <div
        class="library-body"
        onKeyDown={(event) => undoByKey(app, event)}
        onDrop={(event) => {
          const files = [...(event.dataTransfer?.files ?? [])];
          if (files.length === 0) return;
          // The board leaves them to the drawer.
          event.preventDefault();
          void drawer.open(files);
        }}
      >
        <Top drawer={drawer} />
        <Groups drawer={drawer} />
      </div>
      <p class="unseen" role="status" data-for="library">
        {drawer.said.value}
      </p>
    </SidePanel>
  );
}

function panelOf(uses: Uses) {
  let drawer: Drawer | undefined;
  const Panel = () => {
    const app = useApp();
    drawer ??= openDrawer(app, uses);
    return <Library drawer={drawer} />;
  };
  return { Panel };
}

let panel: ReturnType<typeof panelOf> | undefined;

/** The panel, with what it has of other features: the same whenever it is asked for. Its drawer stays as it is left while it is closed. */
export const panelWith = (uses: Uses) => {
  panel ??= panelOf(uses);
  return panel;
};
