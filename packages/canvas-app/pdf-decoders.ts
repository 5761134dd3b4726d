import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

/** What decodes scans and JPEG 2000 in PDFs: as scripts, since the server's content policy compiles no WebAssembly. */
const names = ['jbig2_nowasm_fallback.js', 'openjpeg_nowasm_fallback.js'] as const;

const { resolve } = createRequire(import.meta.url);
const read = (path: string): string => readFileSync(resolve(`pdfjs-dist/${path}`), 'utf8');
const { version } = JSON.parse(read('package.json')) as { readonly version: string };

/** Puts the decoders where the reader of PDFs imports them from: it knows their names, so the version is in their path. */
export const pdfDecoders = (): Plugin => {
  const folder = `assets/scans-${version}`;
  return {
    name: 'pdf-decoders',
    config: () => ({ define: { __PDF_DECODERS__: JSON.stringify(`/${folder}/`) } }),
    generateBundle() {
      for (const name of names)
        this.emitFile({ type: 'asset', fileName: `${folder}/${name}`, source: read(`wasm/${name}`) });
    },
  };
};
