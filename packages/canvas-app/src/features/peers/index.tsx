import { computed } from '@preact/signals-core';
import type { CommandContext, Commands } from '../../commands/command.ts';
import { view } from '../../editor/camera.ts';
import { type App, useApp } from '../../ui/app-context.ts';
import { typedAt } from '../../ui/open-field.ts';
import { onDemand } from '../../ui/parts/on-demand.tsx';
import { saying } from '../../ui/saying.ts';
import { say } from '../../words/say.ts';
import type { Feature, Stop } from '../feature.ts';
import { Faces, loadOtherFaces } from './Faces.tsx';
import { followed } from './followed.ts';
import { sharePresence } from './share-presence.ts';

declare module '../../commands/command.ts' {
  interface PanelIds {
    follow: true;
  }
}

/** The board of this page, for what commands are not given: they know the editor alone. */
let here: App | undefined;

const hasOthers = ({ editor }: CommandContext): boolean => editor.peers.peek().length > 0;

const commands: Commands = {
  'people.follow': {
    keys: [],
    group: 'view',
    when: hasOthers,
    run: ({ shell }) => shell.openPanel('follow'),
  },
  'people.call': {
    keys: [],
    group: 'view',
    when: (context) => context.editor.canEdit.peek() && hasOthers(context),
    run({ shell }) {
      loadCalls().then(
        ({ callEveryone }) => here && callEveryone(here),
        () => shell.tell(say('app.notLoaded'), 'error'),
      );
    },
  },
};

/** Nobody is told of before a peer is there. */
const loadPeers = () => import('./follow-peers.ts');

const loadCalls = () => import('./calls.ts');

const OverOthers = onDemand(async () => (await import('./Over.tsx')).Over);

/** Also while this page is cut off and nobody is seen: who is followed is so again afterwards. */
const Over = () => (useApp().editor.peers.value.length > 0 || followed.value !== undefined ? <OverOthers /> : null);

function start(app: App): Stop {
  here = app;
  const { editor, session } = app;
  const { you } = session;
  const { awareness } = session.connection;
  const stopSharing = sharePresence(awareness, {
    you,
    pointer: editor.pointer,
    selection: editor.selection,
    typing: typedAt,
    // Who is followed by nobody sends no view: it would be sent with every step of a scroll.
    view: computed(() =>
      editor.peers.value.some(({ follows }) => follows !== undefined && follows === you.value?.id)
        ? view(editor.camera.value, editor.viewport.value)
        : undefined,
    ),
    follows: followed,
    chat: saying,
  });
  let following: Promise<Stop> | undefined;
  const begin = () => {
    if (![...awareness.getStates().keys()].some((client) => client !== awareness.clientID)) return;
    following ??= loadPeers().then(({ followPeers }) =>
      followPeers(awareness, you, editor.setPeers, session.connection.isOpen),
    );
    // The next word of anybody is a reason to try again.
    following.catch(() => {
      following = undefined;
    });
  };
  awareness.on('change', begin);
  return () => {
    stopSharing();
    awareness.off('change', begin);
    void following?.then((stop) => stop()).catch(() => undefined);
  };
}

/** The others: who they are and where they point. */
export const peers: Feature = {
  commands,
  panels: { follow: () => import('./panel.tsx') },
  islands: { 'top-right': Faces, over: Over },
  preload: () => Promise.all([loadOtherFaces(), OverOthers.load(), loadPeers(), loadCalls()]),
  start,
};
