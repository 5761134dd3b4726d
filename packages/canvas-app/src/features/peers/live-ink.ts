import type { LiveInk } from '../../network/live-ink.ts';
import type { App } from '../../ui/app-context.ts';
import type { Stop } from '../feature.ts';

/** Fetches what shows the ink of the others while they draw, for when there are others. */
export const loadLiveInk = () => import('../../network/live-ink.ts');

/** Live ink, fetched and started with the first other page on the board. */
export function liveInk({ editor, session }: App): {
  follow(clients: ReadonlySet<number>): void;
  readonly stop: Stop;
} {
  const stillness = window.matchMedia('(prefers-reduced-motion: reduce)');
  let begun: Promise<LiveInk> | undefined;

  const begin = (): Promise<LiveInk> => {
    const started = loadLiveInk().then(({ startLiveInk }) =>
      startLiveInk({
        board: editor.board,
        client: session.client,
        draft: editor.draft,
        show: (draft) => {
          editor.showPeerDraft({ ...draft, fading: new Set() });
        },
        send: session.connection.sendLive,
        onLive: session.connection.onLive,
        isStill: () => stillness.matches,
      }),
    );
    // Without it the others' ink shows when it is finished; the next person is a reason to try again.
    started.catch(() => {
      begun = undefined;
    });
    return started;
  };
  return {
    /** `clients`: those of all pages that have the board open now. */
    follow(clients) {
      // Alone, nobody sees it; another tab of the same person does.
      if ([...clients].some((client) => client !== session.client())) begun ??= begin();
      void begun?.then((ink) => ink.keepOnly(clients)).catch(() => undefined);
    },
    stop: () => void begun?.then((ink) => ink.stop()).catch(() => undefined),
  };
}
