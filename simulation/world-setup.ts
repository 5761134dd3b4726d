import type { Role } from '@gesso/crdt-schema';
import * as Y from 'yjs';
import { guestOf } from '../packages/server/src/auth/guest-names.ts';
import type { Principal } from '../packages/server/src/auth/hooks.ts';
import { createDisk } from './disk.ts';
import { createEditor, type Editor } from './editor.ts';
import { withStore } from './fault-injection.ts';
import { createHostile, type Hostile } from './hostile.ts';
import { createNet, type Link } from './net.ts';
import { createOracles, type Society } from './oracles.ts';
import type { ClientPlan, Plan } from './plan.ts';
import { createRng } from './random.ts';
import { saidIn } from './replica-of-updates.ts';
import type { Sabotage } from './sabotage.ts';
import { boardId, type ServerProcess, startServer } from './server.ts';
import { createStorage } from './storage.ts';
import type { VirtualTime } from './time.ts';

/** A person who comes when all is over, to see what a newcomer sees. */
const visitor = 'visitor';

/** By which link a person came who may edit, or may look. */
export const linkOf = (person: string): string => `link-of-${person}`;
export const viewLinkOf = (person: string): string => `view-link-of-${person}`;

export const principal = (person: string): Principal => ({ id: person, ...guestOf(person), signedIn: false });

export type Scene = ReturnType<typeof setUpWorld>;

