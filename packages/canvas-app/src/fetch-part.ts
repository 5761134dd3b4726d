/**
 * Fetches parts of the app that a page does not begin with. A browser keeps in mind for as long as the page lives that it could not have a
 * file when it imported it (HTML, "fetch a single module script"; Chromium and Safari until 2026), and what that file belongs to never
 * comes. So all files are fetched into the browser's cache first: only what is there is imported, and what is not is asked for again.
 */
import { fetchedOnce } from './waiting.ts';

/** ms that one file may take. */
const patience = 60_000;

/** Files that a file imports, as the build writes it, but for those that every page begins with. */
export const importsOf = (code: string): string[] =>
  [...code.matchAll(/\b(?:from|import)"\.(\/(?!boot-|app-)[^"]+)"/g)].map(([, name]) => `/assets${name}`);

/** Name of the file that a function imports on demand, as the build writes it; undefined where every page begins with it. */
export const importedBy = (code: string): string | undefined =>
  /import\(["`]\.(\/(?!boot-|app-)[^"`]+)/.exec(code)?.[1];

/** Gives the page a style sheet, unless it began with it. Rejects, and takes it away, where it cannot be read. */
const addSheet = (path: string): Promise<void> =>
  new Promise((resolve, reject) => {
    if (document.querySelector(`link[href="${path}"]`) !== null) return resolve();
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.crossOrigin = '';
    link.href = path;
    link.onload = () => resolve();
    link.onerror = () => {
      link.remove();
      reject(new Error(path));
    };
    document.head.append(link);
  });

/** What files import, by their paths: of those that have come or are on their way. */
const known = new Map<string, () => Promise<readonly string[]>>();

/** Has a file in the browser's cache, or in the page where it is a style sheet. Returns what it imports. */
const have = (path: string): Promise<readonly string[]> => {
  const asked =
    known.get(path) ??
    fetchedOnce(async () => {
      const response = await fetch(path, { signal: AbortSignal.timeout(patience) });
      if (!response.ok) throw new Error(`${path}: ${response.status}`);
      const code = await response.text();
      if (!path.endsWith('.css')) return importsOf(code);
      await addSheet(path);
      return [];
    });
  known.set(path, asked);
  return asked();
};

/**
 * Returns what `load` imports, once that is there with all it needs; `sheets` are the paths of its style sheets. Takes the place of the
 * build's own helper around each `import()`, see `fetched-parts.ts`: which file it is stands in the function itself. Rejects where a
 * file cannot be had; the next call asks for it again.
 */
export async function fetchPart<T>(load: () => Promise<T>, sheets: readonly string[] = []): Promise<T> {
  const name = importedBy(String(load));
  // Files may import each other in a circle.
  const met = new Set<string>();
  const haveAll = async (paths: readonly string[]): Promise<void> => {
    const unmet = paths.filter((path) => !met.has(path));
    for (const path of unmet) met.add(path);
    await Promise.all(unmet.map(async (path) => haveAll(await have(path))));
  };
  await haveAll([...(name === undefined ? [] : [`/assets${name}`]), ...sheets]);
  return load();
}
