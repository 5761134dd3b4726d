import type { App } from '../../ui/app-context.ts';
import type { Feature, Stop } from '../feature.ts';
import { Faces } from './Faces.tsx';
import { liveInk, loadLiveInk } from './live-ink.ts';
import { followPeers, sharePresence } from './presence.ts';

function start(app: App): Stop {
  const { editor, session } = app;
  const { awareness } = session.connection;
  const ink = liveInk(app);
  const stops = [
    sharePresence(awareness, { you: session.you, pointer: editor.pointer, selection: editor.selection }),
    followPeers(awareness, session.you, (peers, clients) => {
      editor.setPeers(peers);
      ink.follow(clients);
    }),
    ink.stop,
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** The others: who they are, where they point and what they are drawing. */
export const peers: Feature = { islands: { 'top-right': Faces }, preload: loadLiveInk, start };
