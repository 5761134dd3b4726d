import { computed, effect } from '@preact/signals-core';
import type { App } from '../../ui/app-context.ts';
import type { Feature, Stop } from '../feature.ts';
import type { LiveInk } from './live-ink.ts';

/** Fetches what shows the ink of the others while they draw, for when there are others, and lasers. */
const loadLiveInk = () => import('./live-ink.ts');

function start({ editor, session }: App): Stop {
  const { awareness, sendLive, onLive, notice } = session.connection;
  const stillness = window.matchMedia('(prefers-reduced-motion: reduce)');
  let begun: Promise<LiveInk> | undefined;

  const begin = (): Promise<LiveInk> => {
    const started = loadLiveInk().then(({ startLiveInk }) =>
      startLiveInk({
        board: editor.board,
        client: session.client,
        draft: editor.draft,
        show: (draft) => editor.showPeerDraft({ ...draft, fading: new Set() }),
        send: sendLive,
        lasers: {
          // It ends with the tool, though the press goes on.
          laser: computed(() => (editor.tool.value === 'laser' ? editor.laser.value : undefined)),
          show: editor.showLasers,
        },
        // Mine at another page, and who is not known yet, have mine.
        colorOf: (client) => (editor.peers.peek().find((peer) => peer.client === client) ?? session.you.peek())?.color,
        onLive,
        isStoring: () => notice.peek()?.code !== 'STORE_UNAVAILABLE',
        isStill: () => stillness.matches,
      }),
    );
    // Without it the others' ink shows when it is finished; the next person is a reason to try again.
    started.catch(() => {
      begun = undefined;
    });
    return started;
  };
  const follow = () => {
    const clients = new Set(awareness.getStates().keys());
    // Alone, nobody sees it; another tab of the same person does.
    if ([...clients].some((client) => client !== session.client())) begun ??= begin();
    void begun?.then((ink) => ink.keepOnly(clients)).catch(() => undefined);
  };
  awareness.on('change', follow);
  // Who points alone sees it all the same. A light that keys have lit goes out with its tool.
  const stopPointing = effect(() => {
    if (editor.tool.value !== 'laser') editor.showLaser(undefined);
    else if (editor.laser.value !== undefined) begun ??= begin();
  });
  return () => {
    stopPointing();
    awareness.off('change', follow);
    void begun?.then((ink) => ink.stop()).catch(() => undefined);
  };
}

/** Ink, drags and laser pointers of the others while their pens are down, and mine for them. */
export const liveInk: Feature = { preload: loadLiveInk, start };
