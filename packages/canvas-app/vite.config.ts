import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { minify } from 'terser';
import { defineConfig, type Plugin, type Rolldown, type UserConfig } from 'vite';
import { compiledWords, leanFailures, wordsOutside } from './compile-words.ts';
import { fetchedParts } from './fetched-parts.ts';
import { leanKonva } from './lean-konva.ts';
import { leanOrderKeys } from './lean-order-keys.ts';
import { leanYWebsocket } from './lean-y-websocket.ts';
import { pdfDecoders } from './pdf-decoders.ts';
import { builtFiles } from './service-worker.ts';

const server = 'http://127.0.0.1:3000';

/** Bytes below which a compressed copy saves nothing worth a file. */
const worthIt = 1_024;

/** What an index of a package offers and only what is loaded on demand uses: the graph cannot tell. */
const onDemand =
  /\/crdt-schema\/src\/(?:comments\/(?:codec|comments|comments-file|read-comments)|yjs\/(?:comment-keys|update\/(?:reading\/integration|rewriting\/(?:encode|parts|without-colliding)))|elements\/changed-marks|board\/(?:board-file|film|restore|take-back|text-story|typing-history)|yjs\/mark-(?:guard|letters)|protocol\/(?:history|live|person|person-colors|presence|reactions)|points\/live-chunk|words\/(?:element-words|excerpt|fold))\.ts|\/icons\/(?:share\.|snowflake\.|arrow-up\.|rotate-ccw\.|align-(?:(?:start|center|end)-|horizontal-d|vertical-d)|columns-3\.|rows-3\.|grid-3x3\.|layers-arrow-|send-to-back\.|triangles-|between-|bring-to-front|captions\.|check\.|chevron-|code\.|copy\.|copy-plus|crop\.|download\.|ellipsis\.|external-link|eye\.|folder-open|image-up|italic|letter-b|link\.|list(?:-ordered|-todo)?\.|lock\.|pause\.|pipette\.|play\.|presentation|skip-|sparkles|strikethrough|text-align-|trash\.|unlink|qr-code|user-round(?:-minus)?\.|video\.)|\/drawing\/src\/(?:picture\/|geometry\/recognize|fonts\/marked-lines|elements\/(?:paint-runs|letter-at)|style\/color-names)/;

type Graph = Parameters<Rolldown.CodeSplittingNameFunction>[1];

/** All modules that one imports, directly or through others, but for what is imported on demand. */
const importedBy = (entry: string, graph: Graph): ReadonlySet<string> => {
  const found = new Set([entry]);
  for (const id of found) for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) found.add(imported);
  return found;
};

const sourceOf = (entry: string): string => fileURLToPath(new URL(`src/${entry}`, import.meta.url));

/** The file of what `entry` imports, one for all of it. What only panels import, on demand, goes where it is imported. */
const fileOfAllIn = (name: string, entry: string, priority: number) => {
  let members: ReadonlySet<string> | undefined;
  return {
    debugName: name,
    priority,
    name(id: string, graph: Graph): string | null {
      members ??= importedBy(sourceOf(entry), graph);
      return members.has(id) && !onDemand.test(id) ? name : null;
    },
  };
};

/** Style sheets of what is fetched on demand, one file for all: a page fetched 45 of them, and the app named each. */
const laterStyles = { name: 'later-styles', test: /\/src\/(?:ui|features)\/.*\.css$/, priority: 0 };

/**
 * Small modules that several parts fetched on demand have in common, one file for all: a page fetched 45 of them, most of a few hundred
 * bytes. What only reads files of others is left where it is: few open one.
 */
const laterShared = () => {
  let members: ReadonlySet<string> | undefined;
  const name = 'later-shared';
  return {
    debugName: name,
    minShareCount: 2,
    maxModuleSize: 8_192,
    includeDependenciesRecursively: false,
    priority: -1,
    name(id: string, graph: Graph): string | null {
      members ??= new Set(['boot.ts', 'main.tsx'].flatMap((entry) => [...importedBy(sourceOf(entry), graph)]));
      return /\.css$|\/features\/import\//.test(id) || (members.has(id) && !onDemand.test(id)) ? null : name;
    },
  };
};

