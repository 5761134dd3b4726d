import { afterEach, beforeEach, expect, test, vi } from 'vitest';

/** What the server answers next, by path; all is there where it says nothing. */
let answers: Record<string, Response | Error> = {};
let asked: string[] = [];
const sheets: { href: string; onload(): void; onerror(): void; remove(): void }[] = [];

beforeEach(() => {
  answers = {};
  asked = [];
  sheets.length = 0;
  vi.resetModules();
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path);
    const answer = answers[path] ?? new Response('');
    if (answer instanceof Error) throw answer;
    return answer;
  });
  vi.stubGlobal('document', {
    createElement: () => ({ remove: () => sheets.splice(0) }),
    querySelector: (selector: string) => (selector === 'link[href="/first.css"]' ? {} : null),
    head: { append: (link: (typeof sheets)[number]) => sheets.push(link) },
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const fresh = async () => (await import('./fetch-part.ts')).fetchPart;

/** What a build makes of `import('./a.ts')`. */
const load = () => {
  const run = vi.fn(async () => 'part');
  return Object.assign(run, { toString: () => '()=>import("./a-1.js")' });
};
const imports = (code: string) => new Response(code);

test('a part is imported once its file and all that this imports are there, each fetched once for all parts', async () => {
  const fetchPart = await fresh();
  answers = {
    '/assets/a-1.js': imports('import{a}from"./shared-2.js";import"./boot-3.js";let b=()=>import(`./c-4.js`)'),
    '/assets/shared-2.js': imports('import"./deep-5.js";export*from"./app-6.js"'),
    // Round in a circle.
    '/assets/deep-5.js': imports('import{d as e}from"./shared-2.js"'),
  };
  await expect(fetchPart(load())).resolves.toBe('part');
  await fetchPart(load());
  expect(asked).toEqual(['/assets/a-1.js', '/assets/shared-2.js', '/assets/deep-5.js']);
});

test('a part whose file cannot be had is not imported, and is asked for again by the next', async () => {
  const fetchPart = await fresh();
  const part = load();
  for (const answer of [new TypeError('no network'), new Response('', { status: 502 })]) {
    answers = { '/assets/a-1.js': imports('import"./shared-2.js"'), '/assets/shared-2.js': answer };
    await expect(fetchPart(part)).rejects.toThrow();
  }
  expect(part).not.toHaveBeenCalled();
  answers = { '/assets/a-1.js': imports('import"./shared-2.js"') };
  await expect(fetchPart(part)).resolves.toBe('part');
});

test('a style sheet is there before its part, once, and given again when it could not be read', async () => {
  const fetchPart = await fresh();
  const part = load();
  const first = fetchPart(part, ['/a.css', '/first.css']);
  await vi.waitFor(() => expect(sheets.map(({ href }) => href)).toEqual(['/a.css']));
  sheets[0]?.onerror();
  await expect(first).rejects.toThrow('/a.css');
  expect(part).not.toHaveBeenCalled();
  const again = fetchPart(part, ['/a.css']);
  await vi.waitFor(() => expect(sheets).toHaveLength(1));
  sheets[0]?.onload();
  await expect(again).resolves.toBe('part');
  await fetchPart(part, ['/a.css']);
  expect(sheets).toHaveLength(1);
});
