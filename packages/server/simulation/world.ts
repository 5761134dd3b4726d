import './globals.ts';
import type { Role } from '@gesso/crdt-schema';
import * as Y from 'yjs';
import type { Principal } from '../src/hooks.ts';
import { guestOf, personOf } from '../src/person.ts';
import type { Records } from '../src/stores/records.ts';
import { createContents, saidIn } from './contents.ts';
import { createDisk } from './disk.ts';
import { createEditor, type Editor } from './editor.ts';
import { canary } from './edits.ts';
import { onBorrowedTime, promisesSettled } from './globals.ts';
import { createHostile, type Hostile } from './hostile.ts';
import { createNet, type Link } from './net.ts';
import { createOracles, type Society, Violation } from './oracles.ts';
import type { ClientPlan, Plan, Step } from './plan.ts';
import { createRng } from './random.ts';
import type { Sabotage } from './sabotage.ts';
import { boardId, type ServerProcess, startServer } from './server.ts';
import { createStorage } from './storage.ts';
import { createTime, type VirtualTime } from './time.ts';
import { digestOf, expectSame, expectSeen } from './verdict.ts';

export interface Outcome {
  readonly violation: Violation | undefined;
  /** Steps that made sense where they came. */
  readonly performed: number;
  /** Events of virtual time, frames and timers included. */
  readonly events: number;
  /** What everybody saw in the end: the same plan gives the same. */
  readonly digest: string;
}

/** Longest that a world may take to come to rest once nothing is wrong any more (virtual ms). */
const restMs = 240_000;
const mostEvents = 100_000;
const visitor = 'visitor';

/** Runs a plan to its end, and to rest. Never throws: what goes wrong in it is the outcome's `violation`. */
export const runPlan = (plan: Plan, sabotage: Sabotage = {}): Promise<Outcome> => {
  const time = createTime();
  return onBorrowedTime(time, async () => {
    let violation: Violation | undefined;
    const blame = (error: unknown): void => {
      violation ??= error instanceof Violation ? error : new Violation('crash', stackOf(error));
    };
    const world = createWorld(plan, sabotage, time, () => violation);
    let digest = '';
    for (const event of lastResorts) process.on(event, blame);
    try {
      digest = await world.run();
    } catch (error) {
      blame(error);
    }
    world.end(blame);
    // Node tells of a rejection nobody took only when all that was ready to happen has happened.
    await promisesSettled();
    for (const event of lastResorts) process.off(event, blame);
    return { violation, digest, ...world.counts };
  });
};

/** Where Node tells of an error that nobody caught: here it is the world's, and must not end whoever runs it. */
const lastResorts = ['unhandledRejection', 'uncaughtException'] as const;

const stackOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

