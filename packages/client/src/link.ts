import { Failure } from '@gesso/crdt-schema';

/** What a link to a board says. */
export interface BoardLink {
  /** Where the server is, with a folder it may lie in: `https://boards.example.org`. */
  readonly server: string;
  readonly board: string;
  /** What the link lets in by; undefined where one comes by what one is signed in as. */
  readonly key: string | undefined;
}

/** Reads `https://server/b/<board>#k=<key>`, as people copy it from the address bar. Throws `MALFORMED` for what is no such address. */
export function parseLink(link: string): BoardLink {
  const url = URL.parse(link);
  const [, folder = '', board] = url === null ? [] : (/^(.*)\/b\/([\w-]{1,64})$/.exec(url.pathname) ?? []);
  if (url === null || board === undefined || !/^https?:$/.test(url.protocol))
    throw new Failure('MALFORMED', `no link to a board: ${link.split('#')[0]}`);
  const key = new URLSearchParams(url.hash.slice(1)).get('k') ?? undefined;
  return { server: `${url.origin}${folder}`, board, key };
}
