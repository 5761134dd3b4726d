import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const server = 'http://127.0.0.1:3000';

/** Bytes below which a compressed copy saves nothing worth a file. */
const worthIt = 1_024;

/** Modules that ask the server before the app is there. */
const atOnce =
  /vite\/preload-helper|\/canvas-app\/(?:index\.html|src\/(?:boot|waiting|network\/(?:asked|prefetch|address|local-databases))\.ts)$/;

/** Modules that nobody needs to draw: panels, pictures of a board, and what they are made of. */
const onDemand =
  /\/uqr@|\/crdt-schema\/src\/protocol\/live\.ts|\/icons\/qr-code|\/drawing\/src\/(?:picture\/|geometry\/recognise)|\/canvas-app\/src\/(?:export\/|network\/(?:live-|interpolate|rescue|taken|recover|sharing)|gestures\/recognized-shape|render\/minimap|ui\/(?:styles\/dialogs|panel-strings|SharePanel|ExportDialog|HelpDialog|Palette|MenuPanel|Figures|PasswordDialog|parts\/Dialog)\b)/;

/** Puts a brotli and a gzip copy beside each text file, so that the server never compresses while it serves. */
const compressedCopies = (): Plugin => ({
  name: 'compressed-copies',
  apply: 'build',
  writeBundle({ dir = '' }) {
    for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
      if (!/\.(?:js|css|svg|html)$/.test(name)) continue;
      const bytes = readFileSync(join(dir, name));
      if (bytes.length < worthIt) continue;
      writeFileSync(join(dir, `${name}.br`), brotliCompressSync(bytes));
      writeFileSync(join(dir, `${name}.gz`), gzipSync(bytes, { level: 9 }));
    }
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

export default defineConfig({
  plugins: [appScript(), compressedCopies()],
  resolve: {
    alias: [
      {
        find: /^lib0\/(logging|broadcastchannel)$/,
        replacement: fileURLToPath(new URL('src/instead/$1.ts', import.meta.url)),
      },
    ],
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    // The browsers of the last four years: see README.md. Built-ins are held to ES2022 by the compiler's `lib`.
    target: ['es2022', 'chrome109', 'firefox115', 'safari16.4'],
    // Fonts and icons stay files of their own: inlined as data: they would be refused by the page's content policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        // One file each for what runs at once, what draws and what only panels use: many small ones compress worse.
        codeSplitting: {
          groups: [
            { name: 'boot', test: atOnce, priority: 1 },
            {
              name: 'app',
              test: (id) => /\/(?:node_modules|packages)\//.test(id) && !atOnce.test(id) && !onDemand.test(id),
            },
          ],
        },
      },
    },
  },
  server: {
    proxy: { '/api': { target: server }, '/sync': { target: server, ws: true } },
  },
  appType: 'spa',
});
