import {
  type ElementId,
  Failure,
  isPendingAsset,
  type NewElement,
  newElementId,
  newPendingAsset,
  showsPicture,
  snap,
} from '@gesso/crdt-schema';
import type { Box, Vec } from '@gesso/drawing';
import { type ScreenPoint, toBoard } from '../../editor/camera.ts';
import { writeItem } from '../../storage.ts';
import type { App } from '../../ui/app-context.ts';
import { sentenceOf } from '../../ui/sentence.ts';
import { say } from '../../words/later.ts';
import type { Stop } from '../feature.ts';
import { type Decoded, decode } from './decode.ts';
import { fetchSent } from './fetch-sent.ts';
import { type KeptPicture, openKept } from './kept.ts';
import { overlay } from './overlay.ts';
import { placePictures } from './place.ts';
import { createQueue, type Instead, type Queue, type QueueDeps } from './queue.ts';
import { sendPicture } from './send.ts';
import { overlayOf } from './Uploads.tsx';

/** Sends a picture whose element is about to be on the board under this name. Resolves with false where no server takes it. */
type SendPicture = (asset: string, file: File) => Promise<boolean>;

/** Knows of files with boards in them. */
export interface Bringing {
  /** Brings files onto the board that hold one, and gives those back that are nothing but pictures. */
  bringFiles(
    app: App,
    files: readonly File[],
    at: ScreenPoint | undefined,
    sendPicture: SendPicture,
  ): Promise<readonly File[]>;
  /** Brings a file as a script gives it; rejects with `Failure`. */
  bringForScript(app: App, file: Blob, name: string, sendPicture: SendPicture): Promise<string[]>;
}

/** Fetches what brings files in. */
export type LoadBringing = () => Promise<Bringing>;

export interface Work {
  /** Puts files on the board, about a point or in the middle of the view: what a board file holds, and pictures, which are sent. */
  take(files: readonly File[], at?: ScreenPoint): Promise<void>;
  /** Shows the first of the files that is a picture in place of another, as wide as that was, and sends it. */
  replace(id: ElementId, files: readonly File[]): Promise<void>;
  /** Brings a file as a script gives it. */
  bring(file: Blob, name: string): Promise<string[]>;
  stop: Stop;
}

/** A picture on the board, by the name that stands for it. */
interface Put extends Decoded {
  readonly asset: string;
}

/** Decodes what can be put on the board; of all else a person is told. */
async function decodeAll(files: readonly File[], { shell }: App): Promise<readonly Decoded[]> {
  const pictures = files.filter(({ type }) => type.startsWith('image/'));
  if (pictures.length < files.length)
    shell.tell(say('pictures.notPictures', { n: files.length - pictures.length }), 'error');
  const decoded: Decoded[] = [];
  // One after the other: a camera's pictures take a hundred megabytes each while they are decoded.
  for (const file of pictures) {
    try {
      decoded.push(await decode(file));
    } catch (error) {
      shell.tell(sentenceOf(error), 'error');
    }
  }
  return decoded;
}

const elementIn = ({ x, y, w, h }: Box, asset: string): NewElement => ({
  id: newElementId(),
  kind: 'image',
  asset,
  x: snap(x),
  y: snap(y),
  width: w,
  height: h,
});

/** The middle of what is about to be put on the board. */
function placeFor({ editor }: App, at: ScreenPoint | undefined) {
  if (at !== undefined) return toBoard(editor.camera.peek(), at);
  const view = editor.viewBox();
  return editor.pointer.peek() ?? { x: view.x + view.w / 2, y: view.y + view.h / 2 };
}

/** Gives pictures on the board the names that the server gave them, also those that a redo brings back. Returns what hears of a name. */
function nameSent({ editor }: App) {
  const sent = new Map<string, string>();
  const apply = () => {
    const due = editor.board
      .all()
      .flatMap((element) => (showsPicture(element) && sent.has(element.asset) ? [element] : []));
    if (due.length === 0 || !editor.canEdit.peek()) return;
    // Not a step of the person's: undo takes the picture away, and not its name.
    editor.board.load((writer) => {
      for (const { id, asset } of due) writer.patch(id, { asset: sent.get(asset) ?? asset });
    });
  };
  const stop = editor.board.onChange(({ added, updated }) => {
    if (
      sent.size > 0 &&
      [...added, ...updated].some((element) => showsPicture(element) && isPendingAsset(element.asset))
    )
      queueMicrotask(apply);
  });
  return {
    stop,
    name(asset: string, hash: string) {
      sent.set(asset, hash);
      apply();
    },
  };
}

