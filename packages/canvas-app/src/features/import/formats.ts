import { isLibraryFile, libraryFile } from '../../board-files/library-file.ts';
import { hasBoardInPng } from '../../board-files/png-board.ts';
import { hasBoardInSvg } from '../../board-files/svg-board.ts';
import type { Format, KnownFormat } from './format.ts';
import { importLimits } from './limits.ts';
import { isMermaid } from './mermaid-text.ts';

/** What an XML file may begin with before its first element. */
const beforeRoot = /<!--[\s\S]*?-->|<\?[^>]*>|<!DOCTYPE[^>[]*(?:\[[^\]]*\])?[^>]*>/g;

/** Every format whose elements are read, by its name: the one list. What stands first is asked first. */
export const formats = {
  // Before the boards that are in it.
  library: {
    extensions: [libraryFile.extension],
    recognises: (_head, text) => isLibraryFile(text),
    load: async () => (await import('./formats/gesso-library.ts')).readGessoLibrary,
  },
  gesso: {
    extensions: ['gesso'],
    recognises: (_head, text) => /^\s*\{/.test(text) && /"type"\s*:\s*"gesso\/board"/.test(text),
    load: async () => (await import('./formats/gesso.ts')).readGesso,
  },
  excalidraw: {
    extensions: ['excalidraw', 'excalidrawlib'],
    recognises: (_head, text) =>
      /^\s*\{/.test(text) && /"type"\s*:\s*"excalidraw(?:lib|\/clipboard)?"/.test(text.slice(0, 2_000)),
    load: async () => (await import('./formats/excalidraw.ts')).readExcalidraw,
  },
  tldraw: {
    extensions: ['tldr'],
    recognises: (_head, text) => /^\s*\{/.test(text) && /"tldrawFileFormatVersion"\s*:/.test(text),
    load: async () => (await import('./formats/tldraw.ts')).readTldraw,
  },
  png: {
    extensions: ['png'],
    recognises: hasBoardInPng,
    load: async () => (await import('./formats/picture.ts')).readPng,
  },
  svg: {
    extensions: ['svg'],
    recognises: (_head, text) => hasBoardInSvg(text),
    load: async () => (await import('./formats/picture.ts')).readSvg,
  },
  // After an SVG with a board in it.
  shapes: {
    extensions: ['svg'],
    recognises: (_head, text) => /^\s*<svg[\s>]/.test(text.slice(0, 4_000).replace(beforeRoot, '')),
    load: async () => (await import('./formats/svg.ts')).readSvgShapes,
  },
  inkml: {
    extensions: ['inkml'],
    recognises: (_head, text) => /<(?:\w+:)?ink[\s>]/.test(text.slice(0, 2_000)) && text.includes('InkML'),
    load: async () => (await import('./formats/inkml.ts')).readInkml,
  },
  points: {
    extensions: ['json', 'ndjson'],
    recognises: (_head, text) => /^START\r?\n-?\d/.test(text),
    load: async () => (await import('./formats/point-lists.ts')).readPointLists,
  },
  mermaid: {
    extensions: ['mmd', 'mermaid'],
    recognises: (_head, text) => isMermaid(text),
    load: async () => (await import('./formats/mermaid.ts')).readMermaid,
  },
  table: {
    extensions: ['csv', 'tsv'],
    recognises: () => false,
    load: async () => (await import('./formats/delimited.ts')).readDelimited,
  },
  markdown: {
    extensions: ['md', 'markdown'],
    recognises: () => false,
    load: async () => (await import('./formats/markdown.ts')).readMarkdown,
  },
} as const satisfies Readonly<Record<string, Format>>;

/** A format whose elements are read. */
export type ReadFormatName = keyof typeof formats;

/** What is read or, as pages are, painted by this page (`pdf-pages.ts`). */
export type FormatName = ReadFormatName | 'pdf';

const known: Readonly<Record<FormatName, KnownFormat>> = {
  // Some programs put a few bytes before it.
  pdf: { extensions: ['pdf'], recognises: (_head, text) => text.slice(0, 1_024).includes('%PDF-') },
  ...formats,
};

const names = Object.keys(known) as readonly FormatName[];

/** Whether files of a format are pictures, which may hold a board. */
const isPicture = (name: FormatName): boolean => ['png', 'svg', 'shapes'].includes(name);

/** The endings of all files that are read but for pictures, each with its dot. */
export const endings: readonly string[] = names
  .filter((name) => !isPicture(name))
  .flatMap((name) => known[name].extensions.map((extension) => `.${extension}`));

/** Which format a file is of: as its first bytes say, else as its name does; undefined for what is none. */
export async function formatOf(file: Blob, name: string): Promise<FormatName | undefined> {
  const head = new Uint8Array(await file.slice(0, importLimits.head).arrayBuffer());
  const text = new TextDecoder().decode(head);
  const extension = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  return (
    names.find((one) => known[one].recognises(head, text)) ??
    // A picture without a board in it is a picture.
    names.find((one) => !isPicture(one) && known[one].extensions.includes(extension))
  );
}