/** Who and what is in a world: the disk, the network, the server's lives, people at their boards, and the oracles that watch. */
export const setUpWorld = (plan: Plan, sabotage: Sabotage, time: VirtualTime) => {
  const rng = createRng(`world ${plan.seed}`);
  const disk = createDisk(time, rng.stream('disk'));
  const storage = createStorage({
    kind: plan.store,
    time,
    disk,
    rng: rng.stream('storage'),
    files: sabotage.files,
  });
  const net = createNet(time, rng.stream('net'));
  /** Whose link is being turned off, and since when it was. */
  const revoking = new Set<string>();
  const out = new Map<string, number>();
  const rogues = new Set<Editor>();
  const viewers = new Set<number>();
  const people = new Map<number, string>();
  let server: ServerProcess | undefined;

  const society: Society = {
    viewers: () => viewers,
    personOf: (client) => people.get(client),
    outSince: (person) => out.get(person),
    canaryIsSafe: plan.clients.every(({ kind, role }) => kind === 'editor' || role === 'viewer'),
    expectsRefusal: (editor) => rogues.has(editor) || revoking.has(editor.person),
    isHonest: (person) => person !== visitor && !plan.clients.some((c) => c.kind === 'hostile' && c.person === person),
  };
  const oracles = createOracles(time, society, storage.afterPowerCut);

  const start = (): void => {
    server = startServer({
      time,
      net,
      sabotage,
      watch: oracles,
      idleMs: plan.idleMs,
      compactAt: {
        quiet: { rows: plan.compactRows, bytes: 100_000, share: 0 },
        busy: { rows: plan.compactRows * 3, bytes: 1_000_000, share: 0 },
      },
      spares: (end, frame) => plan.clients[indexOf(end.from)]?.kind === 'hostile' && speaksForTheSilent(frame),
      principalOf: (link) => principal(personBehind(link)),
      open(alive) {
        const opened = storage.open(alive);
        const { store } = opened;
        const compact = async (board: string): Promise<boolean> => {
          try {
            return await store.compact(board);
          } finally {
            oracles.diskChanged();
          }
        };
        const remove = async (board: string): Promise<void> => {
          await store.remove(board);
          oracles.diskChanged();
        };
        return {
          ...opened,
          store: withStore(store, { compact, remove }),
        };
      },
    });
  };

  const dressed = (link: Link): Link =>
    sabotage.socket === undefined ? link : { ...link, Socket: sabotage.socket(link.Socket) };
  const links = plan.clients.map(({ latency, weight }, i) => dressed(net.link(`client-${i}`, { latency, weight })));
  const visitorLink = net.link(visitor, { latency: [1, 5], weight: 1 });
  const indexOf = (link: string): number => Number(link.slice('client-'.length));
  const personBehind = (link: string): string =>
    link === visitor ? visitor : (plan.clients[indexOf(link)]?.person ?? '');
  /** What nothing protects from yet: see the README. */
  const speaksForTheSilent = (frame: Uint8Array): boolean => {
    const { clients, history, writes } = saidIn(frame);
    const belongsToNobody = (client: number): boolean =>
      !oracles.isLive(client) && (history || !oracles.isOwned(client));
    return clients.some((client) => people.has(client) && (belongsToNobody(client) || (writes && viewers.has(client))));
  };

  const editors = new Map<number, Editor>();
  const foes = new Map<number, Hostile>();
  const everyone: Editor[] = [];

  const makeEditor = (
    person: string,
    role: Role,
    index: number,
    link: (typeof links)[number],
    name: string,
  ): Editor => {
    const editor = createEditor({
      name,
      person,
      role,
      index,
      link,
      time,
      rng: rng.stream(name),
      weights: plan.weights,
      watch: oracles,
      board: sabotage.board,
    });
    everyone.push(editor);
    return editor;
  };
  const enter = (editor: Editor): void => {
    if (editor.open) return;
    editor.enter();
    const { clientID } = editor.doc;
    people.set(clientID, editor.person);
    if (editor.role === 'viewer') viewers.add(clientID);
  };

  const addLink = async (id: string, person: string, role: ClientPlan['role']): Promise<void> => {
    const { links } = storage.repositories;
    const createdAt = time.wall();
    const nothing = { label: undefined, password: undefined, expiresAt: undefined, uses: 0, maxUses: undefined };
    await links.add({ ...nothing, id, board: boardId, role, keyHash: Buffer.from(id), createdAt });
    await links.grant(id, person, createdAt);
  };

  const setScene = async (): Promise<void> => {
    const at = time.wall();
    await storage.repositories.boards.create(
      {
        id: boardId,
        title: '',
        owner: undefined,
        createdAt: at,
        updatedAt: at,
        deletedAt: undefined,
        ownerDraws: false,
        previews: false,
      },
      [],
    );
    const roles = new Map<string, ClientPlan['role']>([[visitor, 'viewer']]);
    for (const { person, role } of plan.clients) roles.set(person, role);
    for (const [person, role] of roles) await addLink(linkOf(person), person, role);
    plan.clients.forEach((client, i) => {
      const link = links[i];
      if (link === undefined) return;
      if (client.kind === 'editor') {
        const editor = makeEditor(client.person, client.role, i, link, `client-${i}`);
        editors.set(i, editor);
      } else {
        const victims = () =>
          everyone
            .filter(({ open }) => open)
            .map(({ doc, person }) => ({
              client: doc.clientID,
              clock: Y.getState(doc.store, doc.clientID),
              person,
              doc,
            }));
        foes.set(i, createHostile({ link, index: i, victims }));
      }
    });
    start();
  };

  const kill = (power: boolean): void => {
    server?.kill();
    server = undefined;
    if (power) storage.cutPower();
    oracles.restarted();
  };

  return {
    oracles,
    storage,
    faults: disk.faults,
    links,
    editors,
    foes,
    everyone,
    society,
    revoking,
    out,
    rogues,
    people,
    /** The process that runs now, if one does. */
    get server() {
      return server;
    },
    /** A process that was drained is gone. */
    ended(): void {
      server = undefined;
      oracles.restarted();
    },
    start,
    kill,
    enter,
    addLink,
    setScene,
    arrive: (): Editor => {
      const fresh = makeEditor(visitor, 'viewer', 99, visitorLink, visitor);
      enter(fresh);
      return fresh;
    },
  };
};
