import type { CommentThread } from '@gesso/crdt-schema';
import { centeredOn } from '../../editor/deep-link.ts';
import type { App } from '../../ui/app-context.ts';
import { say } from '../../words/later.ts';
import { carried } from './carried.ts';
import { excerptOf } from './excerpt.ts';
import { FaceOf } from './FaceOf.tsx';
import type { PinMover } from './move-pin.ts';
import { goToThread, opened } from './opened.ts';
import { type Cluster, zoomApart } from './places.ts';
import type { Talk } from './talk.ts';

/** The zoom beyond which pins that stand together are gone through one by one, and no nearer. */
const nearest = 8;

/** What of a pin is unread: nothing, something, or something that mentions the person at this page. */
type Unread = '' | 'unread' | 'mention';

const unreadAt = ({ unread, mentions }: Talk, ids: readonly string[]): Unread =>
  ids.some((id) => mentions.value.has(id)) ? 'mention' : ids.some((id) => unread.value.has(id)) ? 'unread' : '';

const looks: Readonly<Record<Unread, string>> = { '': '', unread: ' unread', mention: ' unread mention' };

const withUnread = (pin: string, unread: Unread): string =>
  unread === '' ? pin : say(unread === 'mention' ? 'comments.pinMention' : 'comments.pinUnread', { pin });

/** What a pin is called. */
const labelOf = (thread: CommentThread, unread: Unread): string => {
  const [first] = thread.entries;
  const words = say('comments.pin', {
    name: first?.author.name ?? '',
    text: excerptOf(first?.text ?? '', 60),
    n: thread.entries.length - 1,
  });
  return withUnread(words, unread);
};

/** Brings pins that stand together apart, or opens the next of those that stand in one place. */
function openCluster(app: App, { byId }: Talk, cluster: Cluster): void {
  const { editor } = app;
  const needed = zoomApart(cluster);
  if (needed <= nearest && needed > editor.camera.peek().zoom) {
    const { x, y, w, h } = cluster.box;
    editor.setCamera(centeredOn({ x: x + w / 2, y: y + h / 2, zoom: needed }, editor.viewport.peek()));
    return;
  }
  const open = opened.peek();
  const at = open?.type === 'thread' ? cluster.ids.indexOf(open.id) : -1;
  const next = byId.peek().get(cluster.ids[(at + 1) % cluster.ids.length] ?? '');
  if (next !== undefined) goToThread(app, next);
}

interface PinButtonProps {
  readonly app: App;
  readonly talk: Talk;
  readonly mover: PinMover;
  readonly cluster: Cluster;
}

/** Several pins that stand together. */
function ClusterButton({ app, talk, cluster }: Omit<PinButtonProps, 'mover'>) {
  const { ids } = cluster;
  const unread = unreadAt(talk, ids);
  return (
    <button
      type="button"
      class={`pin cluster${looks[unread]}`}
      aria-label={withUnread(say('comments.together', { n: ids.length }), unread)}
      data-thread={ids[0]}
      onClick={() => openCluster(app, talk, cluster)}
    >
      <span>{ids.length}</span>
    </button>
  );
}

/** The pin of a thread, which opens it, and is moved by a pull or by arrow keys. */
function PinButton({
  talk,
  mover,
  thread,
}: Pick<PinButtonProps, 'talk' | 'mover'> & { readonly thread: CommentThread }) {
  const { id } = thread;
  const unread = unreadAt(talk, [id]);
  const open = opened.value;
  const isOpen = open?.type === 'thread' && open.id === id;
  const isCarried = carried.value?.thread === id && carried.value.at !== undefined;
  const look = `${looks[unread]}${thread.resolved === undefined ? '' : ' resolved'}${isCarried ? ' carried' : ''}`;
  return (
    <button
      type="button"
      class={`pin${look}`}
      aria-label={labelOf(thread, unread)}
      aria-expanded={isOpen}
      data-thread={id}
      onPointerDown={(event) => mover.pull(id, event)}
      onKeyDown={(event) => {
        if (!mover.hearKey(id, event)) return;
        event.preventDefault();
        event.stopPropagation();
      }}
      onKeyUp={mover.putDown}
      onBlur={mover.leave}
      onClick={() => {
        opened.value = isOpen ? undefined : { type: 'thread', id };
      }}
    >
      <FaceOf talk={talk} author={thread.entries[0]?.author} />
    </button>
  );
}

/** One pin, or several that stand together. */
export function ClusterPin({ app, talk, mover, cluster }: PinButtonProps) {
  const [id = '', more] = cluster.ids;
  const thread = talk.byId.value.get(id);
  if (thread === undefined) return null;
  if (more !== undefined) return <ClusterButton app={app} talk={talk} cluster={cluster} />;
  return <PinButton talk={talk} mover={mover} thread={thread} />;
}
