/** Those who come to a board by its links, asked of a server as a browser does. */
import { setTimeout as pause } from 'node:timers/promises';

/** A server that cannot just now is asked again after so long (ms), and so often. */
const againMs = 500;
const tries = 40;
const unavailable = 503;

interface Asked {
  readonly cookie: string;
  readonly body: unknown;
}

async function ask(url: string, path: string, body: unknown): Promise<Asked> {
  const headers = { 'content-type': 'application/json', origin: url };
  for (let left = tries; ; left--) {
    const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (answer.ok) return { cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '', body: await answer.json() };
    const said = await answer.text();
    if (answer.status !== unavailable || left === 0)
      throw new Error(`${path} was answered with ${answer.status}: ${said}`);
    await pause(againMs);
  }
}

export interface NewBoard {
  readonly board: string;
  /** Of its owner. */
  readonly cookie: string;
  readonly editKey: string;
  readonly viewKey: string;
}

export async function makeBoard(url: string): Promise<NewBoard> {
  const { cookie, body } = await ask(url, '/api/boards', {});
  const { board, links } = body as {
    readonly board: { readonly id: string };
    readonly links: { readonly edit: { readonly key: string }; readonly view: { readonly key: string } };
  };
  return { board: board.id, cookie, editKey: links.edit.key, viewKey: links.view.key };
}

/** Resolves to the cookie of a person who has come by a link for the first time. */
export const comeBy = async (url: string, board: string, key: string): Promise<string> =>
  (await ask(url, `/api/boards/${board}/join`, { key })).cookie;
