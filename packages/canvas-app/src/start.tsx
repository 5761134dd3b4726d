import { type Failure, isPendingAsset } from '@gesso/crdt-schema';
import { computed, effect } from '@preact/signals-core';
import { render } from 'preact';
import { type Canvas, createCanvas } from './canvas.ts';
import type { Shell } from './commands/command.ts';
import { listenToKeys } from './commands/keys.ts';
import { placeMemory, readPlace, showFirst } from './editor/deep-link.ts';
import { createEditor, type Editor } from './editor/editor.ts';
import { hidingOn } from './editor/hiding.ts';
import { openPreferences, type Preferences } from './editor/preferences.ts';
import { createSpatialIndex } from './editor/spatial-index.ts';
import type { Feature, Stop } from './features/feature.ts';
import { listenToClipboard } from './input/clipboard.ts';
import { fetchTheRest, joinFeatures } from './join-features.ts';
import type { Prefetched } from './network/prefetch.ts';
import { isReached } from './network/status.ts';
import { askOnLeaving, followSystemTheme, holdPageStill, markKeyboardUse, onOtherLink, undoTyping } from './page.ts';
import { createPictures, type Pictures } from './render/pictures/pictures.ts';
import { type ByHand, commandsByHand, hearFailures, hearTheRest } from './report-failures.ts';
import { namesBoard } from './session/address-bar.ts';
import { openDocument } from './session/document.ts';
import { openSession, type Session } from './session/session.ts';
import { storageOf } from './storage.ts';
import { Interface } from './ui/App.tsx';
import type { App } from './ui/app-context.ts';
import { keepOneStop } from './ui/parts/roving.ts';
import { refusalOf } from './ui/sentence.ts';
import { createShellState, type ShellState } from './ui/shell.ts';
import { say } from './words/say.ts';

/** Begins where the link or the last visit says, and remembers where this visit ends. Returns its stop. */
function keepPlace(editor: Editor, { storage, opened, onBoard }: Session, mounted: Promise<void>): Stop {
  return onBoard((id) => {
    const memory = placeMemory(storage, id);
    const asked = readPlace(window.location.search);
    // A visit that ended before it began, as at the question for a password, was nowhere.
    let shown = false;
    void showFirst(editor, { asked, left: memory.recall(), mounted, opened }).then(() => {
      shown = true;
    });
    const remember = () => {
      if (shown) memory.remember(editor.camera.peek(), editor.viewport.peek());
    };
    window.addEventListener('pagehide', remember);
    return () => window.removeEventListener('pagehide', remember);
  });
}

/** Shows the theme and the board's name on the page itself. Returns its stop. */
function markPage({ theme, name }: Editor): Stop {
  return effect(() => {
    window.document.documentElement.dataset['theme'] = theme.value;
    window.document.title = name.value === '' ? 'Gesso' : `${name.value} — Gesso`;
  });
}

interface AppParts {
  readonly features: readonly Feature[];
  readonly editor: Editor;
  readonly preferences: Preferences;
  readonly shell: ShellState;
  readonly session: Session;
  readonly canvas: Canvas;
  readonly pictures: Pictures;
  readonly byHand: ByHand;
}

/** Where the server has a picture of this board; nowhere while it is not known which board that is, or the picture is on its way. */
const addressIn =
  ({ id, visitor }: Pick<Session, 'id' | 'visitor'>) =>
  (asset: string): string | undefined => {
    const board = id.peek();
    return board === undefined || isPendingAsset(asset)
      ? undefined
      : `/api/boards/${board}/assets/${asset}${visitor?.pictureQuery() ?? ''}`;
  };

/** Asks again for pictures once the server answers: it gives none before it has let this page in. Returns its stop. */
function retryPictures({ retry }: Pictures, { status }: Session): Stop {
  const isConnected = computed(() => isReached(status.value.sync));
  return effect(() => {
    if (isConnected.value) retry();
  });
}

