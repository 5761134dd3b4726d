import {
  createBoardDoc,
  type Element,
  encodeState,
  Failure,
  limits,
  openBoard,
  showsPicture,
} from '@gesso/crdt-schema';
import { copiesOf } from '../../editor/create-element.ts';
import { seenOf } from '../../editor/hiding.ts';
import { failureOf, link as linkOf, object } from '../../network/api.ts';
import { linkMemory, openedBy, pathOf } from '../../network/link-memory.ts';
import type { App } from '../../ui/app-context.ts';

type Copied = Pick<App, 'editor' | 'session' | 'pictures'>;

/** ms that a picture, or a board, may take to come or to be sent. */
const limit = 60_000;

/** A copy, and how many pictures could not be brought onto it. */
export interface BoardCopy {
  /** The address by which it is drawn on, and that by which it is looked at. */
  readonly edit: string;
  readonly view: string;
  readonly missing: number;
}

async function answered(path: string, init: RequestInit): Promise<Response> {
  const answer = await fetch(path, { ...init, signal: AbortSignal.timeout(limit) }).catch((error: unknown) => {
    throw new Failure('UNREACHABLE', String(error));
  });
  if (!answer.ok) throw failureOf(answer.status, await answer.json().catch(() => undefined));
  return answer;
}

/**
 * Puts a picture that is seen here on another board, and returns its name there; undefined where it cannot be had. It is taken
 * from the browser's own cache where it can: the server may give this person nothing of the board any more.
 */
async function bringPicture({ pictures }: Copied, asset: string, to: string): Promise<string | undefined> {
  const address = pictures.addressOf(asset);
  if (address === undefined) return undefined;
  try {
    const body = await (await answered(address, { cache: 'force-cache' })).blob();
    const headers = { 'content-type': body.type };
    const { hash } = object(
      await (await answered(`/api/boards/${to}/assets`, { method: 'POST', headers, body })).json(),
    );
    return typeof hash === 'string' ? hash : undefined;
  } catch {
    // A placeholder in its place is better than no copy.
    return undefined;
  }
}

/** Elements as they are on another board: with their pictures, as far as those can be had. */
async function withPictures(app: Copied, elements: readonly Element[], to: string) {
  const assets = new Set(elements.filter(showsPicture).map(({ asset }) => asset));
  const names = new Map<string, string>();
  for (const asset of assets) {
    const name = await bringPicture(app, asset, to);
    if (name !== undefined) names.set(asset, name);
  }
  const brought = elements.map((element) =>
    showsPicture(element) ? { ...element, asset: names.get(element.asset) ?? element.asset } : element,
  );
  return { elements: brought, missing: assets.size - names.size };
}

/** What is on the board, as the document of another one: without its comments, which are their authors', and without its history. */
function documentOf(elements: readonly Element[]): Uint8Array {
  const doc = createBoardDoc();
  openBoard(doc).load((writer) => writer.addAll(copiesOf(elements, { x: 0, y: 0 })));
  return encodeState(doc);
}

/** Makes a board of what is seen here. Rejects with `Failure`, and leaves no board behind then. */
export async function copyBoard(app: Copied, title: string): Promise<BoardCopy> {
  const { session, editor } = app;
  const seen = seenOf(editor, editor.board.all());
  if (documentOf(seen).length > limits.syncStepBytes) throw new Failure('TOO_LARGE', 'a copy of it');
  const { board, links } = object(await session.api.call('POST', '/api/boards', { title }));
  const at = `/api/boards/${encodeURIComponent(String(object(board)['id']))}`;
  try {
    const { elements, missing } = await withPictures(app, seen, at.slice('/api/boards/'.length));
    const headers = { 'content-type': 'application/octet-stream' };
    await answered(`${at}/document`, { method: 'PUT', headers, body: documentOf(elements).slice() });
    const { edit, view } = object(links);
    const made = [linkOf(edit), linkOf(view)] as const;
    const memory = linkMemory(session.storage, String(object(board)['id']));
    for (const link of made) memory.remember(link);
    const [toEdit = '', toView = ''] = made.map(({ url }) => url);
    if (toEdit !== '') memory.remember({ id: openedBy, url: pathOf(toEdit) });
    return { edit: toEdit, view: toView, missing };
  } catch (error) {
    await session.api.call('DELETE', at).catch(() => undefined);
    throw error;
  }
}