/** Takes a picture off the board whose sending was given up. */
function takeAway({ editor }: App, asset: string): void {
  if (!editor.canEdit.peek()) return;
  editor.board.load((writer) => {
    for (const element of editor.board.all())
      if (showsPicture(element) && element.asset === asset) writer.remove(element.id);
  });
}

/** Sends again as soon as the server may be in reach. Returns its stop. */
function wakeWhenBack(queue: Queue, { session }: App): Stop {
  const wake = () => queue.wake();
  window.addEventListener('online', wake);
  let was = session.status.peek().sync;
  const stop = session.status.subscribe(({ sync }) => {
    if (sync !== was && sync === 'saved') wake();
    was = sync;
  });
  return () => {
    window.removeEventListener('online', wake);
    stop();
  };
}

/** Pictures as they look here, until the server's own are there. */
function createPreviews({ pictures }: App) {
  const previews = new Map<string, NonNullable<Decoded['picture']>>();
  return {
    show(asset: string, picture: Decoded['picture']) {
      if (picture === undefined) return;
      previews.set(asset, picture);
      pictures.show(asset, picture);
    },
    /** Shows one under its name from the server. */
    rename(asset: string, hash: string) {
      const picture = previews.get(asset);
      if (picture !== undefined) pictures.show(hash, picture);
      previews.delete(asset);
    },
  };
}

/** Puts pictures on the board, and selects them. Returns them with the names that stand for them; none where the board takes none. */
function put(
  { editor, byHand }: App,
  decoded: readonly Decoded[],
  middle: Vec,
  show: (one: Put) => void,
): readonly Put[] {
  const sizes = decoded.map(({ size }) => size);
  const boxes = placePictures(sizes, editor.viewBox(), middle);
  const made = decoded.flatMap((one, i): (Put & { readonly box: Box })[] => {
    const box = boxes[i];
    return box === undefined ? [] : [{ ...one, box, asset: newPendingAsset() }];
  });
  made.forEach(show);
  const elements = made.map(({ box, asset }) => elementIn(box, asset));
  const ids = byHand(() => editor.board.edit((writer) => writer.addAll(elements)));
  if (ids === undefined) return [];
  editor.setTool('select');
  editor.select(ids);
  return made;
}

/** Shows a picture in place of another, as one step: the same place and width, all of it in view. */
function putInstead({ editor, byHand }: App, { element, ratio }: Instead, asset: string): void {
  const old = editor.board.get(element);
  if (old === undefined || !showsPicture(old) || !editor.canEdit.peek()) return;
  const patch = { asset, height: snap(old.width * ratio), crop: null };
  byHand(() => editor.board.edit((writer) => writer.patch(element, patch)));
}

