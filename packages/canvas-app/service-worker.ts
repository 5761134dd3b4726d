import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/**
 * Files that every page may ask for. Of the typefaces the newer format: all supported browsers read it. What reads a PDF is large and seldom
 * needed: only a page that opens one fetches it.
 */
const wanted =
  /^assets\/(?!pdf-(?:pages|worker)-|scans-).+\.(?:js|css|woff2)$|^(?:unready\.js|unready-words\.json|icon\.svg|manifest\.webmanifest)$/;

/** Pages by the paths at which the server gives them. */
const pages = { '/': 'index.html', '/boards': 'boards.html' } as const;

/** What a page has the browser fetch to begin: scripts and styles by their paths. */
const namedIn = (page: string): string[] =>
  [...page.matchAll(/<(?:script|link rel="stylesheet")[^>]* (?:src|href)="([^"]+)"/g)].map(([, path = '']) => path);

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
    const first = Object.values(pages).flatMap((name) => namedIn(readFileSync(join(folder, name), 'utf8')));
    const build = { version: hash.digest('hex').slice(0, 16), files: paths, first: [...new Set(first)] };
    return Object.entries(build)
      .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`)
      .join('\n');
  },
});
