import { createBoardDoc, Failure, type NoticeMessage, openBoard, type Person, versionGate } from '@gesso/crdt-schema';
import { measureForeignWith } from '@gesso/drawing';
import { computed, effect, signal } from '@preact/signals-core';
import { render } from 'preact';
import { commandsByHand, hearFailures, hearTheRest, targetByHand } from './by-hand.ts';
import type { Shell } from './commands/command.ts';
import { listenToKeys } from './commands/keys.ts';
import { commands as table } from './commands/table.ts';
import { listenToClipboard } from './editor/clipboard.ts';
import { placeMemory, readPlace, showFirst } from './editor/deep-link.ts';
import { createEditor } from './editor/editor.ts';
import { attachInput, type Input } from './editor/input.ts';
import { openPreferences } from './editor/preferences.ts';
import { createSpatialIndex } from './editor/spatial-index.ts';
import { imageActions, loadExport } from './export/actions.ts';
import { copyText } from './export/clipboard.ts';
import { readAddress } from './network/address.ts';
import { openApi } from './network/api.ts';
import { asked } from './network/asked.ts';
import { prepareConnection } from './network/connect.ts';
import { guardInk } from './network/guard-ink.ts';
import { enterBoard, rememberRole } from './network/join-board.ts';
import type { LiveInk } from './network/live-ink.ts';
import { type Kept, keepLocally, type LocalCopy } from './network/local-persistence.ts';
import { prepareRescue } from './network/on-taken.ts';
import { ownWords } from './network/own-words.ts';
import type { Early } from './network/prefetch.ts';
import { followPeers, sharePresence } from './network/presence.ts';
import {
  askOnLeaving,
  followSystemTheme,
  holdPageStill,
  keepKeyboardOnPaper,
  markKeyboardUse,
  onOtherLink,
  pause,
  rarely,
  storageOf,
  undoTyping,
} from './page.ts';
import { type Scene, startScene } from './render/scene.ts';
import { createScripting } from './scripting.ts';
import { toolTarget } from './tools/dispatch.ts';
import { allowOwnUses } from './trusted-types.ts';
import { Interface, loadPanels } from './ui/App.tsx';
import type { App } from './ui/app-context.ts';
import { refusalOf } from './ui/sentence.ts';
import { createShellState } from './ui/shell.ts';
import { strings } from './ui/strings.ts';
import { deferred } from './waiting.ts';
import { deviceLetters } from './workers/letters.ts';

allowOwnUses();
measureForeignWith(deviceLetters(document.createElement('canvas').getContext('2d')));

/** The map of the board, which few have open. */
const loadMinimap = () => import('./render/minimap.ts');

/** How long after the opening of a board the rest of the app is fetched (ms). */
const calmMs = 3_000;

/** What a server says about what is over is told once and does not stay. */
const lasting = (notice: NoticeMessage | undefined): NoticeMessage | undefined =>
  notice?.code === 'TEXT_FULL' ? undefined : notice;

/** A copy that is begun anew within this time (ms) was hardly gone. */
const passingMs = 2_500;

/** Ink of the others while they draw, for when there are others. */
const loadLiveInk = () => import('./network/live-ink.ts');

/** Hardly ever needed: what was drawn here under an id that was taken. */
const loadRescue = () => import('./network/rescue.ts');

