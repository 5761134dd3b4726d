import { type Element, Failure } from '@gesso/crdt-schema';
import { type Background, exportedBox, type Theme } from '@gesso/drawing';
import type { Editor } from '../editor/editor.ts';
import { copyPng } from './clipboard.ts';
import { largestScale } from './size.ts';

/** Board units around what is exported. */
const margin = 16;
/** Pixels per board unit unless a person says otherwise: sharp on most screens. */
const usualScale = 2;

interface ImageOptions {
  readonly format?: 'png' | 'svg' | 'gesso';
  readonly scale?: number;
  readonly background?: boolean | string;
  readonly theme?: Theme;
  readonly padding?: number;
}

/** What a picture lies on: the theme's ground, nothing, or a colour of its own. Anything else is the theme's ground. */
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
    import('./download.ts'),
  ]);
  fetchPainter();
};

/** Pictures of the board for the dialog, the shortcuts and scripts. The code that makes them is loaded when first asked for. */
export const imageActions = (editor: Editor, name: () => string) => {
  let shown = new AbortController();

  const renderElements = async (
    elements: readonly Element[],
    options: ImageOptions,
    signal?: AbortSignal,
  ): Promise<Blob> => {
    if (elements.length === 0) throw new Failure('NOT_FOUND', 'there is nothing to export');
    const {
      format = 'png',
      scale = usualScale,
      theme = editor.theme.peek(),
      padding = margin,
      background = true,
    } = options;
    const wanted = {
      elements,
      scale,
      theme,
      padding,
      background: groundOf(background),
    };
    if (format === 'svg') {
      const { svgFile } = await import('./svg.ts');
      return svgFile(wanted);
    }
    const { exportPng } = await import('./png.ts');
    return await exportPng({ ...wanted, ...(signal ? { signal } : {}) });
  };

  const chosen = (what: 'selection' | 'board'): readonly Element[] =>
    what === 'selection' ? editor.selected() : editor.board.all();

  const mostScale = (what: 'selection' | 'board'): number =>
    largestScale(exportedBox({ elements: chosen(what), padding: margin }));

  return {
    renderElements,
    copy: copyPng,
    /** Pixels per board unit beyond which a picture is too large for a browser. */
    mostScale,
    /** For a caller that shows one picture at a time: the one asked for before is given up and rejected with `AbortError`. */
    render(choice: ImageOptions & { readonly what: 'selection' | 'board' }): Promise<Blob> {
      shown.abort();
      shown = new AbortController();
      return renderElements(chosen(choice.what), choice, shown.signal);
    },
    copyPng() {
      const what = editor.selection.peek().size > 0 ? 'selection' : 'board';
      return copyPng(renderElements(chosen(what), { scale: Math.min(usualScale, mostScale(what)) }));
    },
    save(blob: Blob, extension: string): void {
      void import('./download.ts').then(({ download, fileName }) => download(blob, fileName(name(), extension)));
    },
  };
};
