import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** Files that every page may ask for. Of the typefaces the newer format: all supported browsers read it. */
const wanted = /^assets\/.+\.(?:js|css|woff2)$|^(?:unready\.js|unready-words\.json|icon\.svg|manifest\.webmanifest)$/;

/** Pages by the paths at which the server gives them. */
const pages = { '/': 'index.html', '/boards': 'boards.html' } as const;

/** Tells the service worker of what was built before it, as `offline:build`. */
export const builtFiles = (folder: string): Plugin => ({
  name: 'built-files',
  resolveId: (id) => (id === 'offline:build' ? `\0${id}` : null),
  load(id) {
    if (id !== '\0offline:build') return null;
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/'));
    const files = names.filter((name) => wanted.test(name)).sort();
    const hash = createHash('sha256');
    for (const name of [...files, ...Object.values(pages)]) hash.update(name).update(readFileSync(join(folder, name)));
    // The pages last: with them all is there.
    const paths = [...files.map((name) => `/${name}`), ...Object.keys(pages)];
    return `export const version = '${hash.digest('hex').slice(0, 16)}'; export const files = ${JSON.stringify(paths)};`;
  },
});
