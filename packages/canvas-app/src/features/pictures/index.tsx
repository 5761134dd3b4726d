import { type ElementId, isBlank, showsPicture } from '@gesso/crdt-schema';
import type { CommandContext, Commands } from '../../commands/command.ts';
import type { ScreenPoint } from '../../editor/camera.ts';
import { inField } from '../../input/clipboard.ts';
import { readItem } from '../../storage.ts';
import { type App, useApp } from '../../ui/app-context.ts';
import { onDemand } from '../../ui/parts/on-demand.tsx';
import { fetchedOnce } from '../../waiting.ts';
import { say } from '../../words/say.ts';
import type { Feature, Stop } from '../feature.ts';
import { dragging, overlay } from './overlay.ts';
import type { LoadBringing, Work } from './work.ts';

declare module '../../commands/command.ts' {
  interface PanelIds {
    description: true;
  }
}

const fetchWork = () => import('./work.ts');

/** Key of whether pictures may be waiting on this device. */
const waitingKey = 'gesso.pictures';

/** What to do with files, once a board is open. */
let take: ((files: Iterable<File>, at?: ScreenPoint, instead?: ElementId) => void) | undefined;

/** Puts on the board what is in files, about a place or in the middle of the view. */
export const takeFiles = (files: Iterable<File>, at?: ScreenPoint) => take?.(files, at);

/** Opens what works on pictures, once a board is open. */
let openNow: (() => Promise<Work>) | undefined;

/** Brings a file as a script gives it. Resolves with the ids of its elements; rejects with `Failure`. */
export const bringForScript = async (file: Blob, name: string): Promise<string[]> =>
  (await openNow?.())?.bring(file, name) ?? [];

/** What asks for files: a browser may let go of an element that nothing holds, and with it of the answer. */
let asking: HTMLInputElement | undefined;

/**
 * Asks for pictures, for one to show instead of another, or for files of any kind: for pictures a phone offers its camera as well. The
 * browser allows it only within a press.
 */
export function pickFiles(instead?: ElementId, accept = 'image/*'): void {
  const input = document.createElement('input');
  asking = input;
  Object.assign(input, { type: 'file', accept, multiple: instead === undefined });
  input.addEventListener('change', () => take?.(asking?.files ?? [], undefined, instead));
  input.click();
}

/** The picture that is selected and may be changed. */
const pictureOf = ({ editor }: CommandContext): ElementId | undefined => {
  const [one, another] = editor.selected();
  if (one === undefined || another !== undefined || one.locked || !editor.canEdit.peek()) return undefined;
  return showsPicture(one) ? one.id : undefined;
};
const hasPicture = (context: CommandContext): boolean => pictureOf(context) !== undefined;

const commands: Commands = {
  'board.picture': {
    keys: ['9', 'mod+u'],
    group: 'tools',
    when: ({ editor }) => editor.canEdit.peek(),
    run: () => pickFiles(),
  },
  'picture.replace': {
    keys: [],
    group: 'edit',
    when: hasPicture,
    run: (context) => pickFiles(pictureOf(context)),
  },
  'picture.crop': {
    keys: [],
    group: 'edit',
    when: hasPicture,
    run: (context) => context.editor.setCropping(pictureOf(context)),
  },
  'picture.describe': {
    keys: ['mod+alt+a'],
    group: 'edit',
    when: hasPicture,
    run: ({ shell }) => shell.openPanel('description'),
  },
};

/** Hears what is pasted and dropped. */
function listen({ editor }: App, give: (files: Iterable<File>, at?: ScreenPoint) => void, fetchSoon: () => void): Stop {
  const abort = new AbortController();
  const on = <T extends keyof WindowEventMap>(type: T, run: (event: WindowEventMap[T]) => void) =>
    window.addEventListener(type, run, { signal: abort.signal });
  on('paste', (event) => {
    const { clipboardData } = event;
    if (clipboardData === null || clipboardData.files.length === 0) return;
    if (inField(event.target) || !isBlank(clipboardData.getData('text/plain'))) return;
    event.preventDefault();
    give(clipboardData.files);
  });
  on('dragover', ({ dataTransfer }) => {
    if (!editor.canEdit.peek() || dataTransfer?.types.includes('Files') !== true) return;
    if (!dragging.peek()) fetchSoon();
    dragging.value = true;
  });
  on('dragleave', ({ relatedTarget }) => {
    if (relatedTarget === null) dragging.value = false;
  });
  on('drop', ({ dataTransfer, clientX, clientY, defaultPrevented }) => {
    dragging.value = false;
    const files = dataTransfer?.files ?? [];
    // What a panel takes is not for the board.
    if (files.length > 0 && !defaultPrevented) give(files, { x: clientX, y: clientY });
  });
  return () => abort.abort();
}

function start(app: App, loadBringing: LoadBringing): Stop {
  let work: Work | undefined;
  let stopped = false;
  const open = fetchedOnce(async () => {
    const { openWork } = await fetchWork();
    work = openWork(app, waitingKey, loadBringing);
    if (stopped) work.stop();
    return work;
  });
  const openSoon = () => void open().catch(() => undefined);
  openNow = open;
  take = (files, at, instead) => {
    // The list of an event is empty once the event is over.
    const list = [...files];
    open().then(
      (opened) => (instead === undefined ? opened.take(list, at) : opened.replace(instead, list)),
      () => app.shell.tell(say('app.notLoaded'), 'error'),
    );
  };
  const stopListening = listen(app, take, openSoon);
  void app.session.opened.then(() => {
    if (readItem(app.session.storage, waitingKey) !== undefined) openSoon();
  });
  return () => {
    stopped = true;
    take = undefined;
    openNow = undefined;
    stopListening();
    work?.stop();
  };
}

const CropFrame = onDemand(async () => (await import('./CropFrame.tsx')).CropFrame);

/** What is shown over the board comes with the first picture, and with the first that is cropped. */
function Over() {
  const { editor } = useApp();
  const Ready = overlay.value;
  return (
    <>
      {Ready === undefined ? null : <Ready />}
      {editor.cropping.value === undefined ? null : <CropFrame onFailed={() => editor.setCropping(undefined)} />}
    </>
  );
}

/** Pictures: pasted, dropped or picked, and on their way to the server. `loadBringing` fetches what knows of files with boards in them. */
export const pictures = (loadBringing: LoadBringing): Feature => ({
  commands,
  start: (app) => start(app, loadBringing),
  panels: { description: () => import('./panel.tsx') },
  islands: { over: Over },
  preload: () => Promise.all([fetchWork(), CropFrame.load()]),
});
