import { type Element, Failure } from '@gesso/crdt-schema';
import { type Background, exportedBox, type Theme } from '@gesso/drawing';
import { withHeld } from '../../editor/held.ts';
import { seenOf } from '../../editor/hiding.ts';
import type { App } from '../../ui/app-context.ts';
import { embeddedFor, picturesFor } from './shown-pictures.ts';
import { largestScale } from './size.ts';

/** Board units around what is exported. */
const margin = 16;
/** Pixels per board unit unless a person says otherwise: sharp on most screens. */
const defaultScale = 2;

/** How a picture looks. `scale` is pixels per board unit, `padding` board units; `background` true is the theme's ground. */
export interface ImageOptions {
  readonly format?: 'png' | 'svg' | 'gesso';
  readonly scale?: number;
  readonly background?: boolean | string;
  readonly theme?: Theme;
  readonly padding?: number;
  /** Whether a picture has its elements in it, so that it can be opened as a board again. */
  readonly keepBoard?: boolean;
}

/** What of the app makes pictures. */
type Source = Pick<App, 'editor' | 'pictures'>;

/** What a picture shows. */
export type Shown = 'selection' | 'board';

/** What a picture lies on: the theme's ground, nothing, or a color of its own. Anything else is the theme's ground. */
const groundOf = (background: boolean | string): Background => {
  if (background === false || background === 'none' || background === 'transparent') return 'none';
  return typeof background === 'string' && /^#[0-9a-f]{6}$/i.test(background) ? background : 'theme';
};

/** Loads what makes pictures and files, so that they can be made when the server is gone. */
export const loadExport = async (): Promise<void> => {
  const [{ fetchPainter }] = await Promise.all([
    import('./png.ts'),
    import('./svg.ts'),
    import('./file.ts'),
    import('../../ui/download.ts'),
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
  const wanted = { elements, scale, theme, padding, background: groundOf(background) };
  if (format === 'svg') {
    const { svgFile } = await import('./svg.ts');
    const picture = await embeddedFor(elements, shown);
    return svgFile({ ...wanted, ...(picture ? { picture } : {}) });
  }
  const { exportPng } = await import('./png.ts');
  const picture = await picturesFor(elements, shown);
  return await exportPng({ ...wanted, ...(picture ? { picture } : {}), ...(signal ? { signal } : {}) });
};

/** A picture with its elements in it. */
const keptIn = async (
  { editor, session }: Pick<App, 'editor' | 'session'>,
  picture: Blob,
  elements: readonly Element[],
): Promise<Blob> => (await import('./file.ts')).withBoard(picture, editor.board.name, elements, session.id.peek());

/** What a script asks for: a picture, or a file with the comments of a whole board. `ids` leaves all other elements out. */
export const exportForScript = async (
  app: Source & Pick<App, 'session'>,
  options: ImageOptions & { readonly ids?: readonly string[] },
): Promise<Blob> => {
  const { board } = app.editor;
  const wanted = options.ids === undefined ? undefined : new Set(options.ids);
  const elements = board.all().filter(({ id }) => wanted === undefined || wanted.has(id));
  if (options.format !== 'gesso') {
    const picture = await renderElements(app, elements, { scale: 1, ...options });
    return options.keepBoard === true ? await keptIn(app, picture, elements) : picture;
  }
  const { writeBoardFile } = await import('./file.ts');
  return await writeBoardFile(board.name, elements, wanted === undefined ? app.session.doc : undefined);
};

/** Pictures of what a person sees. The code that makes them is loaded when first asked for. */
export const pictures = (app: Source & Pick<App, 'session'>) => {
  const { editor } = app;
  let current = new AbortController();

  const chosen = (what: Shown): readonly Element[] =>
    seenOf(editor, what === 'selection' ? withHeld(editor, editor.selected()) : editor.board.all());

  const titleOf = (what: Shown): string => {
    const [only, more] = what === 'selection' ? editor.selected() : [];
    const isNamed = only !== undefined && more === undefined && 'name' in only && only.name.trim() !== '';
    return isNamed ? only.name : editor.board.name;
  };

  /** Pixels per board unit beyond which a picture is too large for a browser. */
  const mostScale = (what: Shown): number => largestScale(exportedBox({ elements: chosen(what), padding: margin }));

  return {
    mostScale,
    /** For a caller that shows one picture at a time: the one asked for before is given up and rejected with `AbortError`. */
    render(what: Shown, options: ImageOptions): Promise<Blob> {
      current.abort();
      current = new AbortController();
      return renderElements(app, chosen(what), options, current.signal);
    },
    /** A PNG of the selection, or of the board where nothing is selected. */
    pngOfWhatIsMeant() {
      const what = editor.selection.peek().size > 0 ? 'selection' : 'board';
      return renderElements(app, chosen(what), { scale: Math.min(defaultScale, mostScale(what)) });
    },
    /** Gives a picture to the person, named after the board, or after the frame that is exported alone; with its elements in it if it is to keep them. */
    async save(blob: Blob, extension: string, what: Shown, keepBoard: boolean): Promise<void> {
      const name = titleOf(what);
      const [{ download, fileName }, picture] = await Promise.all([
        import('../../ui/download.ts'),
        keepBoard ? keptIn(app, blob, chosen(what)) : blob,
      ]);
      download(picture, fileName(name, extension));
    },
  };
};
