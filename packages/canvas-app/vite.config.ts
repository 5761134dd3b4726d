import { defineConfig } from 'vite';

const server = 'http://127.0.0.1:3000';

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    // Fonts and icons stay files of their own: inlined as data: they would be refused by the page's content policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    proxy: { '/api': { target: server }, '/sync': { target: server, ws: true } },
  },
  appType: 'spa',
});