/** Panels are all called `panel.tsx`, and what works for a feature `work.ts`: their files are named after their features. */
const chunkFileNames = ({ facadeModuleId }: { readonly facadeModuleId?: string | null | undefined }): string => {
  const [, feature, part] = /\/features\/([^/]+)\/(panel|work)\.tsx?$/.exec(facadeModuleId ?? '') ?? [];
  return `assets/${feature === undefined ? '[name]' : `${feature}-${part}`}-[hash:7].js`;
};

/** What is copied as it is and runs before the app, in any browser: nothing newer than what it was written in is put into it. */
async function minifyCopied(dir: string): Promise<void> {
  const file = join(dir, 'unready.js');
  const { code } = await minify(readFileSync(file, 'utf8'), { ecma: 5, compress: { passes: 2 } });
  if (code !== undefined) writeFileSync(file, code);
}

/** Puts a brotli and a gzip copy beside each text file, so that the server never compresses while it serves. */
const compressedCopies = (): Plugin => ({
  name: 'compressed-copies',
  apply: 'build',
  async writeBundle({ dir = '' }) {
    await minifyCopied(dir);
    for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
      // What was built before has its copies.
      if (!/\.(?:js|css|svg|html)$/.test(name) || existsSync(join(dir, `${name}.br`))) continue;
      const bytes = readFileSync(join(dir, name));
      if (bytes.length < worthIt) continue;
      writeFileSync(join(dir, `${name}.br`), brotliCompressSync(bytes));
      writeFileSync(join(dir, `${name}.gz`), gzipSync(bytes, { level: 9 }));
    }
  },
});

/**
 * Comparisons stay as they are written: turned round, with the constant first, they compress worse. Function expressions become arrows
 * where they have no `this`: nothing here makes one with `new`.
 */
const compress = { passes: 2, lhs_constants: false, unsafe_arrows: true };

/**
 * The app's file without the namespace of `main.tsx`, which has no names in it: making one would have a page fetch another file first,
 * with what makes namespaces and is shared with parts that are CommonJS inside. Throws when there is more of it than that.
 */
function withoutEmptyNamespace(code: string): string {
  const [statement, make] = /import\{\w+ as ([\w$]+)\}from"\.\/rolldown-runtime[^"]*";/.exec(code) ?? [];
  if (statement === undefined || make === undefined) return code;
  const pieces = code.replace(statement, '').split(`=${make}({})`);
  if (pieces.length !== 2) throw new Error(`the app makes ${pieces.length - 1} namespaces`);
  return pieces.join('={}');
}

/**
 * Imports on demand as they are written by hand. So that what nobody uses of a part can be left out of it, the build takes each name out of
 * its namespace and puts it into an object; once all parts are made, the namespace itself has no other names: 0.4 kB of the first download.
 */
const withPlainImports = (code: string): string =>
  code.replaceAll(/async\(\)=>\{let(\{[^{}]*\})=await\(?(import\("[^"]+"\))\)?;return\1\}/g, '()=>$2');

/**
 * Minifies a second time what is fetched before the first stroke: 1.8 % less of it, for some seconds of the build. Last, as the list of
 * what is fetched later is put into it only then.
 */
const minifiedTwice = (): Plugin => ({
  name: 'minified-twice',
  apply: 'build',
  generateBundle: {
    order: 'post',
    async handler(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk' || (chunk.name !== 'app' && chunk.name !== 'boot')) continue;
        const { code } = await minify(withoutEmptyNamespace(chunk.code), { module: true, ecma: 2020, compress });
        chunk.code = withPlainImports(code ?? chunk.code);
      }
    },
  },
});

/**
 * Lets the page fetch and compile the app from its first line on, as a script of its own behind `boot.ts`: the page counts as
 * loaded only when the app has started, and `window.gesso` is there for code that waited for that.
 */
const appScript = (): Plugin => ({
  name: 'app-script',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle = {} }) => {
      const app = Object.values(bundle).find(
        (part) => part.type === 'chunk' && part.moduleIds.some((id) => id.endsWith('/src/main.tsx')),
      );
      if (app?.type !== 'chunk') throw new Error('the build has no app');
      const first = app.imports.filter((file) => !/\/(?:boot|rolldown-runtime)-[^/]+$/.test(file));
      if (first.length > 0)
        throw new Error(`the app fetches ${first} first: what it uses of it is no longer \`onDemand\``);
      return [
        {
          tag: 'script',
          attrs: { type: 'module', crossorigin: true, src: `/${app.fileName}` },
          injectTo: 'head' as const,
        },
      ];
    },
  },
});

