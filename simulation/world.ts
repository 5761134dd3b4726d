import './globals.ts';
import type * as Y from 'yjs';
import { longestWaitMs } from './database-line.ts';
import type { Editor } from './editor.ts';
import { onBorrowedTime, promisesSettled } from './globals.ts';
import { Violation } from './oracles.ts';
import type { Plan } from './plan.ts';
import { createRng } from './random.ts';
import { createContents } from './replica-of-updates.ts';
import type { Sabotage } from './sabotage.ts';
import { boardId } from './server.ts';
import { createSteps } from './steps.ts';
import { createTime, type VirtualTime } from './time.ts';
import { type Copy, digestOf, expectSame, expectSeen } from './verdict.ts';
import { setUpWorld } from './world-setup.ts';

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
/** How soon a server has what another has stored (ms): it looks each 5 s, and that takes a while. */
const convergedMs = 6_000;

/** How soon those are told of it whose step 2 was taken without what it did to the comments of others (ms). */
const toldMs = 10_500;

/** Runs a plan to its end, and to rest. Never throws: what goes wrong in it is the outcome's `violation`. */
export const runPlan = (plan: Plan, sabotage: Sabotage = {}): Promise<Outcome> => {
  const time = createTime();
  return onBorrowedTime(time, createRng(`chance ${plan.seed}`).next, async () => {
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

/** Where Node tells of an error that nobody caught: here it is the world's, and must not end the one who runs it. */
const lastResorts = ['unhandledRejection', 'uncaughtException'] as const;

const stackOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

const createWorld = (plan: Plan, sabotage: Sabotage, time: VirtualTime, blamed: () => Violation | undefined) => {
  const scene = setUpWorld(plan, sabotage, time);
  const { everyone, foes, links, nodes, oracles, society } = scene;
  const isCluster = plan.cluster !== undefined;
  const counts = { performed: 0, events: 0 };
  /** Found where nobody waits for the answer. */
  let broken: Violation | undefined;
  const perform = createSteps(scene, plan, time, (violation) => {
    broken ??= violation;
  });

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

  /** Nothing is wrong any more: everybody who may be here comes back, and the others leave. */
  const heal = (): void => {
    scene.heal();
    for (const foe of foes.values()) foe.leave();
    for (const link of links) link.heal();
    for (const editor of everyone) {
      // Of several servers it is still to be seen that each finds out who may be there no more.
      const isToBeSent = isCluster && society.outSince(editor.person) !== undefined && !scene.rogues.has(editor);
      if (society.expectsRefusal(editor)) {
        if (!editor.open) continue;
        if (isToBeSent) editor.online();
        else editor.leave(false);
      } else if (editor.role === 'viewer' && oracles.wasWarned(editor.person) && editor.open) {
        // What they saw unsaved may be lost, and is not theirs to bring back: their page keeps it until it is loaded anew.
        editor.leave(false);
        scene.enter(editor);
      } else if (editor.open) editor.online();
    }
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

  /** Those of whom something was left out load the board anew, as they are asked to. */
  const beginAnew = (present: readonly Editor[]): boolean => {
    const apart = present.filter(({ isLeftOut }) => isLeftOut);
    for (const editor of apart) {
      editor.leave(false);
      scene.enter(editor);
    }
    return apart.length > 0;
  };

  const serverDoc = async (node: number): Promise<Y.Doc> => {
    const state = await nodes.server(node)?.services.rooms.use(boardId, (room) => room.state());
    return createContents(state === undefined ? [] : [state]).doc;
  };
  /** The board as each server has it. */
  const serverDocs = async (): Promise<readonly Copy[]> => {
    const docs: Copy[] = [];
    for (let node = 0; node < nodes.count; node++)
      void serverDoc(node).then((doc) => docs.push({ name: `server ${node}`, doc }));
    // Time has to pass for a server that has to load it.
    await promisesSettled();
    await rest(() => docs.length === nodes.count);
    return docs;
  };
  /** Who is connected to all servers together. */
  const connections = (): number =>
    Array.from({ length: nodes.count }, (_, node) => nodes.server(node)?.services.rooms.connections ?? 0).reduce(
      (sum, count) => sum + count,
      0,
    );

  /** The database does not carry where people are. */
  const isShownTo = (client: number, other: number): boolean =>
    plan.cluster?.redis !== false || oracles.serverOf(client) === oracles.serverOf(other);

  /** Gives what everybody has. */
  const verify = async (present: readonly Editor[]): Promise<string> => {
    const servers = await serverDocs();
    const [{ doc: replica } = { doc: await serverDoc(0) }] = servers;
    const disk = (await oracles.durable()).doc;
    await oracles.check();
    expectSame([...present, ...servers, { name: 'the disk', doc: disk }], replica);
    expectSeen(present, connections(), isShownTo);
    oracles.judge(disk);
    await oracles.check();
    return digestOf(replica);
  };

  /** What is there after the power has gone, on the disk and to the next process. */
  const survive = async (before: string): Promise<void> => {
    for (let node = 0; node < nodes.count; node++) scene.kill(node, true);
    const after = digestOf((await oracles.durable()).doc);
    await oracles.check();
    if (after !== before) throw new Violation('diverged', 'a power cut changed the board');
    nodes.heal();
    for (const { name, doc } of await serverDocs())
      if (digestOf(doc) !== before) throw new Violation('diverged', `${name} has another board after a start`);
  };

  /** What was stored on one server is there on each in so long, and shown to who is there. */
  const meet = async (newcomers: readonly Editor[]): Promise<void> => {
    await runUntil(time.now() + convergedMs);
    const servers = await serverDocs();
    const [{ doc } = { doc: await serverDoc(0) }] = servers;
    try {
      expectSame([...newcomers, ...servers], doc);
    } catch (error) {
      throw error instanceof Violation ? new Violation('late', error.message) : error;
    }
  };

  return {
    counts,
    async run(): Promise<string> {
      await scene.setScene();
      for (const step of plan.steps) {
        await runUntil(step.at);
        if (perform(step)) counts.performed++;
        await settle();
      }
      // Those who are away on a short errand come back first.
      await runUntil(time.now() + 3_000);
      heal();
      // What was asked of a server that was paused, or whose answer did not come, is done or given up by then.
      if (isCluster) await runUntil(time.now() + longestWaitMs + 2_000);
      const present = everyone.filter((editor) => editor.open && !society.expectsRefusal(editor));
      const atRest = (editor: Editor): boolean => editor.status.sync === 'saved' && editor.status.unsaved === 0;
      await rest(() => present.every(atRest));
      await runUntil(time.now() + toldMs);
      if (beginAnew(present)) await rest(() => present.every(atRest));
      // Until then they may bring what they have drawn.
      await rest(() =>
        everyone.every((one) => !one.open || !society.expectsRefusal(one) || one.status.sync === 'refused'),
      );
      const newcomers = scene.arrive();
      const all = [...present, ...newcomers];
      await rest(() => all.every(atRest));
      // Of the others some may not know yet that their connection is none.
      if (isCluster) await meet(newcomers);
      scene.cluster?.calm();
      // Presence that a slow line had no room for comes again with the next renewal, and what a server that is gone showed goes.
      await runUntil(time.now() + (isCluster ? 62_000 : 40_000));
      await rest(() => all.every(atRest));
      const before = await verify(all);
      await survive(before);
      return before;
    },
    /** Ends everything, whatever it says to that. */
    end(failed: (error: unknown) => void): void {
      const leaving = everyone.filter(({ open }) => open).map((editor) => () => editor.leave(false));
      const fleeing = [...foes.values()].map((foe) => () => foe.leave());
      for (const work of [...leaving, ...fleeing, scene.storage.close]) {
        try {
          work();
        } catch (error) {
          failed(error);
        }
      }
    },
  };
};
