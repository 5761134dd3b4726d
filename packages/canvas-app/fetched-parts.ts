import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { importedBy, importsOf } from './src/fetch-part.ts';

/** What the build calls around each `import()`; see `buildImportAnalysisPlugin` of Vite. */
const helper = /vite\/preload-helper\.js$/;

const ours = fileURLToPath(new URL('src/fetch-part.ts', import.meta.url));

/** Files that a page begins with. */
const first = /\/(?:boot|app)-[^/]+$/;

/**
 * Puts `src/fetch-part.ts` in the place of the build's helper, which imports at once. It reads from the files what they import, as a list of
 * all that would be 0.6 kB of the first download. Throws when it could not do so with what was built.
 */
export function fetchedParts(): Plugin {
  let isReplaced = false;
  return {
    name: 'fetched-parts',
    apply: 'build',
    enforce: 'pre',
    transform: {
      filter: { id: helper },
      handler() {
        isReplaced = true;
        // The base of all paths is the root of the server.
        return {
          code: `import { fetchPart } from ${JSON.stringify(ours)};
export const __vitePreload = (load, sheets) => fetchPart(load, sheets && sheets.map((path) => '/' + path));`,
          map: null,
        };
      },
    },
    writeBundle(_options, bundle) {
      if (!isReplaced) throw new Error('the build has another helper around imports now: parts are not fetched again');
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        const needed = chunk.imports.filter((name) => !first.test(name)).map((name) => `/${name}`);
        const read = importsOf(chunk.code);
        if (!first.test(chunk.fileName) && String([...new Set(read)].sort()) !== String([...new Set(needed)].sort()))
          throw new Error(`${chunk.fileName} imports ${needed}, and ${read} is read from it`);
        const told = [...chunk.code.matchAll(/import\([^)]*\)/g)].map(([call]) => `assets${importedBy(call)}`);
        for (const name of chunk.dynamicImports)
          if (!first.test(name) && !told.includes(name))
            throw new Error(`${chunk.fileName} does not tell how it imports ${name}`);
      }
    },
  };
}
