import { isPendingAsset, showsPicture } from '@gesso/crdt-schema';
import { computed, effect, signal } from '@preact/signals-core';
import { noteOpened } from '../../network/known-boards.ts';
import { shareAmongTabs } from '../../network/tab-channel.ts';
import { keepApp } from '../../offline/register.ts';
import type { App } from '../../ui/app-context.ts';
import { say } from '../../words/later.ts';
import type { Stop } from '../feature.ts';

/** Where the server has the pictures that are on a board. */
const picturesOf = ({ editor }: App, id: string): readonly string[] => {
  const assets = editor.board
    .all()
    .flatMap((element) => (showsPicture(element) && !isPendingAsset(element.asset) ? [element.asset] : []));
  return [...new Set(assets)].map((asset) => `/api/boards/${id}/assets/${asset}`);
};

/**
 * Keeps the app on this device with the pictures of the board, and tells when a newer app is there. It is taken when the person says
 * so, or by the next page.
 */
async function keepUpToDate(app: App): Promise<Stop> {
  const { session, shell } = app;
  const registered = await keepApp(() =>
    shell.tell(say('offline.newer'), 'info', { label: say('offline.reload'), run: () => window.location.reload() }),
  );
  if (registered === undefined) return () => undefined;
  const stopNoting = session.onBoard((id) => {
    registered.notePictures(picturesOf(app, id));
    return () => undefined;
  });
  let wasAway = false;
  const stopLooking = effect(() => {
    const { sync } = session.status.value;
    // A server that was away may have come back as a newer one.
    if (sync === 'saved' && wasAway) registered.look();
    wasAway = sync === 'offline' || (wasAway && sync !== 'saved');
  });
  return () => {
    stopNoting();
    stopLooking();
    registered.stop();
  };
}

/** Has the list of boards know this one, by its name, when no server can be asked. Nothing of a board that is refused. */
function noteBoard({ session, editor }: App): Stop {
  const wasLetIn = signal(false);
  const stops = [
    effect(() => {
      if (session.status.value.sync === 'saved') wasLetIn.value = true;
    }),
    effect(() => {
      const [id, title, role] = [session.id.value, editor.name.value, editor.role.value];
      if (id !== undefined && wasLetIn.value) noteOpened(session.storage, { id, title, role }, new Date());
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Has the tabs of this browser that show one board agree while there is no server. */
function joinTabs({ session, editor }: App): Stop {
  // In a frame of another site each is a visitor of its own, and what one draws is not another's to keep.
  if (typeof BroadcastChannel === 'undefined' || session.visitor !== undefined) return () => undefined;
  const { doc, kept } = session;
  const sync = computed(() => session.status.value.sync);
  return session.onBoard((id) => {
    const channel = new BroadcastChannel(`gesso:${id}`);
    return shareAmongTabs({
      doc,
      channel,
      sync,
      copy: () => (['here', 'late'].includes(kept.peek()) ? session.copy()?.name : undefined),
      mayWrite: () => editor.canEdit.peek(),
    });
  });
}

/** One who has installed the app means it to stay: the browser is asked not to clear it away, nor the boards. Elsewhere it may ask back. */
async function askToStay(): Promise<void> {
  if (window.matchMedia('(display-mode: standalone)').matches) await navigator.storage?.persist?.().catch(() => false);
}

/** Begins what makes a board independent of its server. Returns its stop. */
export function begin(app: App): Stop {
  void askToStay();
  const stops = [noteBoard(app), joinTabs(app)];
  let stopped = false;
  const stop = () => {
    stopped = true;
    for (const one of stops.splice(0)) one();
  };
  // While one develops there is no build to keep, and in a frame of another site the page is that site's.
  if (import.meta.env.PROD && app.session.visitor === undefined)
    keepUpToDate(app).then(
      (one) => {
        stops.push(one);
        if (stopped) stop();
      },
      () => undefined,
    );
  return stop;
}
