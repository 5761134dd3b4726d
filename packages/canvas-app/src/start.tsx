import type { Failure } from '@gesso/crdt-schema';
import { computed, effect } from '@preact/signals-core';
import { render } from 'preact';
import { commandsByHand, hearFailures, hearTheRest, targetByHand } from './by-hand.ts';
import type { Commands, PanelId, Shell } from './commands/command.ts';
import { listenToKeys } from './commands/keys.ts';
import { commands as ownCommands } from './commands/table.ts';
import { openDocument } from './document.ts';
import { placeMemory, readPlace, showFirst } from './editor/deep-link.ts';
import { createEditor, type Editor } from './editor/editor.ts';
import { openPreferences } from './editor/preferences.ts';
import { createSpatialIndex } from './editor/spatial-index.ts';
import type { Feature, Stop } from './features/feature.ts';
import { listenToClipboard } from './input/clipboard.ts';
import { attachInput, type Input } from './input/input.ts';
import type { Early } from './network/prefetch.ts';
import {
  askOnLeaving,
  followSystemTheme,
  holdPageStill,
  keepKeyboardOnPaper,
  markKeyboardUse,
  onOtherLink,
  storageOf,
  undoTyping,
} from './page.ts';
import { type Scene, startScene } from './render/scene.ts';
import { namesBoard, openSession, type Session } from './session.ts';
import { toolTarget } from './tools/dispatch.ts';
import { Interface } from './ui/App.tsx';
import type { App } from './ui/app-context.ts';
import { loadMenu } from './ui/BoardBar.tsx';
import type { Islands } from './ui/islands.ts';
import { type OnDemand, onDemand } from './ui/parts/on-demand.tsx';
import { refusalOf } from './ui/sentence.ts';
import { createShellState } from './ui/shell.ts';
import { strings } from './ui/strings.ts';
import { deferred } from './waiting.ts';

/** How long after the opening of a board the rest of the app is fetched (ms). */
const calmMs = 3_000;

/** What the features of a list add, put together. */
function joined(features: readonly Feature[]) {
  const commands: Commands = Object.assign({}, ownCommands, ...features.map((feature) => feature.commands));
  const panels = new Map<PanelId, OnDemand>();
  for (const feature of features)
    for (const [id, load] of Object.entries(feature.panels ?? {}))
      panels.set(
        id as PanelId,
        onDemand(async () => (await load()).Panel),
      );
  const at = (place: keyof Islands) => features.flatMap(({ islands }) => islands?.[place] ?? []);
  const islands: Islands = { 'top-right': at('top-right'), 'bottom-right': at('bottom-right'), over: at('over') };
  return { commands, panels, islands };
}

/** The one who loses the connection later can still open every panel and take the board away. Returns its stop. */
function fetchTheRest(features: readonly Feature[], { panels, session }: App): Stop {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const fetchAll = () => {
    const parts = [loadMenu(), ...[...panels.values()].map((panel) => panel.load())];
    Promise.all([...parts, ...features.map((feature) => feature.preload?.())]).catch(() => undefined);
  };
  void session.opened.then(() => {
    timer = setTimeout(fetchAll, calmMs);
  });
  return () => clearTimeout(timer);
}

/** Begins where the link or the last visit says, and remembers where this visit ends. Returns its stop. */
function keepPlace(editor: Editor, { storage, opened, onBoard }: Session, mounted: Promise<void>): Stop {
  return onBoard((id) => {
    const memory = placeMemory(storage, id);
    const asked = readPlace(window.location.search);
    void showFirst(editor, { asked, left: memory.recall(), mounted, opened });
    const remember = () => memory.remember(editor.camera.peek(), editor.viewport.peek());
    window.addEventListener('pagehide', remember);
    return () => window.removeEventListener('pagehide', remember);
  });
}

