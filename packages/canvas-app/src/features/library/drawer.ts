import { type Element, fold } from '@gesso/crdt-schema';
import { type Signal, signal } from '@preact/signals-core';
import { libraryFile, libraryText } from '../../board-files/library-file.ts';
import { isSmall, type ScreenPoint } from '../../editor/camera.ts';
import { withHeld } from '../../editor/held.ts';
import { seenOf } from '../../editor/hiding.ts';
import type { App } from '../../ui/app-context.ts';
import { download, fileName } from '../../ui/download.ts';
import { sentenceOf } from '../../ui/sentence.ts';
import { say } from '../../words/later.ts';
import { listed } from '../../words/name-of.ts';
import { keptNowhere, keptPieces } from './kept.ts';
import { inMillions, libraryLimits } from './limits.ts';
import { createLooks, type Looks } from './looks.ts';
import { cleanedName, contentOf, filedPiece, lacksPictures, type Piece } from './piece.ts';
import { putPiece } from './put.ts';
import { type ServedLibrary, servedLibraries } from './served.ts';
import { openShelf, type Shelf } from './shelf.ts';
import type { NotTaken, ReadPiece, Uses } from './uses.ts';

/** The drawer of a page: what is in it, and what is done with it. It stays as it is while it is closed. */
export interface Drawer {
  readonly shelf: Shelf;
  readonly looks: Looks;
  readonly served: Signal<readonly ServedLibrary[]>;
  /** What is looked for in names. */
  readonly query: Signal<string>;
  /** The piece whose name is typed. */
  readonly renaming: Signal<string | undefined>;
  /** Libraries that are folded out, by their names; '' is a person's own. */
  readonly unfolded: Signal<ReadonlySet<string>>;
  /** What there is to be read aloud. */
  readonly said: Signal<string>;
  /** Reads what this device keeps, and asks the server what it has. */
  look(): void;
  /** Puts a piece on the board, about a place or in the middle of the view. */
  put(piece: ReadPiece, name: string, at?: ScreenPoint): void;
  /** Adds what is selected. */
  add(): Promise<void>;
  /** Adds what is in files. */
  open(files: Iterable<File>): Promise<void>;
  /** Gives a piece another name. */
  rename(id: string, name: string): Promise<void>;
  /** Takes pieces away; a message brings them back. */
  remove(name: string, isMeant: (piece: Piece) => boolean): Promise<void>;
  /** Gives the pieces of a library to the person as a file. */
  save(library: string): void;
  fold(library: string): void;
}

/** Letters of a name that is made of what is written in a piece. */
const nameLength = 40;

/** What a new piece is called: what is written first in it, or ''. */
function nameFor(elements: readonly Element[]): string {
  for (const element of elements) {
    const { name, text } = element as { readonly name?: string; readonly text?: string };
    const [line = ''] = (name || text || '').trim().split('\n', 1);
    if (line !== '') return cleanedName(line).slice(0, nameLength).trim();
  }
  return '';
}

const refusedSentence = (refused: NotTaken): string => {
  if (refused === 'tooMany') return say('library.tooMany', { most: libraryLimits.pieces });
  const most = refused === 'full' ? libraryLimits.letters : libraryLimits.pieceLetters;
  return say(`library.${refused}`, { most: inMillions(most) });
};

/** Tells where this browser does not keep what was done. */
const tellKept = ({ shell }: Pick<App, 'shell'>, isKept: boolean): void => {
  if (!isKept) shell.tell(say('library.notKept'), 'error');
};

/** Adds pieces, and tells what stands in the way. Returns those that were added, and those that gave way to them. */
async function addTold(app: Pick<App, 'shell'>, shelf: Shelf, library: string, pieces: readonly ReadPiece[]) {
  const result = await shelf.add(library, pieces);
  if (result.added === undefined) {
    app.shell.tell(refusedSentence(result.refused), 'error');
    return undefined;
  }
  tellKept(app, result.isKept);
  return result;
}

/** What is selected as a piece; undefined, and told, where it cannot be one. */
async function selectedPiece(app: App, loadWriting: Uses[1]): Promise<ReadPiece | undefined> {
  const { editor, shell } = app;
  const elements = seenOf(editor, withHeld(editor, editor.selected()));
  if (elements.length === 0) {
    shell.tell(say('library.nothingSelected'), 'error');
    return undefined;
  }
  const { exportForScript } = await loadWriting();
  const text = await (await exportForScript(app, { format: 'gesso', ids: elements.map(({ id }) => id) })).text();
  const content = contentOf(text);
  if (text.length > libraryLimits.pieceLetters || elements.length > libraryLimits.elements) {
    shell.tell(refusedSentence('tooLarge'), 'error');
    return undefined;
  }
  if (content === undefined || lacksPictures(content)) {
    shell.tell(say('library.pictureMissing'), 'error');
    return undefined;
  }
  return { name: nameFor(elements), text };
}

/** Whether all words of a query are in a name. */
export function isFound(query: string, name: string): boolean {
  const folded = fold(name);
  return fold(query)
    .split(' ')
    .every((word) => folded.includes(word));
}

