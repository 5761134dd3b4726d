import { type Element, Failure, holdsOthers } from '@gesso/crdt-schema';
import { type Background, exportedBox, type Page, pagesOf, pagesOfFrames, type Theme } from '@gesso/drawing';
import { withHeld } from '../../editor/held.ts';
import { seenOf } from '../../editor/hiding.ts';
import type { App } from '../../ui/app-context.ts';
import type { CopiedFormat } from './clipboard.ts';
import type { WrittenFile } from './file.ts';
import { type Format, formats, isPixels } from './formats.ts';
import { embeddedFor, picturesFor } from './shown-pictures.ts';
import { largestScale } from './size.ts';

/** Board units around what is exported. */
const margin = 16;
/** Pixels per board unit unless a person says otherwise: sharp on most screens. */
const defaultScale = 2;

/** How a picture looks. `scale` is pixels per board unit, `padding` board units; `background` true is the theme's ground. */
export interface ImageOptions {
  readonly format?: Format;
  readonly scale?: number;
  readonly background?: boolean | string;
  readonly theme?: Theme;
  readonly padding?: number;
  /** Whether a picture has its elements in it, so that it can be opened as a board again. */
  readonly keepBoard?: boolean;
}

/** What of the app makes pictures. */
type Source = Pick<App, 'editor' | 'pictures'>;

/** What a picture shows; `frames` is one picture for each. */
export type Shown = 'selection' | 'board' | 'frames';

/** A file that is made, and what it is called. */
export interface NamedFile {
  readonly blob: Blob;
  readonly name: string;
  /** Of a board file: pictures that are only named in it. */
  readonly missing?: number;
}

/** What `make` makes, before it has a name. */
type Made = Omit<NamedFile, 'name'> & { readonly extension: string };

/** What a picture lies on: the theme's ground, nothing, or a color of its own. Anything else is the theme's ground. */
const groundOf = (background: boolean | string): Background => {
  if (background === false || background === 'none' || background === 'transparent') return 'none';
  return typeof background === 'string' && /^#[0-9a-f]{6}$/i.test(background) ? background : 'theme';
};

/** Loads what makes pictures and files, so that they can be made when the server is gone; but for PDFs, as what writes them is large. */
export const loadExport = async (): Promise<void> => {
  const [{ fetchPainter }] = await Promise.all([
    import('./png.ts'),
    import('./svg.ts'),
    import('./file.ts'),
    import('../../ui/download.ts'),
    import('./zip.ts'),
  ]);
  fetchPainter();
};

/**
 * A picture of elements. Rejects with `Failure`: NOT_FOUND when there are none, TOO_LARGE when no canvas holds it; with
 * `AbortError` after `signal`.
 */
export const renderElements = async (
  { editor, pictures: shown }: Source,
  elements: readonly Element[],
  options: ImageOptions,
  signal?: AbortSignal,
): Promise<Blob> => {
  if (elements.length === 0) throw new Failure('NOT_FOUND', 'there is nothing to export');
  const {
    format = 'png',
    scale = defaultScale,
    theme = editor.theme.peek(),
    padding = margin,
    background = true,
  } = options;
  const ground = groundOf(background);
  const wanted = {
    elements,
    scale,
    theme,
    padding,
    background: format === 'jpeg' && ground === 'none' ? 'theme' : ground,
  };
  if (!isPixels(format)) {
    const { svgFile } = await import('./svg.ts');
    const picture = await embeddedFor(elements, shown);
    return await svgFile({ ...wanted, ...(picture ? { picture } : {}) });
  }
  const { exportPng } = await import('./png.ts');
  const picture = await picturesFor(elements, shown);
  return await exportPng({ ...wanted, format, ...(picture ? { picture } : {}), ...(signal ? { signal } : {}) });
};

/** A picture with its elements in it. */
const keptIn = async (
  { editor, session }: Pick<App, 'editor' | 'session'>,
  picture: Blob,
  elements: readonly Element[],
): Promise<Blob> => (await import('./file.ts')).withBoard(picture, editor.board.name, elements, session.id.peek());

/** Elements as a `.gesso` file: with the comments of the board where these are all of it. */
const boardFileOf = async (
  { editor, pictures: shown, session }: Source & Pick<App, 'session'>,
  elements: readonly Element[],
  isWhole: boolean,
  signal: AbortSignal,
): Promise<WrittenFile> => {
  const { writeBoardFile } = await import('./file.ts');
  const doc = isWhole ? session.doc : undefined;
  return await writeBoardFile(editor.board.name, elements, { shown, doc, signal });
};

/** Pages as a PDF. */
const pdfOf = async (
  { editor, pictures: shown }: Source,
  document: { readonly title: string; readonly pages: readonly Page[] },
  { theme = editor.theme.peek(), padding = margin, background = true }: ImageOptions,
  signal: AbortSignal,
): Promise<Blob> => {
  if (document.pages.every(({ elements }) => elements.length === 0))
    throw new Failure('NOT_FOUND', 'nothing to export');
  const { pdfFile } = await import('./pdf.ts');
  return await pdfFile({ ...document, theme, padding, background: groundOf(background) }, shown, signal);
};