/** What the interface and the features are given. */
function createApp({
  features,
  editor,
  preferences,
  shell: shellState,
  session,
  canvas,
  pictures,
  byHand,
}: AppParts): App {
  const shell: Shell = {
    openPanel: shellState.openPanel,
    cancelGesture: canvas.cancelGesture,
    undoTyping,
    tell: shellState.tell,
    offering: shellState.offering,
    tellOthersWentOn: () => shellState.tell(say('refusal.othersWentOn')),
    cycleTheme: () => preferences.set('theme', editor.theme.peek() === 'dark' ? 'light' : 'dark'),
    // Pages of ours but the board's are not shown in frames.
    goTo: (path) => void window.open(path, session.visitor ? '_blank' : '_self'),
  };
  const { commands, panels, islands } = joinFeatures(features);
  return {
    editor,
    preferences,
    byHand,
    session,
    panels,
    islands,
    shell: shellState,
    commands: commandsByHand(commands, byHand, (id) => editor.setDone({ id })),
    context: { editor, shell },
    scene: canvas.scene,
    pictures,
    status: session.status,
    you: session.you,
    notice: session.notice,
    // What could not be set down is of no use in a copy: no server takes it from there.
    kept: computed(
      () => !['nowhere', 'late'].includes(session.kept.value) && session.status.value.reason !== 'NOT_YOUR_ID',
    ),
    joins: namesBoard(),
    mac: /Mac|iPhone|iPad/.test(navigator.platform),
  };
}

/** Listens to what the page as a whole hears. */
function listenToPage({ editor, commands, context, shell, byHand }: App, loses: () => boolean): readonly Stop[] {
  return [
    listenToKeys(window, commands, context),
    listenToClipboard(window, editor, {
      leftOut: (count) => shell.tell(say('refusal.leftOut', { n: count }), 'error'),
      tooLong: () => shell.tell(say('refusal.textFull'), 'error'),
      notLoaded: () => shell.tell(say('app.notLoaded'), 'error'),
      byHand,
    }),
    markKeyboardUse(),
    keepOneStop(),
    holdPageStill(),
    // Nothing leaves silently: without a copy on this device, closing the tab would lose what is not stored yet.
    askOnLeaving(loses),
    onOtherLink(() => window.location.reload()),
  ];
}

/**
 * Starts Gesso in `host` with what `features` add and with what was prefetched before it was there. Returns its stop, after which
 * nothing of it is left.
 */
export function start(host: HTMLElement, features: readonly Feature[], prefetched: Prefetched): Stop {
  // A page in another site's frame leaves nothing behind: it may be that of many people.
  const storage = prefetched.visitor ? undefined : storageOf();
  const report = (error: unknown) => console.error(error);
  const preferences = openPreferences(storage);
  const system = followSystemTheme();
  const document = openDocument(report);
  const { board } = document;
  const { seen, hiding } = hidingOn(board);
  const index = createSpatialIndex(seen);
  const editor = createEditor({ board, index, hiding, preferences, systemTheme: system.theme });
  const shell = createShellState();
  const { tell, askPassword } = shell;
  const session = openSession({ document, editor, storage, prefetched, report, tell, askPassword });
  const tellFailure = (failure: Failure) => tell(refusalOf(failure), 'error');
  const byHand = hearFailures(tellFailure);
  const pictures = createPictures(addressIn(session));
  const canvas = createCanvas({ editor, seen, byHand, pictures, beginsEmpty: !namesBoard() });
  const app = createApp({ features, editor, preferences, shell, session, canvas, pictures, byHand });

  const stops: Stop[] = [
    preferences.stop,
    system.stop,
    editor.stop,
    markPage(editor),
    keepPlace(editor, session, canvas.mounted),
    retryPictures(pictures, session),
    fetchTheRest(features, app),
    ...features.flatMap((feature) => feature.start?.(app) ?? []),
  ];
  // Before the interface is built: the server and the disk can answer meanwhile.
  session.enter(canvas.mounted);
  render(<Interface app={app} onMount={canvas.mount} />, host);
  stops.push(() => render(null, host), hearTheRest(window, tellFailure), ...listenToPage(app, session.loses));
  return () => {
    session.stop();
    for (const stop of stops.reverse()) stop();
    document.close();
  };
}
