import type { Role } from '@gesso/crdt-schema';
import * as Y from 'yjs';
import { guestOf } from '../packages/server/src/auth/guest-names.ts';
import type { Principal } from '../packages/server/src/auth/hooks.ts';
import { type Cluster, createCluster } from './cluster.ts';
import { createDisk } from './disk.ts';
import { createEditor, type Editor } from './editor.ts';
import { withStore } from './fault-injection.ts';
import type { Gate } from './gate.ts';
import { createHostile, type Hostile } from './hostile.ts';
import { createNet, type Link, type ServerEnd } from './net.ts';
import { createNodes, type Nodes } from './nodes.ts';
import { createOracles, type Society } from './oracles.ts';
import type { ClientPlan, Plan } from './plan.ts';
import { createRng } from './random.ts';
import { saidIn } from './replica-of-updates.ts';
import type { Sabotage } from './sabotage.ts';
import { boardId, startServer } from './server.ts';
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
  const cluster: Cluster | undefined =
    plan.cluster &&
    createCluster({
      plan: plan.cluster,
      board: boardId,
      time,
      disk,
      rng: rng.stream('cluster'),
      sabotage,
      nodes: (): Nodes => nodes,
      honestOwner(client) {
        const person = people.get(client);
        return person !== undefined && society.isHonest(person) && !oracles.looksOnly(person) ? person : undefined;
      },
      broke: (what) => oracles.broke(what),
    });
  const storage =
    cluster?.storage ??
    createStorage({ kind: plan.store, time, disk, rng: rng.stream('storage'), files: sabotage.files });
  const net = createNet(time, rng.stream('net'));
  /** Whose link is being turned off, and since when it was. */
  const revoking = new Set<string>();
  const out = new Map<string, number>();
  const rogues = new Set<Editor>();
  const viewers = new Set<number>();
  const people = new Map<number, string>();

  const society: Society = {
    viewers: () => viewers,
    personOf: (client) => people.get(client),
    outSince: (person) => out.get(person),
    canaryIsSafe: plan.clients.every(({ kind, role }) => kind === 'editor' || role === 'viewer'),
    expectsRefusal: (editor) => rogues.has(editor) || revoking.has(editor.person),
    isHonest: (person) => person !== visitor && !plan.clients.some((c) => c.kind === 'hostile' && c.person === person),
    mayNotKnow: (end, person, since) => cluster?.mayNotKnow(end.node, linkOf(person), since) ?? false,
    apart: cluster && { troubledUntil: () => cluster.troubledUntil },
    flaw: () => cluster?.flaw(),
  };
  const oracles = createOracles(time, society, storage.afterPowerCut);

  const begin = (node: number, gate: Gate) =>
    startServer({
      time,
      net,
      node,
      gate,
      clock: plan.cluster?.clocks[node] ?? 0,
      join: cluster && ((timers, alive) => cluster.join(node, timers, { alive, gate })),
      sabotage,
      watch: oracles,
      idleMs: plan.idleMs,
      compactAt: {
        quiet: { rows: plan.compactRows, bytes: 100_000, share: 0 },
        busy: { rows: plan.compactRows * 3, bytes: 1_000_000, share: 0 },
      },
      spares: (end, frame) => plan.clients[indexOf(end.from)]?.kind === 'hostile' && speaksForTheSilent(end, frame),
      principalOf: (link) => principal(personBehind(link)),
      open(alive) {
        const opened = storage.open(alive, node, gate);
        const { store } = opened;
        const compact = async (board: string, least?: number): Promise<boolean> => {
          try {
            return await store.compact(board, least);
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
  const nodes = createNodes({
    count: plan.cluster?.clocks.length ?? 1,
    time,
    begin,
    gone: (node) => oracles.restarted(node),
    isReady: (node) => cluster?.isReady(node) ?? true,
  });

  const dressed = (link: Link): Link =>
    sabotage.socket === undefined ? link : { ...link, Socket: sabotage.socket(link.Socket) };
  const proxies = rng.stream('proxy');
  const links = plan.clients.map(({ latency, weight }, i) =>
    dressed(net.link(`client-${i}`, { latency, weight }, nodes.proxy(proxies.stream(`client-${i}`)))),
  );
  /** A visitor comes to each server. */
  const visitorLinks = Array.from({ length: nodes.count }, (_, node) =>
    net.link(node === 0 ? visitor : `${visitor}-${node}`, { latency: [1, 5], weight: 1 }, () => node),
  );
  const indexOf = (link: string): number => Number(link.slice('client-'.length));
  const personBehind = (link: string): string =>
    link.startsWith(visitor) ? visitor : (plan.clients[indexOf(link)]?.person ?? '');
  /** What nothing protects from yet: see the README. */
  const speaksForTheSilent = ({ node }: ServerEnd, frame: Uint8Array): boolean => {
    const { clients, history, writes } = saidIn(frame);
    /** Until another server knows whose an id is, who says first that it is theirs is shown under it; what is stored is another matter. */
    const isKnown = (client: number): boolean =>
      oracles.isOwned(client) && (writes || cluster === undefined || cluster.knowsOwner(node, client));
    const belongsToNobody = (client: number): boolean => !oracles.isLive(client, node) && (history || !isKnown(client));
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
    for (let node = 0; node < nodes.count; node++) nodes.start(node);
  };

  const kill = (node: number, power: boolean): void => {
    // As the machine goes, what it was writing is torn before anybody looks.
    nodes.kill(node);
    if (power && cluster === undefined) storage.cutPower();
  };

  const heal = (): void => {
    const { fullUntil, failingUntil, slowUntil } = disk.faults;
    const now = time.now();
    Object.assign(disk.faults, {
      fullUntil: Math.min(fullUntil, now),
      failingUntil: Math.min(failingUntil, now),
      slowUntil: Math.min(slowUntil, now),
    });
    cluster?.heal();
    nodes.heal();
  };

  const requests = nodes.proxy(rng.stream('requests'));
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
    nodes,
    cluster,
    /** A server that a request gets to, where there is one. */
    someServer: () => {
      const node = requests();
      return node === undefined ? undefined : nodes.server(node);
    },
    kill,
    heal,
    enter,
    addLink,
    setScene,
    /** Newcomers, one to each server. */
    arrive: (): Editor[] =>
      visitorLinks.map((link, node) => {
        const fresh = makeEditor(visitor, 'viewer', 99 + node, link, node === 0 ? visitor : `${visitor}-${node}`);
        enter(fresh);
        return fresh;
      }),
  };
};