/** Starts Gesso in `host`, with what was asked before it was there. Returns its stop, after which nothing of it is left. */
export const start = (host: HTMLElement, early: Early): (() => void) => {
  const stops: (() => void)[] = [];
  const keep = <T extends { stop(): void }>(part: T): T => {
    stops.push(() => part.stop());
    return part;
  };

  const storage = storageOf();
  const preferences = keep(openPreferences(storage));
  const system = keep(followSystemTheme());
  // Nothing that listens to the document may stop it: not the store of this device, not the network, not the picture.
  const report = (error: unknown) => console.error(error);
  const doc = createBoardDoc(report);
  let local: LocalCopy | undefined;
  const board = openBoard(doc, {
    originOf: (origin) => (local?.made(origin) ? 'load' : undefined),
    report,
  });
  const editor = keep(
    createEditor({ board, index: createSpatialIndex(board), preferences, systemTheme: system.theme }),
  );
  const boardId = signal<string | undefined>(undefined);
  const connection = prepareConnection(doc, window.location.origin.replace(/^http/, 'ws'), Math.random, {
    addEventListener: window.addEventListener.bind(window),
    removeEventListener: window.removeEventListener.bind(window),
    WebSocket: window.WebSocket,
    early: early.socket,
    report,
    own: ownWords(() => boardId.peek(), storage),
    onTaken: (elements) => rescue.setDown(elements),
  });
  const rescue = prepareRescue(
    {
      storage,
      id: () => boardId.peek(),
      board,
      isSaved: () => connection.status.peek().sync === 'saved',
      copy: () => local,
      begin: () => window.location.reload(),
      report: (error) => (error instanceof Failure ? tellFailure(error) : report(error)),
    },
    loadRescue,
  );
  const documentBytes = rarely(() => board.bytes());
  const api = openApi(early.fetch);
  const shellState = createShellState();
  const address = signal(window.location.href);
  const you = signal<Person | undefined>(undefined);
  /** What was drawn here is nowhere else until the server has it, unless this browser keeps it. */
  const kept = signal<Kept>('opening');
  const unanswered = signal(false);
  const opened = deferred<void>();
  const mounted = deferred<void>();
  let scene: Scene | undefined;
  let input: Input | undefined;

  const showAddress = (url: string) => {
    window.history.replaceState(null, '', url);
    address.value = window.location.href;
  };

  // A page of an older version neither writes on a board of a newer one nor says that it knows all of it.
  const isNewer = signal(false);
  const askGate = () => {
    if (isNewer.peek() || versionGate(doc) === 'open') return;
    isNewer.value = true;
    editor.role.value = 'viewer';
    connection.refuse('NEWER_BOARD');
  };
  doc.on('update', askGate);
  stops.push(() => doc.off('update', askGate));

  // What the server says of me and of the board.
  stops.push(
    effect(() => {
      const role = connection.role.value;
      const id = boardId.peek();
      if (role === undefined || id === undefined) return;
      if (!isNewer.value) editor.role.value = role;
      rememberRole(storage, id, role);
    }),
    effect(() => {
      // A board that was never open here: nothing drawn on it could be kept anywhere.
      if (connection.status.value.sync === 'refused' && board.size === 0) editor.role.value = 'viewer';
    }),
    effect(() => {
      if (connection.you.value !== undefined) you.value = connection.you.value;
    }),
    effect(() => {
      document.documentElement.dataset['theme'] = editor.theme.value;
      document.title = editor.name.value === '' ? strings.app : `${editor.name.value} — ${strings.app}`;
    }),
    effect(() => {
      if (!['connecting', 'syncing'].includes(connection.status.value.sync)) opened.resolve();
    }),
    effect(() => {
      const notice = connection.notice.value;
      if (notice !== undefined && lasting(notice) === undefined) shellState.tell(notice.message, 'error');
    }),
    effect(() => {
      if (connection.status.value.sync === 'saved') rescue.saved().catch(report);
    }),
  );

  // Peers: where they are, what they draw.
  const stillness = window.matchMedia('(prefers-reduced-motion: reduce)');
  let liveInk: Promise<LiveInk> | undefined;
  const startLiveInk = () => {
    const begun = loadLiveInk().then((ink) =>
      ink.startLiveInk({
        board,
        client: () => doc.clientID,
        draft: editor.draft,
        show: (draft) => {
          editor.peerDraft.value = { ...draft, fading: new Set() };
        },
        send: connection.sendLive,
        onLive: connection.onLive,
        isStill: () => stillness.matches,
      }),
    );
    // Without it the others' ink shows when it is finished; the next person is a reason to try again.
    begun.catch(() => {
      liveInk = undefined;
    });
    stops.push(() => void begun.then((ink) => ink.stop()).catch(() => undefined));
    return begun;
  };
  stops.push(
    sharePresence(connection.awareness, { you, pointer: editor.pointer, selection: editor.selection }),
    followPeers(connection.awareness, you, (peers, clients) => {
      editor.peers.value = peers;
      // Alone, nobody sees it; another tab of the same person does.
      if ([...clients].some((client) => client !== doc.clientID)) liveInk ??= startLiveInk();
      void liveInk?.then((ink) => ink.keepOnly(clients)).catch(() => undefined);
    }),
  );

  // The interface.
  const images = imageActions(editor, () => board.name);
  const tellFailure = (failure: Failure) => shellState.tell(refusalOf(failure), 'error');
  const byHand = hearFailures(tellFailure);
  const commands = commandsByHand(table, byHand);
  const shell: Shell = {
    openShare: () => {
      shellState.panel.value = 'share';
    },
    openExport: () => {
      shellState.panel.value = 'export';
    },
    openHelp: () => {
      shellState.panel.value = 'help';
    },
    openPalette: () => {
      shellState.panel.value = 'palette';
    },
    cancelGesture: () => input?.cancel() ?? false,
    undoTyping,
    tell: shellState.tell,
    tellOthersWentOn: () => shellState.tell(strings.othersWentOn),
    copyPng: async () => {
      await images.copyPng().then(
        () => shellState.tell(strings.imageCopied),
        () => shellState.tell(strings.imageNotCopied, 'error'),
      );
    },
    copyLink: async (at) => {
      const url = new URL(address.peek());
      if (at === undefined) url.searchParams.delete('at');
      else url.searchParams.set('at', at);
      // A comma means nothing in a query and is easier to read as itself.
      if (await copyText(url.href.replaceAll('%2C', ','))) shellState.tell(strings.linkCopied);
      else shellState.tell(strings.copyFailed, 'error');
    },
    cycleTheme: () => {
      preferences.theme.value = editor.theme.peek() === 'dark' ? 'light' : 'dark';
    },
    toggleFigures: () => {
      shellState.figures.value = !shellState.figures.peek();
    },
    newBoard: () => window.location.assign('/'),
  };
  const context = { editor, shell };
  const app: App = {
    editor,
    preferences,
    shell: shellState,
    commands,
    context,
    status: connection.status,
    you,
    notice: computed(() => (unanswered.value ? { message: strings.noAnswer } : lasting(connection.notice.value))),
    // What could not be set down is of no use in a copy: no server takes it from there.
    kept: computed(
      () => kept.value !== 'nowhere' && kept.value !== 'late' && connection.status.value.reason !== 'NOT_YOUR_ID',
    ),
    byHand,
    sharing: {
      api,
      storage,
      board: boardId,
      address: computed(() => address.value),
      showAddress,
      onRenamed: (name) => {
        const me = you.peek();
        if (me !== undefined) you.value = { ...me, name };
      },
    },
    joins: readAddress(window.location.pathname, window.location.hash).board !== undefined,
    figures: () => ({
      ...(scene?.stats() ?? { frameMs: 0, inkMs: undefined, mounted: 0, tiles: 0, pending: 0 }),
      elements: board.size,
      documentBytes,
    }),
    startMinimap: (canvas, ready) => {
      const begun = loadMinimap().then(({ startMinimap }) => {
        const stop = startMinimap(canvas, editor);
        ready();
        return stop;
      });
      begun.catch(() => {
        editor.minimap.value = false;
        shellState.tell(strings.notLoaded, 'error');
      });
      return () => void begun.then((stop) => stop()).catch(() => undefined);
    },
    exportImage: images.render,
    mostScale: images.mostScale,
    save: images.save,
    copyImage: (blob) =>
      images.copy(blob).then(
        () => true,
        () => false,
      ),
    copyText,
    mac: /Mac|iPhone|iPad/.test(navigator.platform),
  };

  // The one who loses the connection later can still open every panel and take the board away.
  const loadRest = () => {
    Promise.all([loadPanels(), loadExport(), loadMinimap(), loadLiveInk(), loadRescue()]).catch(() => undefined);
  };
  void opened.promise.then(() => {
    const timer = setTimeout(loadRest, calmMs);
    stops.push(() => clearTimeout(timer));
  });

  const mount = (surface: HTMLDivElement): (() => void) => {
    scene = startScene(surface, editor);
    input = attachInput(surface, targetByHand(toolTarget(editor), editor, byHand));
    const stopKeeping = keepKeyboardOnPaper(surface, () => editor.editing.peek() !== undefined);
    mounted.resolve();
    return () => {
      stopKeeping();
      input?.stop();
      scene?.stop();
    };
  };
  // Before the interface is built: the server and the disk can answer meanwhile.
  void enterBoard({
    api,
    storage,
    address: () => readAddress(window.location.pathname, window.location.hash),
    showAddress,
    pause,
    onWaiting: (waiting) => {
      unanswered.value = waiting;
    },
    onBoard(id, role) {
      boardId.value = id;
      const memory = placeMemory(storage, id);
      const asked = readPlace(window.location.search);
      void showFirst(editor, { asked, left: memory.recall(), mounted: mounted.promise, opened: opened.promise });
      const remember = () => memory.remember(editor.camera.peek(), editor.viewport.peek());
      window.addEventListener('pagehide', remember);
      stops.push(() => window.removeEventListener('pagehide', remember));
      if (storage !== undefined)
        stops.push(
          guardInk({
            storage,
            id,
            draft: editor.draft,
            canEdit: () => editor.canEdit.peek(),
            board,
            opened: opened.promise,
          }),
        );
      if (role !== undefined && !isNewer.peek()) editor.role.value = role;
      local = keepLocally(id, doc, early.stored, report);
      const copy = local;
      stops.push(
        () => copy.stop(),
        effect(() => {
          kept.value = copy.kept.value;
          if (kept.peek() !== 'nowhere') return undefined;
          const timer = setTimeout(() => shellState.tell(strings.notKept, 'error'), passingMs);
          return () => clearTimeout(timer);
        }),
      );
      // A board that was open here before is usable at once, whether or not the server can be reached.
      void copy.loaded.then(() => {
        if (board.size > 0) opened.resolve();
      });
    },
    async onGranted(id, role) {
      if (role !== undefined && !isNewer.peek()) editor.role.value = role;
      // The server is told what is here, so all of it has to be here first; and a large board takes a while to be read, so
      // there is something to look at before.
      await Promise.all([local?.complete, mounted.promise]);
      connection.open(id);
    },
    onRefused: (failure) => connection.refuse(failure.code),
    askPassword: shellState.askPassword,
  });

  render(<Interface app={app} onMount={mount} />, host);
  stops.push(
    () => render(null, host),
    listenToKeys(window, commands, context),
    hearTheRest(window, tellFailure),
    listenToClipboard(window, editor, {
      leftOut: (count) => shellState.tell(strings.leftOut(count), 'error'),
      tooLong: () => shellState.tell(strings.textFull, 'error'),
      byHand,
    }),
  );

  stops.push(markKeyboardUse(), holdPageStill());

  // Nothing leaves silently: without a copy on this device, closing the tab would lose what is not stored yet.
  stops.push(
    askOnLeaving(() => {
      const { unsaved, reason } = connection.status.peek();
      return unsaved > 0 && (kept.peek() !== 'here' || local?.waits() === true || reason === 'NOT_YOUR_ID');
    }),
    onOtherLink(() => window.location.reload()),
  );

  window.gesso = createScripting({
    editor,
    ready: opened.promise,
    status: () => connection.status.peek(),
    settled: () => scene?.settled() ?? Promise.resolve(),
    paintStats: () => scene?.stats() ?? { tiles: 0, frameMs: 0 },
    render: images.renderElements,
  });

  return () => {
    connection.close();
    for (const stop of stops.reverse()) stop();
    board.close();
    doc.destroy();
    delete window.gesso;
  };
};

const host = document.getElementById('app');
if (host !== null) {
  document.getElementById('unready')?.remove();
  start(host, asked);
}