/** A queue that sends to this board's address, and tells when the server has a picture. */
function openQueue({ session }: App, onSent: QueueDeps['onSent']): Queue {
  return createQueue({
    async send(file, sending) {
      const board = session.id.peek();
      if (board === undefined) throw new Failure('UNREACHABLE');
      return await sendPicture(`/api/boards/${encodeURIComponent(board)}/assets`, file, {
        ...sending,
        headers: session.visitor?.headers(),
      });
    },
    onSent,
    later(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  });
}

/** Keeps pictures on this device until they are sent. Where it takes none, the browser asks before the page is left. */
function keepUntilSent({ session }: App, waitingKey: string) {
  const kept = openKept();
  const onlyHere = new Set<string>();
  const ask = (event: BeforeUnloadEvent) => {
    if (onlyHere.size > 0) event.preventDefault();
  };
  window.addEventListener('beforeunload', ask);
  return {
    of: kept.of,
    async put(picture: Omit<KeptPicture, 'board' | 'at'>): Promise<void> {
      onlyHere.add(picture.asset);
      const board = session.id.peek();
      if (board === undefined) return;
      writeItem(session.storage, waitingKey, '1');
      if (await kept.put({ ...picture, board, at: Date.now() })) onlyHere.delete(picture.asset);
    },
    remove(asset: string): void {
      onlyHere.delete(asset);
      void kept.remove(asset);
    },
    stop: () => window.removeEventListener('beforeunload', ask),
  };
}

/**
 * Fetches what knows of files with boards in them at once: the first files may come when the server is gone. Returns what brings those and
 * gives back what is nothing but pictures; what cannot be fetched keeps no picture away.
 */
function bringFirst(app: App, loadBringing: LoadBringing) {
  void loadBringing().catch(() => undefined);
  return async (files: readonly File[], at: ScreenPoint | undefined, send: SendPicture): Promise<readonly File[]> => {
    const bringing = await loadBringing().catch(() => undefined);
    return (await bringing?.bringFiles(app, files, at, send)) ?? files;
  };
}

/** Opens what takes pictures and sends them. Those that wait on this device are sent as well. */
export function openWork(app: App, waitingKey: string, loadBringing: LoadBringing): Work {
  const { editor, session, shell } = app;
  const kept = keepUntilSent(app, waitingKey);
  const names = nameSent(app);
  const previews = createPreviews(app);
  const queue = openQueue(app, ({ asset, instead }, hash) => {
    previews.rename(asset, hash);
    if (instead === undefined) names.name(asset, hash);
    else putInstead(app, instead, hash);
    kept.remove(asset);
    void fetchSent(app.pictures.addressOf(hash));
  });
  const cancel = (asset: string) => {
    queue.cancel(asset);
    takeAway(app, asset);
    kept.remove(asset);
  };
  const send = (asset: string, file: File, instead?: Instead) => {
    const picture = { asset, file, name: file.name || say('pictures.picture'), instead };
    void kept.put(picture);
    queue.add(picture);
  };
  const resume = async (board: string) => {
    // A picture is given its name where it lies on the board, so that has to be here.
    const [waiting] = await Promise.all([kept.of(board), session.opened]);
    for (const { asset, file, name, instead } of waiting) {
      queue.add({ asset, file, name, instead });
      const shown = decode(new File([file], name, { type: file.type }));
      shown.then(({ picture }) => previews.show(asset, picture)).catch(() => undefined);
    }
  };
  const stopResuming = session.onBoard((board) => {
    void resume(board);
    return () => undefined;
  });
  const stopWaking = wakeWhenBack(queue, app);
  overlay.value = overlayOf({ uploads: queue.uploads, retry: queue.retry, cancel });

  const sendHeld: SendPicture = async (asset, file) => {
    const decoded = await decode(file).catch(() => undefined);
    if (decoded === undefined) return false;
    previews.show(asset, decoded.picture);
    send(asset, file);
    return true;
  };

  const bring = bringFirst(app, loadBringing);

  return {
    bring: async (file, name) => (await loadBringing()).bringForScript(app, file, name, sendHeld),
    async take(files, at) {
      if (!editor.canEdit.peek()) {
        shell.tell(sentenceOf(new Failure('FORBIDDEN')), 'error');
        return;
      }
      const middle = placeFor(app, at);
      const decoded = await decodeAll(await bring(files, at, sendHeld), app);
      if (decoded.length === 0 || !editor.canEdit.peek()) return;
      for (const { asset, file } of put(app, decoded, middle, ({ asset, picture }) => previews.show(asset, picture)))
        send(asset, file);
    },
    async replace(id, files) {
      const [decoded] = await decodeAll(files.slice(0, 1), app);
      if (decoded === undefined || !editor.canEdit.peek()) return;
      const asset = newPendingAsset();
      const { size, picture, file } = decoded;
      previews.show(asset, picture);
      send(asset, file, { element: id, ratio: size.height / size.width });
    },
    stop() {
      overlay.value = undefined;
      for (const stop of [stopResuming, stopWaking, names.stop, queue.stop, kept.stop]) stop();
    },
  };
}
