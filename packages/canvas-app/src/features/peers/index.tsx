import { type App, useApp } from '../../ui/app-context.ts';
import { typedAt } from '../../ui/open-field.ts';
import { onDemand } from '../../ui/parts/on-demand.tsx';
import type { Feature, Stop } from '../feature.ts';
import { Faces, loadOtherFaces } from './Faces.tsx';
import { followPeers } from './follow-peers.ts';
import { sharePresence } from './share-presence.ts';

const OverOthers = onDemand(async () => (await import('./Over.tsx')).Over);

const Over = () => (useApp().editor.peers.value.length > 0 ? <OverOthers /> : null);

function start({ editor, session }: App): Stop {
  const { you } = session;
  const { awareness } = session.connection;
  const stopSharing = sharePresence(awareness, {
    you,
    pointer: editor.pointer,
    selection: editor.selection,
    typing: typedAt,
  });
  const stopFollowing = followPeers(awareness, you, editor.setPeers);
  return () => {
    stopSharing();
    stopFollowing();
  };
}

/** The others: who they are and where they point. */
export const peers: Feature = {
  islands: { 'top-right': Faces, over: Over },
  preload: () => Promise.all([loadOtherFaces(), OverOthers.load()]),
  start,
};
