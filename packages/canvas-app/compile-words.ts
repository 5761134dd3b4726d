import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import MessageFormat from '@messageformat/core';
import compileModule from '@messageformat/core/compile-module.js';
import type { Plugin } from 'vite';
import { firstCommands, homeArea, laterAreas, outsideArea } from './src/words/areas.ts';

type Catalogue = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const folder = fileURLToPath(new URL('src/words/', import.meta.url));

/** The languages that have a catalogue, English left out. */
const others = (): readonly string[] =>
  readdirSync(folder).flatMap((name) => (/^(?!en\b)\w+(?=\.json$)/.exec(name) ?? []) as readonly string[]);

const isLater = (area: string): boolean => (laterAreas as readonly string[]).includes(area);

/** The names of those commands that are said from the start. */
const namesAtFirst = (names: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(firstCommands).map(([group, ids]) => {
      const all = Object.entries(Object(names[group]) as Readonly<Record<string, string>>);
      return [group, Object.fromEntries(all.filter(([id]) => ids === 'all' || ids.includes(id)))];
    }),
  );

/** Which page the words are for: that of a board, or that of a person's boards. */
export type Page = 'board' | 'home';

/** What the page with a person's boards says: its own words, and why something was refused. */
const homeAreas: readonly string[] = [homeArea, 'failure'];

/** What a language says under a name: everything, or of English what is said from the start or later. */
const partOf = (catalogue: Catalogue, part: string | undefined, page: Page): Catalogue => {
  const { number: _number, [outsideArea]: _outside, ...all } = catalogue;
  const areas = Object.fromEntries(
    Object.entries(all).filter(([area]) => (page === 'home' ? homeAreas.includes(area) : area !== homeArea)),
  );
  if (part === undefined) return areas;
  // The page has the English of failures already: the server says it from the same table.
  const { sentence } = areas['failure'] ?? {};
  const { command = {} } = areas;
  const own = Object.entries({ ...areas, failure: { sentence } });
  const mine = own.filter(([area]) => isLater(area) === (part === 'later'));
  // What comes later has the area whole: it takes the place of the other.
  return { ...Object.fromEntries(mine), command: part === 'later' ? command : namesAtFirst(command) };
};

/** A catalogue as a module of functions. */
const compiled = (language: string, part: string | undefined, page: Page): string => {
  const catalogue = JSON.parse(readFileSync(`${folder}${language}.json`, 'utf8')) as Catalogue;
  const group = JSON.stringify(catalogue['number']?.['group']);
  return compileModule(new MessageFormat(language), partOf(catalogue, part, page))
    .replace('"@messageformat/runtime"', `"${folder}runtime.ts"`)
    .replace(/\bnumber\("\w+", (d\.\w+), 0\)/g, `number($1, ${group})`);
};

/** Compiles the catalogues of `src/words/`, so that no parser of messages is downloaded: see `src/words/words.d.ts`. */
export const compiledWords = (page: Page): Plugin => ({
  name: 'compiled-words',
  resolveId(id, importer) {
    if (id.startsWith('words:')) return `\0${id}`;
    // A compiled catalogue lies nowhere: what it imports is found from its folder.
    return importer?.startsWith('\0words:') ? this.resolve(id, `${folder}say.ts`, { skipSelf: true }) : null;
  },
  load(id) {
    const [, name] = /^\0words:(.+)$/.exec(id) ?? [];
    if (name === undefined) return null;
    if (name === 'languages')
      return `export default { ${others().map((code) => `${code}: () => import('words:${code}')`)} };`;
    const [language = '', part] = name.split('/');
    this.addWatchFile(`${folder}${language}.json`);
    return compiled(language, part, page);
  },
});

/** Where `public/unready.js` asks for its sentence. */
const unreadyFile = 'unready-words.json';

/** What each language says where the app does not run, English first. */
const saidOutside = (key: 'start' | 'noScript'): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ['en', ...others()].map((code) => {
      const catalogue = JSON.parse(readFileSync(`${folder}${code}.json`, 'utf8')) as Catalogue;
      return [code, String(catalogue[outsideArea]?.[key])];
    }),
  );

/** Puts sentences of the catalogue where they are read without the app: a file that is fetched when it cannot start, and `<noscript>`. */
export const wordsOutside = (): Plugin => ({
  name: 'words-outside',
  configureServer({ middlewares }) {
    middlewares.use(`/${unreadyFile}`, (_request, response) => void response.end(JSON.stringify(saidOutside('start'))));
  },
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: unreadyFile, source: JSON.stringify(saidOutside('start')) });
  },
  transformIndexHtml(html) {
    const lines = Object.entries(saidOutside('noScript')).map(
      ([code, text]) => `<p lang="${code}" dir="auto">${text}</p>`,
    );
    return html.replace('<noscript></noscript>', `<noscript>${lines.join('')}</noscript>`);
  },
});