/** What a script asks for: a picture, or a file with the comments of a whole board. `ids` leaves all other elements out. */
export const exportForScript = async (
  app: Source & Pick<App, 'session'>,
  options: ImageOptions & { readonly ids?: readonly string[] },
): Promise<Blob> => {
  const wanted = options.ids === undefined ? undefined : new Set(options.ids);
  const elements = app.editor.board.all().filter(({ id }) => wanted === undefined || wanted.has(id));
  const { name } = app.editor.board;
  const { signal } = new AbortController();
  if (options.format === 'gesso') return (await boardFileOf(app, elements, wanted === undefined, signal)).blob;
  if (options.format === 'pdf')
    return await pdfOf(app, { title: name, pages: pagesOf(name, elements) }, options, signal);
  const picture = await renderElements(app, elements, { scale: 1, ...options });
  return options.keepBoard === true ? await keptIn(app, picture, elements) : picture;
};

/** Pixels per board unit beyond which a picture is too large for a browser. */
const scaleFor = (elements: readonly Element[]): number => largestScale(exportedBox({ elements, padding: margin }));

/** What is chosen of a board, as a person sees it. */
function choices(editor: App['editor']) {
  const shownBy = (what: Shown): readonly Element[] => {
    const all = editor.board.all();
    return what === 'board' ? all : withHeld(editor, what === 'frames' ? all.filter(holdsOthers) : editor.selected());
  };

  const chosen = (what: Shown): readonly Element[] => seenOf(editor, shownBy(what));

  /** The board's name, or that of the frame that is exported alone. */
  const titleOf = (what: Shown): string => {
    const [only, more] = what === 'selection' ? editor.selected() : [];
    const isNamed = only !== undefined && more === undefined && 'name' in only && only.name.trim() !== '';
    return isNamed ? only.name : editor.board.name;
  };

  /** What is shown page by page. */
  const pages = (what: Shown): readonly Page[] => {
    if (what === 'frames') return pagesOfFrames(chosen('board'));
    return [{ name: titleOf(what), elements: chosen(what) }];
  };

  const pageCount = (what: Shown): number => (what === 'frames' ? chosen('board').filter(holdsOthers).length : 1);

  return { chosen, pages, pageCount, titleOf };
}

/** Pictures of what a person sees. The code that makes them is loaded when first asked for. */
export const pictures = (app: Source & Pick<App, 'session'>) => {
  const { chosen, pages, pageCount, titleOf } = choices(app.editor);
  let current = new AbortController();

  async function* picturesOfFrames(options: ImageOptions, signal: AbortSignal) {
    const { uniqueNames } = await import('./zip.ts');
    const all = pages('frames');
    const names = uniqueNames(
      all.map(({ name }) => name),
      formats[options.format ?? 'png'].extension,
    );
    for (const [i, { elements }] of all.entries()) {
      signal.throwIfAborted();
      yield { name: names[i] ?? '', blob: await renderElements(app, elements, options, signal) };
    }
  }

  /** What is made only when it is taken away: a board file, pages, or a ZIP with a picture of each frame. */
  const made = async (what: Shown, options: ImageOptions, signal: AbortSignal): Promise<Made> => {
    if (options.format === 'gesso') {
      // Hiding is for a person's own sight: a file of the whole board has all of it.
      const isWhole = what !== 'selection';
      const elements = isWhole ? app.editor.board.all() : chosen(what);
      return { ...(await boardFileOf(app, elements, isWhole, signal)), extension: formats.gesso.extension };
    }
    if (options.format === 'pdf') {
      const blob = await pdfOf(app, { title: titleOf(what), pages: pages(what) }, options, signal);
      return { blob, extension: formats.pdf.extension };
    }
    const { zipped } = await import('./zip.ts');
    return { blob: await zipped(picturesOfFrames(options, signal)), extension: 'zip' };
  };

  return {
    pageCount,
    mostScale: (what: Shown): number =>
      Math.min(
        ...(what === 'frames' ? pages(what) : [{ elements: chosen(what) }]).map((page) => scaleFor(page.elements)),
      ),
    /** The scale of a picture that is shown beforehand: all that is chosen in one, also where the file has one for each frame. */
    previewScale: (what: Shown): number => Math.min(1, scaleFor(chosen(what))),
    /** For a caller that shows one picture at a time: the one asked for before is given up and rejected with `AbortError`. */
    render(what: Shown, options: ImageOptions): Promise<Blob> {
      current.abort();
      current = new AbortController();
      return renderElements(app, chosen(what), options, current.signal);
    },
    /**
     * A picture of the selection, or of the board where nothing is selected. A drawing has its elements in it, which come back where it is
     * pasted; a PNG has not: browsers paint it anew for the clipboard.
     */
    async pictureOfWhatIsMeant(format: CopiedFormat) {
      const what = app.editor.selection.peek().size > 0 ? 'selection' : 'board';
      const elements = chosen(what);
      if (format === 'svg') return await keptIn(app, await renderElements(app, elements, { format }), elements);
      return await renderElements(app, elements, { scale: Math.min(defaultScale, scaleFor(elements)) });
    },
    /** A picture as it is taken away: named after the board, or after the frame that is exported alone; with its elements in it if it is to keep them. */
    async named(blob: Blob, format: Format, what: Shown, keepBoard: boolean): Promise<NamedFile> {
      const [{ fileName }, picture] = await Promise.all([
        import('../../ui/download.ts'),
        keepBoard ? keptIn(app, blob, chosen(what)) : blob,
      ]);
      return { blob: picture, name: fileName(titleOf(what), formats[format].extension) };
    },
    /** What no picture shows beforehand. Rejects like `renderElements`, of every kind of file. */
    async make(what: Shown, options: ImageOptions, signal: AbortSignal): Promise<NamedFile> {
      const { extension, ...file } = await made(what, options, signal);
      const { fileName } = await import('../../ui/download.ts');
      signal.throwIfAborted();
      return { ...file, name: fileName(titleOf(what), extension) };
    },
  };
};