/** Adds what is in a file to the library of its name, and tells what became of it. Returns the name; undefined where nothing came. */
async function openFile(app: App, shelf: Shelf, loadReading: Uses[0], file: File): Promise<string | undefined> {
  const { shell } = app;
  const { readPieces, refusedWords } = await loadReading();
  try {
    const { pieces, past, losses } = await readPieces(file, file.name, new AbortController().signal, libraryLimits);
    if (past !== undefined) {
      shell.tell(refusedSentence(past), 'error');
      return undefined;
    }
    const library = cleanedName(file.name.replace(/\.\w+$/, '')) || say('library.title');
    const result = await addTold(app, shelf, library, pieces);
    if (result === undefined) return undefined;
    const { added, replaced } = result;
    const [n, list] = [added.length, listed(...losses)];
    const sentence =
      list === ''
        ? say('library.opened', { name: library, n })
        : say('library.openedPartly', { name: library, n, list });
    if (replaced.length === 0) shell.tell(sentence);
    else
      shell.tell(`${sentence} ${say('library.replaced')}`, 'info', {
        label: say('library.bringBack'),
        run: () => void shelf.putBack(replaced, added).then((isKept) => tellKept(app, isKept)),
      });
    return library;
  } catch (error) {
    shell.tell(refusedWords(error, file.name), 'error');
    return undefined;
  }
}

/**
 * Takes pieces away, with a message that brings them back. A message takes the place of one that says the same: it brings back what that one
 * would have, too.
 */
export function removing(app: Pick<App, 'shell'>, shelf: Pick<Shelf, 'remove' | 'putBack'>): Drawer['remove'] {
  const { shell } = app;
  /** What messages bring back, by what they say, as long as they are there. */
  const offered = new Map<string, { readonly toast: number; readonly pieces: readonly Piece[] }>();
  const forget = () => {
    const shown = new Set(shell.toasts.peek().map(({ id }) => id));
    for (const [sentence, { toast }] of offered) if (!shown.has(toast)) offered.delete(sentence);
  };
  return async (name, isMeant) => {
    const { gone, isKept } = await shelf.remove(isMeant);
    if (gone.length === 0) return;
    forget();
    const sentence = say('library.removed', { name });
    const pieces = [...(offered.get(sentence)?.pieces ?? []), ...gone];
    const run = () => void shelf.putBack(pieces).then((isBack) => tellKept(app, isBack));
    offered.set(sentence, {
      toast: shell.tell(sentence, 'info', { label: say('library.bringBack'), run }),
      pieces,
    });
    tellKept(app, isKept);
  };
}

export function openDrawer(app: App, [loadReading, loadWriting, takeFiles]: Uses): Drawer {
  const { editor, shell, session } = app;
  const shelf = openShelf(session.storage === undefined ? keptNowhere : keptPieces());
  const served = signal<readonly ServedLibrary[]>([]);
  const renaming = signal<string | undefined>(undefined);
  const unfolded = signal<ReadonlySet<string>>(new Set(['']));
  const said = signal('');
  const unfold = (library: string) => {
    unfolded.value = new Set([...unfolded.peek(), library]);
  };
  const failed = (error: unknown) => {
    shell.tell(sentenceOf(error), 'error');
    return undefined;
  };

  return {
    shelf,
    looks: createLooks(),
    served,
    query: signal(''),
    renaming,
    unfolded,
    said,
    look() {
      void shelf.look();
      void servedLibraries(app, loadReading).then((found) => {
        // What was fetched already stays.
        if (found !== undefined)
          served.value = found.map((one) => served.peek().find(({ file }) => file === one.file) ?? one);
      });
    },
    put(piece, name, at) {
      if (!putPiece(app, piece, takeFiles, at)) return;
      said.value = say('library.put', { name });
      // On a phone it lies over the middle of the board.
      if (isSmall(editor.viewport.peek())) shell.closePanel();
    },
    async add() {
      try {
        const piece = await selectedPiece(app, loadWriting);
        const [added] = (piece && (await addTold(app, shelf, '', [piece])))?.added ?? [];
        if (added === undefined) return;
        unfold('');
        renaming.value = added.id;
        said.value = say('library.added', { name: added.name });
      } catch (error) {
        failed(error);
      }
    },
    async open(files) {
      for (const file of files) {
        const library = await openFile(app, shelf, loadReading, file).catch(failed);
        if (library !== undefined) unfold(library);
      }
    },
    rename: async (id, name) => tellKept(app, await shelf.rename(id, name)),
    remove: removing(app, shelf),
    save(library) {
      const name = library || say('library.own');
      const pieces = shelf.pieces.peek().filter((piece) => piece.library === library);
      const filed = pieces.flatMap((piece) => filedPiece(piece) ?? []);
      const n = pieces.length - filed.length;
      if (n > 0) shell.tell(say('library.savedPartly', { n }), 'error');
      const text = libraryText(name, filed);
      download(new Blob([text], { type: libraryFile.mediaType }), fileName(name, libraryFile.extension));
    },
    fold(library) {
      const rest = [...unfolded.peek()].filter((one) => one !== library);
      unfolded.value = new Set(rest.length === unfolded.peek().size ? [...rest, library] : rest);
    },
  };
}