/** Shows the theme and the board's name on the page itself. Returns its stop. */
function markPage({ theme, name }: Editor): Stop {
  return effect(() => {
    document.documentElement.dataset['theme'] = theme.value;
    document.title = name.value === '' ? strings.app : `${name.value} — ${strings.app}`;
  });
}

/** The canvas: what is painted into it and what is done on it. */
function createCanvas(editor: Editor, byHand: App['byHand']) {
  const mounted = deferred<void>();
  let scene: Scene | undefined;
  let input: Input | undefined;
  return {
    mounted: mounted.promise,
    mount(surface: HTMLDivElement): Stop {
      scene = startScene(surface, editor);
      input = attachInput(surface, targetByHand(toolTarget(editor), editor, byHand));
      const stopKeeping = keepKeyboardOnPaper(surface, () => editor.editing.peek() !== undefined);
      mounted.resolve();
      return () => {
        stopKeeping();
        input?.stop();
        scene?.stop();
      };
    },
    cancelGesture: () => input?.cancel() ?? false,
    scene: {
      stats: () => scene?.stats() ?? { frameMs: 0, inkMs: undefined, mounted: 0, tiles: 0, pending: 0 },
      settled: () => scene?.settled() ?? Promise.resolve(),
    },
  };
}

/**
 * Starts Gesso in `host` with what `features` add and with what was asked before it was there. Returns its stop, after which
 * nothing of it is left.
 */
export function start(host: HTMLElement, features: readonly Feature[], early: Early): Stop {
  const storage = storageOf();
  const report = (error: unknown) => console.error(error);
  const preferences = openPreferences(storage);
  const system = followSystemTheme();
  const opened = openDocument(report);
  const { board } = opened;
  const editor = createEditor({
    board,
    index: createSpatialIndex(board),
    preferences,
    systemTheme: system.theme,
  });
  const shellState = createShellState();
  const session = openSession({ document: opened, editor, storage, early, shell: shellState, report });

  const tellFailure = (failure: Failure) => shellState.tell(refusalOf(failure), 'error');
  const byHand = hearFailures(tellFailure);
  const canvas = createCanvas(editor, byHand);
  const shell: Shell = {
    openPanel: shellState.openPanel,
    cancelGesture: canvas.cancelGesture,
    undoTyping,
    tell: shellState.tell,
    tellOthersWentOn: () => shellState.tell(strings.othersWentOn),
    cycleTheme: () => {
      preferences.set('theme', editor.theme.peek() === 'dark' ? 'light' : 'dark');
    },
    newBoard: () => window.location.assign('/'),
  };
  const parts = joined(features);
  const context = { editor, shell };
  const app: App = {
    editor,
    preferences,
    context,
    byHand,
    session,
    shell: shellState,
    commands: commandsByHand(parts.commands, byHand),
    panels: parts.panels,
    islands: parts.islands,
    scene: canvas.scene,
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

  const stops: Stop[] = [
    preferences.stop,
    system.stop,
    editor.stop,
    markPage(editor),
    keepPlace(editor, session, canvas.mounted),
    fetchTheRest(features, app),
    ...features.flatMap((feature) => feature.start?.(app) ?? []),
  ];
  // Before the interface is built: the server and the disk can answer meanwhile.
  session.enter(canvas.mounted);
  render(<Interface app={app} onMount={canvas.mount} />, host);
  stops.push(
    () => render(null, host),
    listenToKeys(window, app.commands, context),
    hearTheRest(window, tellFailure),
    listenToClipboard(window, editor, {
      leftOut: (count) => shellState.tell(strings.leftOut(count), 'error'),
      tooLong: () => shellState.tell(strings.textFull, 'error'),
      byHand,
    }),
    markKeyboardUse(),
    holdPageStill(),
    // Nothing leaves silently: without a copy on this device, closing the tab would lose what is not stored yet.
    askOnLeaving(session.loses),
    onOtherLink(() => window.location.reload()),
  );
  return () => {
    session.stop();
    for (const stop of stops.reverse()) stop();
    opened.close();
  };
}
