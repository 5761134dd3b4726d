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
  const { command = {}, failure = {} } = areas;
  const mine = Object.entries(areas).filter(([area]) => isLater(area) === (part === 'later'));
  // What comes later has these areas whole: they take the place of the others. Until then the table of failures says what happened.
  const whole = part === 'later';
  const { sentence } = failure;
  return {
    ...Object.fromEntries(mine),
    command: whole ? command : namesAtFirst(command),
    failure: whole ? failure : { sentence },
  };
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

/** Lines of the table of failures that the app does not read: what to do is said by the catalogue, and HTTP by the server. */
const unread = /^ {4}(?:http: \d+|hint:\s+'(?:[^'\\]|\\.)*'),\n/gm;

/** Failures of what only code does that comes later, with all words: of links, pictures, people and comments. */
const laterFailures =
  /^( {2}(?:PASSWORD_REQUIRED|LINK_USED_UP|SENT_AWAY|BOARD_IN_TRASH|NOT_FOUND|NOT_YOUR_COMMENT|NOT_A_PICTURE|PICTURE_TOO_LARGE|ROLE_CHANGED|SESSION_RENEWED): \{\n(?: {4}\w+: [\w']+,\n)*?) {4}message:\s+(?:'(?:[^'\\]|\\.)*'|"[^"]*"),\n/gm;

/** Leaves out of the table of failures what the page of a board has in its catalogue, where it comes later. */
export const leanFailures = (): Plugin => ({
  name: 'lean-failures',
  apply: 'build',
  enforce: 'pre',
  transform: {
    filter: { id: /\/crdt-schema\/src\/failure\.ts$/ },
    handler(code) {
      const less = code.replace(unread, '').replace(laterFailures, '$1');
      if (/^ {4}(?:http|hint):/m.test(less)) throw new Error('the table of failures is written otherwise now');
      return { code: less, map: null };
    },
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