const createWorld = (plan: Plan, sabotage: Sabotage, time: VirtualTime, blamed: () => Violation | undefined) => {
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
  const counts = { performed: 0, events: 0 };
  let server: ServerProcess | undefined;
  /** Found where nobody waits for the answer. */
  let broken: Violation | undefined;
  let rotted = false;
  const demoted = new Set<string>();

  const society: Society = {
    viewers: () => viewers,
    personOf: (client) => people.get(client),
    outSince: (person) => out.get(person),
    canaryIsSafe: plan.clients.every(({ kind, role }) => kind === 'editor' || role === 'viewer'),
    expectsRefusal: (editor) => rogues.has(editor) || revoking.has(editor.person),
    isHonest: (person) => person !== visitor && !plan.clients.some((c) => c.kind === 'hostile' && c.person === person),
  };
  const oracles = createOracles(time, society, storage.afterPowerCut);

  const principal = (person: string): Principal => ({ id: person, ...guestOf(person), signedIn: false });
  const linkOf = (person: string): string => `link-of-${person}`;

  const settle = async (): Promise<void> => {
    if (++counts.events > mostEvents) throw new Violation('rest', `${mostEvents} events and still not at rest`);
    await promisesSettled();
    await oracles.check();
    const found = blamed() ?? broken;
    if (found !== undefined) throw found;
  };
  const runUntil = async (when: number): Promise<void> => {
    while (time.step(when)) await settle();
  };

  const start = (): void => {
    server = startServer({
      time,
      net,
      sabotage,
      watch: oracles,
      idleMs: plan.idleMs,
      foldAt: {
        quiet: { rows: plan.foldRows, bytes: 100_000 },
        busy: { rows: plan.foldRows * 3, bytes: 1_000_000 },
      },
      spares: (end, frame) => plan.clients[indexOf(end.from)]?.kind === 'hostile' && speaksForTheAbsent(frame),
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
          store: { load: store.load, append: store.append, health: store.health, close: store.close, compact, remove },
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
  const speaksForTheAbsent = (frame: Uint8Array): boolean => {
    const { clients, history } = saidIn(frame);
    return clients.some(
      (client) => people.has(client) && !oracles.isLive(client) && (history || !oracles.isOwned(client)),
    );
  };

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
    return editor;
  };
  const editors = new Map<number, Editor>();
  const foes = new Map<number, Hostile>();
  const everyone: Editor[] = [];

  const enter = (editor: Editor): void => {
    if (editor.open) return;
    editor.enter();
    const { clientID } = editor.doc;
    people.set(clientID, editor.person);
    if (editor.role === 'viewer') viewers.add(clientID);
  };

  const addLink = async (id: string, person: string, role: ClientPlan['role'], records: Records): Promise<void> => {
    const createdAt = time.wall();
    const nothing = { label: undefined, password: undefined, expiresAt: undefined, uses: 0 };
    await records.addLink({ ...nothing, id, board: boardId, role, keyHash: Buffer.from(id), createdAt });
    await records.grant(id, person, createdAt);
  };

  const setScene = async (): Promise<void> => {
    const { records } = storage;
    const at = time.wall();
    await records.createBoard(
      { id: boardId, title: '', owner: undefined, createdAt: at, updatedAt: at, deletedAt: undefined },
      [],
    );
    const roles = new Map<string, ClientPlan['role']>([[visitor, 'viewer']]);
    for (const { person, role } of plan.clients) roles.set(person, role);
    for (const [person, role] of roles) await addLink(linkOf(person), person, role, records);
    plan.clients.forEach((client, i) => {
      const link = links[i];
      if (link === undefined) return;
      if (client.kind === 'editor') {
        const editor = makeEditor(client.person, client.role, i, link, `client-${i}`);
        editors.set(i, editor);
        everyone.push(editor);
      } else {
        const victims = () =>
          everyone
            .filter(({ open }) => open)
            .map(({ doc }) => ({ client: doc.clientID, clock: Y.getState(doc.store, doc.clientID) }));
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

  const revoke = async (person: string): Promise<void> => {
    const { services } = server ?? {};
    if (services === undefined) return;
    revoking.add(person);
    // As the route does it: forgotten first, then shown the door.
    if (!(await services.records.removeLink(boardId, linkOf(person)))) return;
    out.set(person, time.now());
    services.rooms.close(boardId, 'REVOKED', ({ link }) => link === linkOf(person));
  };

  const viewLinkOf = (person: string): string => `view-link-of-${person}`;

  /** The link to edit is taken from somebody who has one to look: they come back as a viewer. */
  const demote = async (person: string, editor: Editor): Promise<void> => {
    const { services } = server ?? {};
    if (services === undefined) return;
    revoking.add(person);
    demoted.add(person);
    await addLink(viewLinkOf(person), person, 'viewer', services.records);
    if (!(await services.records.removeLink(boardId, linkOf(person)))) return;
    services.rooms.close(boardId, 'REVOKED', ({ link }) => link === linkOf(person));
    time.after(500, () => {
      if (editor.open) editor.leave(false);
      revoking.delete(person);
      editor.forget();
      editor.role = 'viewer';
      enter(editor);
    });
  };

  /** A script that merges a document without a socket. */
  const put = async (who: ClientPlan, seed: number): Promise<void> => {
    const doc = new Y.Doc();
    doc.clientID = 500_000 + (seed % 100_000);
    people.set(doc.clientID, who.person);
    doc.getMap('el').set(`put-${String(seed % 100_000_000).padStart(8, '0')}`, { k: 'r', x: 1, y: 1, w: 9, h: 9 });
    const update = Y.encodeStateAsUpdate(doc);
    const access = { person: personOf(principal(who.person)), role: who.role };
    await server?.services.rooms.use(boardId, (room) => room.merge({ update, access, history: true }));
    oracles.answered('a script was told that it is stored', update);
  };

  const get = async (): Promise<void> => {
    const { rooms } = server?.services ?? {};
    const state = await rooms?.use(boardId, (room) => room.state());
    if (state !== undefined && rooms?.degraded === false) oracles.answered('a script was given the document', state);
  };

  /** What goes wrong with a request is told to whoever asked; the world goes on. */
  const request = (work: () => Promise<unknown>): void => {
    work().catch((error: unknown) => {
      if (error instanceof Violation) broken ??= error;
    });
  };

  const editBy = (editor: Editor, step: { readonly seed: number }): boolean => {
    const chance = createRng(`edit ${step.seed}`);
    if (!editor.open || revoking.has(editor.person)) return false;
    if (editor.role === 'viewer') {
      // The app would not let them; a changed app does.
      if (!chance.chance(0.1)) return false;
      rogues.add(editor);
      if (chance.chance(0.5)) editor.board.edit((writer) => writer.remove(canary));
    }
    if (editor === editors.get(0) && editor.board.get(canary) === undefined && !planted) {
      planted = true;
      editor.board.load((writer) => writer.add({ kind: 'rect', id: canary, x: 0, y: 0 }));
    }
    editor.edit(chance);
    return true;
  };
  let planted = false;

  const perform = (step: Step): boolean => {
    const who = 'who' in step ? step.who : 0;
    const [client, editor, link] = [plan.clients[who], editors.get(who), links[who]];
    if (client === undefined || link === undefined) return false;
    const until = time.now() + ('ms' in step ? step.ms : 0);
    switch (step.do) {
      case 'attack':
        foes.get(who)?.attack(step.kind, createRng(`attack ${step.seed}`));
        return foes.has(who);
      case 'crash':
        if (server === undefined) return false;
        kill(step.power);
        time.after(step.down, () => {
          if (server === undefined) start();
        });
        return true;
      case 'drain': {
        if (server === undefined) return false;
        const ending = server;
        request(async () => {
          await ending.drain(step.over);
          if (server !== ending) return;
          server = undefined;
          oracles.restarted();
          time.after(step.down, () => {
            if (server === undefined) start();
          });
        });
        return true;
      }
      case 'compact':
        request(async () => server?.services.store.compact(boardId));
        return server !== undefined;
      case 'rot':
        if (rotted) return false;
        rotted = true;
        storage.rot();
        oracles.diskChanged();
        return true;
      case 'full':
        disk.faults.fullUntil = until;
        return true;
      case 'failing':
        disk.faults.failingUntil = until;
        return true;
      case 'slow':
        disk.faults.slowUntil = until;
        return true;
    }
    if (editor === undefined) return false;
    switch (step.do) {
      case 'edit':
        return editBy(editor, step);
      case 'point':
        editor.point(createRng(`point ${step.seed}`));
        return editor.open;
      case 'cut':
        link.cut(step.client, step.server);
        return true;
      case 'stall':
        link.stall(step.ms);
        return true;
      case 'block':
        link.block(true);
        time.at(until, () => link.block(false));
        return true;
      case 'offline':
        editor.offline();
        time.at(until, () => editor.online());
        return editor.open;
      case 'enter':
        enter(editor);
        return true;
      case 'leave':
      case 'reload':
        if (!editor.open) return false;
        rogues.delete(editor);
        editor.leave(step.keeps && editor.role !== 'viewer');
        if (step.do === 'reload') enter(editor);
        else time.after(2_000, () => enter(editor));
        return true;
      case 'revoke':
        if (client.person === plan.clients[0]?.person || [revoking, demoted].some((set) => set.has(client.person)))
          return false;
        request(() => revoke(client.person));
        return server !== undefined;
      case 'demote':
        if (editor.role !== 'editor' || client.person === plan.clients[0]?.person || revoking.has(client.person))
          return false;
        request(() => demote(client.person, editor));
        return server !== undefined;
      case 'put':
        if (
          editor.role !== 'editor' ||
          demoted.has(client.person) ||
          revoking.has(client.person) ||
          server === undefined
        )
          return false;
        request(() => put(client, step.seed));
        return true;
      case 'get':
        request(get);
        return server !== undefined;
    }
  };

  /** Nothing is wrong any more: everybody who may be here comes back, and the others leave. */
  const heal = (): Editor[] => {
    Object.assign(disk.faults, { fullUntil: 0, failingUntil: 0, slowUntil: 0 });
    if (server === undefined) start();
    for (const foe of foes.values()) foe.leave();
    for (const link of links) link.heal();
    for (const editor of everyone) {
      if (society.expectsRefusal(editor)) {
        if (editor.open) editor.leave(false);
      } else if (editor.role === 'viewer' && oracles.wasWarned(editor.person) && editor.open) {
        // What they saw unsaved may be lost, and is not theirs to bring back: their page keeps it until it is loaded anew.
        editor.leave(false);
        enter(editor);
      } else if (editor.open) editor.online();
    }
    return everyone.filter((editor) => editor.open);
  };

  const rest = async (until: () => boolean): Promise<void> => {
    const end = time.now() + restMs;
    while (!until()) {
      if (time.now() >= end) {
        const states = everyone
          .filter(({ open }) => open)
          .map(({ name, status }) => `${name} ${JSON.stringify(status)}`);
        throw new Violation('rest', `still not at rest: ${states.join(', ')}`);
      }
      await runUntil(time.now() + 500);
    }
  };

  const serverDoc = async (): Promise<Y.Doc> => {
    const state = await server?.services.rooms.use(boardId, (room) => room.state());
    return createContents(state === undefined ? [] : [state]).doc;
  };

  /** Gives what everybody has. */
  const verify = async (present: readonly Editor[]): Promise<string> => {
    const replica = await serverDoc();
    const disk = (await oracles.durable()).doc;
    await oracles.check();
    expectSame([...present, { name: 'the disk', doc: disk }], replica);
    expectSeen(present, server?.services.rooms.connections);
    oracles.judge(disk);
    await oracles.check();
    return digestOf(replica);
  };

  /** What is there after the power has gone, on the disk and to the next process. */
  const survive = async (before: string): Promise<void> => {
    kill(true);
    const after = digestOf((await oracles.durable()).doc);
    await oracles.check();
    if (after !== before) throw new Violation('diverged', 'a power cut changed the board');
    start();
    let again: string | undefined;
    request(async () => {
      again = digestOf(await serverDoc());
    });
    await rest(() => again !== undefined);
    if (again !== before) throw new Violation('diverged', 'a new process has another board');
  };

  return {
    counts,
    async run(): Promise<string> {
      await setScene();
      for (const step of plan.steps) {
        await runUntil(step.at);
        if (perform(step)) counts.performed++;
        await settle();
      }
      // Whoever is away on a short errand comes back first.
      await runUntil(time.now() + 3_000);
      const present = heal();
      const atRest = (editor: Editor): boolean => editor.status.sync === 'saved' && editor.status.unsaved === 0;
      await rest(() => present.every(atRest));
      const fresh = makeEditor(visitor, 'viewer', 99, visitorLink, visitor);
      everyone.push(fresh);
      enter(fresh);
      await rest(() => atRest(fresh));
      // Presence that a slow line had no room for comes again with the next renewal.
      await runUntil(time.now() + 40_000);
      await rest(() => [...present, fresh].every(atRest));
      const before = await verify([...present, fresh]);
      await survive(before);
      return before;
    },
    /** Ends everything, whatever it says to that. */
    end(failed: (error: unknown) => void): void {
      const leaving = everyone.filter(({ open }) => open).map((editor) => () => editor.leave(false));
      const fleeing = [...foes.values()].map((foe) => () => foe.leave());
      for (const work of [...leaving, ...fleeing, storage.close]) {
        try {
          work();
        } catch (error) {
          failed(error);
        }
      }
    },
  };
};
