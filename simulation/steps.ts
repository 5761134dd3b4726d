import * as Y from 'yjs';
import { personOf } from '../packages/server/src/auth/people.ts';
import type { Editor } from './editor.ts';
import { canary } from './edits.ts';
import { Violation } from './oracles.ts';
import type { ClientPlan, Plan, Step } from './plan.ts';
import { createRng } from './random.ts';
import { scriptOf } from './script.ts';
import { boardId } from './server.ts';
import type { VirtualTime } from './time.ts';
import { linkOf, principal, type Scene, viewLinkOf } from './world-setup.ts';

/** Does what a plan says, one step after the other. `failed` is told of promises broken where nobody waits for the answer. */
export const createSteps = (scene: Scene, plan: Plan, time: VirtualTime, failed: (violation: Violation) => void) => {
  const { cluster, editors, enter, faults, foes, kill, links, nodes, oracles, people, revoking, rogues, storage } =
    scene;
  /** Whose link to edit was exchanged for one to look. */
  const demoted = new Set<string>();
  /** A disk spoils one row at most. */
  let rotted = false;
  let planted = false;

  const revoke = async (person: string): Promise<void> => {
    const { services } = scene.someServer() ?? {};
    if (services === undefined) return;
    revoking.add(person);
    // As the route does it: forgotten first, then sent away.
    if (!(await services.repositories.links.remove(boardId, linkOf(person)))) return;
    scene.out.set(person, time.now());
    services.rooms.close(boardId, 'REVOKED', { of: 'link', link: linkOf(person) });
  };

  /** The link to edit is taken from a person who has one to look: they come back as a viewer. */
  const demote = async (person: string, editor: Editor): Promise<void> => {
    const { services } = scene.someServer() ?? {};
    if (services === undefined) return;
    revoking.add(person);
    demoted.add(person);
    await scene.addLink(viewLinkOf(person), person, 'viewer');
    if (!(await services.repositories.links.remove(boardId, linkOf(person)))) return;
    services.rooms.close(boardId, 'REVOKED', { of: 'link', link: linkOf(person) });
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
    doc.clientID = scriptOf(seed);
    people.set(doc.clientID, who.person);
    doc.getMap('el').set(`put-${String(seed % 100_000_000).padStart(8, '0')}`, { k: 'r', x: 1, y: 1, w: 9, h: 9 });
    const update = Y.encodeStateAsUpdate(doc);
    const access = { person: personOf(principal(who.person)), role: who.role };
    await scene.someServer()?.services.rooms.use(boardId, (room) => room.merge({ update, access, history: true }));
    oracles.answered('a script was told that it is stored', update);
  };

  const get = async (): Promise<void> => {
    const { rooms } = scene.someServer()?.services ?? {};
    const state = await rooms?.use(boardId, (room) => room.state());
    if (state !== undefined && rooms?.degraded === false) oracles.answered('a script was given the document', state);
  };

  /** What goes wrong with a request is told to the one who asked; the world goes on. */
  const request = (work: () => Promise<unknown>): void => {
    work().catch((error: unknown) => {
      if (error instanceof Violation) failed(error);
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

  const startAfter = (node: number, ms: number): void => {
    time.after(ms, () => {
      if (nodes.server(node) === undefined) nodes.start(node);
    });
  };
  const isUp = (): boolean => Array.from({ length: nodes.count }, (_, node) => nodes.server(node)).some(Boolean);

  /** What happens to servers that share a database, and to what they share. */
  const troubleCluster = (step: Step): boolean => {
    switch (step.do) {
      case 'pause':
        if (nodes.server(step.node) === undefined) return false;
        nodes.pause(step.node, step.ms);
        return true;
      case 'part':
        cluster?.part(step.node, step.ms);
        return cluster !== undefined;
      case 'sever':
        cluster?.sever(step.node, step.ms);
        return cluster !== undefined;
      case 'flush':
        cluster?.flush(step.ms);
        return cluster !== undefined;
      case 'restart':
        cluster?.restart(step.ms);
        return cluster !== undefined;
      case 'unanswered':
        cluster?.unanswer(step.ms);
        return cluster !== undefined;
      default:
        return false;
    }
  };

  /** Whether the step made sense where it came. */
  return (step: Step): boolean => {
    const who = 'who' in step ? step.who : 0;
    const [client, editor, link] = [plan.clients[who], editors.get(who), links[who]];
    if (client === undefined || link === undefined) return false;
    const until = time.now() + ('ms' in step ? step.ms : 0);
    switch (step.do) {
      case 'attack':
        foes.get(who)?.attack(step.kind, step.seed);
        return foes.has(who);
      case 'crash': {
        const { node = 0 } = step;
        if (nodes.server(node) === undefined) return false;
        kill(node, step.power);
        startAfter(node, step.down);
        return true;
      }
      case 'drain': {
        const { node = 0 } = step;
        const ending = nodes.server(node);
        if (ending === undefined) return false;
        request(async () => {
          await ending.drain(step.over);
          if (nodes.server(node) !== ending) return;
          nodes.ended(node);
          startAfter(node, step.down);
        });
        return true;
      }
      case 'compact': {
        const { node = 0 } = step;
        request(async () => nodes.server(node)?.services.store.compact(boardId));
        return nodes.server(node) !== undefined;
      }
      case 'rot':
        if (rotted) return false;
        rotted = true;
        storage.rot();
        oracles.diskChanged();
        return true;
      case 'full':
        faults.fullUntil = until;
        return true;
      case 'failing':
        faults.failingUntil = until;
        return true;
      case 'slow':
        faults.slowUntil = until;
        return true;
      case 'pause':
      case 'part':
      case 'sever':
      case 'flush':
      case 'restart':
      case 'unanswered':
        return troubleCluster(step);
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
        return isUp();
      case 'demote':
        if (editor.role !== 'editor' || client.person === plan.clients[0]?.person || revoking.has(client.person))
          return false;
        request(() => demote(client.person, editor));
        return isUp();
      case 'put':
        if (editor.role !== 'editor' || demoted.has(client.person) || revoking.has(client.person) || !isUp())
          return false;
        request(() => put(client, step.seed));
        return true;
      case 'get':
        request(get);
        return isUp();
    }
  };
};