/** While one develops: the page with a person's boards at the address it has on a server. */
const boardsPage = (): Plugin => ({
  name: 'boards-page',
  configureServer({ middlewares }) {
    middlewares.use((request, _response, next) => {
      if (/^\/boards(?:\?|$)/.test(request.url ?? '')) request.url = '/boards.html';
      next();
    });
  },
});

/** The browsers of the last four years: see README.md. Built-ins are held to ES2022 by the compiler's `lib`. */
const target = ['es2022', 'chrome109', 'firefox115', 'safari16.4'];

/** The page of a board, and while one develops all pages. */
const ofBoard: UserConfig = {
  plugins: [
    compiledWords('board'),
    wordsOutside(),
    appScript(),
    fetchedParts(),
    leanKonva(),
    leanFailures(),
    leanOrderKeys(),
    leanYWebsocket(),
    minifiedTwice(),
    pdfDecoders(),
    compressedCopies(),
    boardsPage(),
  ],
  resolve: {
    alias: [
      {
        find: /^(?:lib0|y-protocols|\.)\/(auth|logging|broadcastchannel|environment|DragAndDrop|PointerEvents|Validators)(?:\.js)?$/,
        replacement: fileURLToPath(new URL('src/shims/$1.ts', import.meta.url)),
      },
    ],
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target,
    // Fonts and icons stay files of their own: inlined as data: they would be refused by the page's content policy.
    assetsInlineLimit: 0,
    // What a part imports is read from it, see `fetched-parts.ts`.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_file, needed) => needed.filter((name) => name.endsWith('.css')),
    },
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        chunkFileNames,
        assetFileNames: 'assets/[name]-[hash:6][extname]',
        // One file each for what runs at once, what draws and what only panels use: many small ones compress worse.
        codeSplitting: {
          groups: [fileOfAllIn('boot', 'boot.ts', 2), fileOfAllIn('app', 'main.tsx', 1), laterStyles, laterShared()],
        },
      },
    },
  },
  server: {
    proxy: { '/api': { target: server }, '/sync': { target: server, ws: true } },
  },
  appType: 'spa',
};

/** The page with a person's boards, built by itself after the other and beside it: it shares no file with the canvas. */
const ofHome: UserConfig = {
  plugins: [compiledWords('home'), wordsOutside(), compressedCopies()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target,
    emptyOutDir: false,
    copyPublicDir: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: { input: fileURLToPath(new URL('boards.html', import.meta.url)) },
  },
};

/** The service worker, built last: it is told of all that was built before. */
const ofWorker: UserConfig = {
  plugins: [builtFiles(fileURLToPath(new URL('dist', import.meta.url))), compressedCopies()],
  build: {
    target,
    emptyOutDir: false,
    copyPublicDir: false,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: fileURLToPath(new URL('src/offline/worker.ts', import.meta.url)),
      output: { format: 'iife', entryFileNames: 'sw.js' },
    },
  },
};

export default defineConfig(({ mode }) => ({ home: ofHome, worker: ofWorker })[mode] ?? ofBoard);
