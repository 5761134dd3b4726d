import {
  applyUpdate,
  type BoardDoc,
  createBoardDoc,
  encodeNotice,
  encodeRole,
  encodeState,
  messageType,
  openBoard,
  openComments,
  type Role,
} from '@gesso/crdt-schema';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import { liveNetwork } from '../../test/helpers/live-network.ts';
import { prepareConnection } from './connect.ts';
import { unsavedChanges, unsentChanges } from './unsaved-changes.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Sockets that never open, and what was done to them. */
const deadNetwork = () => {
  const sockets: { readonly url: string; closed: boolean }[] = [];
  function Dead(this: unknown, url: string) {
    const socket = { url, closed: false };
    sockets.push(socket);
    const events: Record<string, unknown> = {
      CONNECTING: 0,
      readyState: 0,
      send: () => undefined,
      close() {
        socket.closed = true;
        events['readyState'] = 3;
        const onclose = events['onclose'];
        if (typeof onclose === 'function') onclose({ code: 1006, reason: '' });
      },
    };
    return events;
  }
  return { sockets, WebSocket: Dead as unknown as typeof WebSocket };
};

test('a socket that never opens is given up, and another is tried', async () => {
  const { sockets, WebSocket } = deadNetwork();
  const events = new EventTarget() as unknown as Window;
  const connection = prepareConnection(createBoardDoc(), 'ws://gesso.test', () => 0, {
    addEventListener: events.addEventListener.bind(events),
    removeEventListener: events.removeEventListener.bind(events),
    WebSocket,
  });
  connection.open('board');
  await vi.advanceTimersByTimeAsync(24_000);
  expect(sockets.map(({ closed }) => closed)).toEqual([false]);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(sockets.map(({ closed }) => closed)).toEqual([true, false]);
  connection.close();
});

test('what the browser says of the network has another socket tried at once', async () => {
  const { sockets, WebSocket } = deadNetwork();
  const events = new EventTarget() as unknown as Window;
  const connection = prepareConnection(createBoardDoc(), 'ws://gesso.test', () => 0, {
    addEventListener: events.addEventListener.bind(events),
    removeEventListener: events.removeEventListener.bind(events),
    WebSocket,
  });
  connection.open('board');
  events.dispatchEvent(new Event('offline'));
  expect(sockets.map(({ closed }) => closed)).toEqual([true, false]);
  events.dispatchEvent(new Event('online'));
  expect(sockets.map(({ closed }) => closed)).toEqual([true, true, false]);
  connection.close();
});

test('what a server announced is over for who has come to another, and does nothing there', async () => {
  const { sockets, WebSocket } = liveNetwork();
  const events = new EventTarget() as unknown as Window;
  const connection = prepareConnection(createBoardDoc(), 'ws://gesso.test', () => 0, {
    addEventListener: events.addEventListener.bind(events),
    removeEventListener: events.removeEventListener.bind(events),
    WebSocket,
  });
  connection.open('board');
  sockets[0]?.accept();
  sockets[0]?.say((encoder) => {
    encoding.writeUint8Array(encoder, encodeNotice({ code: 'DRAINING', message: 'The server is restarting.' }));
  });
  sockets[0]?.fail(1012, 'DRAINING');
  expect(connection.notice.value).toMatchObject({ code: 'DRAINING' });
  await vi.advanceTimersByTimeAsync(1_000);
  sockets[1]?.accept();
  expect(connection.notice.value).toBeUndefined();
  connection.close();
});

test('who has not moved meanwhile is seen at once by a page that comes back', async () => {
  const { sockets, WebSocket } = liveNetwork();
  const events = new EventTarget() as unknown as Window;
  const connection = prepareConnection(createBoardDoc(), 'ws://gesso.test', () => 0, {
    addEventListener: events.addEventListener.bind(events),
    removeEventListener: events.removeEventListener.bind(events),
    WebSocket,
  });
  const other = new Awareness(createBoardDoc());
  other.setLocalState({ user: { id: 'ben' } });
  const present = (encoder: encoding.Encoder) => {
    encoding.writeVarUint(encoder, messageType.awareness);
    encoding.writeVarUint8Array(encoder, encodeAwarenessUpdate(other, [other.clientID]));
  };
  const isSeen = () => connection.awareness.getStates().has(other.clientID);
  connection.open('board');
  sockets[0]?.accept();
  sockets[0]?.say(present);
  expect(isSeen()).toBe(true);
  sockets[0]?.fail(1006, '');
  expect(isSeen()).toBe(false);
  await vi.advanceTimersByTimeAsync(1_000);
  sockets[1]?.accept();
  // Another server knows them by the clock by which the first one did.
  sockets[1]?.say(present);
  expect(isSeen()).toBe(true);
  other.destroy();
  connection.close();
});

test('without a way in what earlier pages have left is counted once, and what is written now is kept with it', () => {
  const { WebSocket } = deadNetwork();
  const events = new EventTarget() as unknown as Window;
  const doc = createBoardDoc();
  const board = openBoard(doc);
  const kept: string[] = [];
  const connection = prepareConnection(doc, 'ws://gesso.test', () => 0, {
    addEventListener: events.addEventListener.bind(events),
    removeEventListener: events.removeEventListener.bind(events),
    WebSocket,
    own: {
      begins: () => new Map(),
      earlier: () => 3,
      wrote: () => undefined,
      stored: () => kept.push('stored'),
      keep: () => kept.push('kept'),
    },
  });
  connection.unreachable();
  connection.unreachable();
  expect(connection.status.value).toEqual({ sync: 'offline', unsaved: 3 });
  kept.length = 0;
  board.edit((w) => w.add({ kind: 'rect', x: 1, y: 1 }));
  expect(connection.status.value.unsaved).toBe(4);
  expect(kept).toEqual(['kept']);
  connection.close();
});

describe('when others have written under this device’s client id', () => {
  /** Ada has drawn under two client ids, and others wrote under the first of them. */
  const scene = (takes: () => Promise<boolean> = async () => true) => {
    const { sockets, WebSocket } = liveNetwork();
    const events = new EventTarget() as unknown as Window;
    const doc = createBoardDoc();
    const board = openBoard(doc);
    const lists: ReadonlySet<string>[] = [];
    const own = unsavedChanges(() => undefined, undefined);
    const connection = prepareConnection(doc, 'ws://gesso.test', () => 0, {
      addEventListener: events.addEventListener.bind(events),
      removeEventListener: events.removeEventListener.bind(events),
      WebSocket,
      own,
      onCollision: async (elements) => {
        lists.push(elements);
        return takes();
      },
    });
    const client = doc.clientID;
    const taken = board.edit((w) => w.add({ kind: 'rect', x: 1, y: 1 }));
    doc.clientID = client + 1;
    const other = board.edit((w) => w.add({ kind: 'rect', x: 2, y: 2 }));
    const forger = createBoardDoc();
    forger.clientID = client;
    openBoard(forger).edit((w) => w.add({ kind: 'rect', x: 7, y: 7 }));
    const forged = encodeState(forger);
    connection.open('board');
    const meet = async () => {
      const socket = sockets.at(-1);
      if (socket === undefined) throw new Error('no socket');
      socket.accept();
      socket.sync(client, 100, forged);
      // What a document is left with is fetched when that happens.
      await import('./leave-document.ts');
      await vi.advanceTimersByTimeAsync(0);
      return socket;
    };
    return { sockets, board, connection, own, lists, taken, other, meet };
  };

  test('the page is left once nothing else of it is unsaved, and not at any acknowledgement', async () => {
    const { meet, lists, taken, other, connection } = scene();
    const socket = await meet();
    socket.acknowledge(0);
    await vi.advanceTimersByTimeAsync(0);
    expect(lists).toEqual([]);
    socket.acknowledge(1);
    await vi.advanceTimersByTimeAsync(5_000);
    // What was written under the other id may build on what was lost: it is set down as well.
    expect(lists).toEqual([new Set([taken, other])]);
    connection.close();
  });

  test('and no answer comes, all that is not known to be stored is set down', async () => {
    const { meet, lists, taken, other, board, connection } = scene();
    await meet();
    const late = board.edit((w) => w.add({ kind: 'rect', x: 3, y: 3 }));
    await vi.advanceTimersByTimeAsync(1_900);
    expect(lists).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    expect(lists).toEqual([new Set([taken, other, late])]);
    connection.close();
  });

  test('and the connection is lost meanwhile, the next one finds it again', async () => {
    const { meet, lists, sockets, taken, other, connection } = scene();
    (await meet()).fail(1006);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(lists).toEqual([]);
    expect(sockets).toHaveLength(2);
    (await meet()).acknowledge(1);
    await vi.advanceTimersByTimeAsync(0);
    expect(lists).toEqual([new Set([taken, other])]);
    connection.close();
  });

  test.each(['refused', 'not to be had'])(
    'and setting down is %s, the person is told that it is only here, and the next page knows',
    async (how) => {
      const { meet, sockets, own, connection } = scene(
        how === 'refused' ? async () => false : () => Promise.reject(new TypeError('offline')),
      );
      (await meet()).acknowledge(1);
      await vi.advanceTimersByTimeAsync(60_000);
      expect(connection.status.peek()).toMatchObject({ sync: 'refused', reason: 'NOT_YOUR_ID', unsaved: 2 });
      expect(own.begins().size).toBe(2);
      expect(sockets).toHaveLength(1);
      connection.close();
    },
  );

  test('and the server refuses the id, all that is not stored is set down', async () => {
    const { sockets, lists, taken, other, connection } = scene();
    sockets[0]?.accept();
    sockets[0]?.fail(4403, 'NOT_YOUR_ID');
    await vi.advanceTimersByTimeAsync(0);
    expect(lists).toEqual([new Set([taken, other])]);
    connection.close();
  });
});

describe('what a device has of a board that the server has not', () => {
  /** A page that knows what Ada drew and the server does not, and has written a comment of its own or none. */
  const answerOf = (role: Role, comments: boolean): BoardDoc => {
    const { sockets, WebSocket } = liveNetwork();
    const events = new EventTarget() as unknown as Window;
    const doc = createBoardDoc();
    const drawn = createBoardDoc();
    openBoard(drawn).edit((w) => w.add({ kind: 'rect', x: 1, y: 1 }));
    applyUpdate(doc, encodeState(drawn));
    const connection = prepareConnection(doc, 'ws://gesso.test', () => 0, {
      addEventListener: events.addEventListener.bind(events),
      removeEventListener: events.removeEventListener.bind(events),
      WebSocket,
    });
    if (comments) openComments(doc, { me: () => ({ id: 'bo', name: 'Bo' }), now: () => 1 }).say({ text: 'hello' });
    connection.open('board');
    const [socket] = sockets;
    socket?.accept();
    socket?.say((encoder) => {
      encoding.writeUint8Array(encoder, encodeRole({ role, you: { id: 'bo', name: 'Bo', color: '#112233' } }));
    });
    socket?.sync(doc.clientID, 0, encodeState(createBoardDoc()));
    connection.close();
    const answer = socket?.sent.find(([type, step]) => type === 0 && step === 1);
    const decoder = decoding.createDecoder(answer ?? new Uint8Array());
    decoding.readVarUint(decoder);
    decoding.readVarUint(decoder);
    const told = createBoardDoc();
    applyUpdate(told, decoding.readVarUint8Array(decoder));
    return told;
  };

  test.each([
    ['an editor brings it', 'editor', false, true],
    ['a viewer keeps it', 'viewer', false, false],
    ['a commenter who has written nothing keeps it', 'commenter', false, false],
    ['a commenter who has written something brings that', 'commenter', true, true],
  ] as const)('%s', (_, role, comments, brings) => {
    const told = answerOf(role, comments);
    expect([told.getMap('el').size, told.getMap('cm').size]).toEqual([brings ? 1 : 0, comments ? 1 : 0]);
  });
});

describe('what is not known to be stored when a page is closed', () => {
  const storageOf = (): Storage => {
    const rows = new Map<string, string>();
    return {
      get length() {
        return rows.size;
      },
      key: (i: number) => [...rows.keys()][i] ?? null,
      getItem: (key: string) => rows.get(key) ?? null,
      setItem: (key: string, text: string) => void rows.set(key, text),
      removeItem: (key: string) => void rows.delete(key),
      clear: () => rows.clear(),
    };
  };

  /** Bo says something on a board that is open. */
  const saying = (role: Role) => {
    const { sockets, WebSocket } = liveNetwork();
    const events = new EventTarget() as unknown as Window;
    const doc = createBoardDoc();
    const storage = storageOf();
    const connection = prepareConnection(doc, 'ws://gesso.test', () => 0, {
      addEventListener: events.addEventListener.bind(events),
      removeEventListener: events.removeEventListener.bind(events),
      WebSocket,
      own: unsavedChanges(() => 'board', storage),
    });
    connection.open('board');
    const [socket] = sockets;
    socket?.accept();
    socket?.say((encoder) => {
      encoding.writeUint8Array(encoder, encodeRole({ role, you: { id: 'bo', name: 'Bo', color: '#112233' } }));
    });
    socket?.sync(doc.clientID, 0, encodeState(createBoardDoc()));
    openComments(doc, { me: () => ({ id: 'bo', name: 'Bo' }), now: () => 1 }).say({ text: 'hello' });
    return { doc, storage, socket, connection };
  };

  test('is known to the next page of a commenter, until it is stored', () => {
    const { doc, storage, socket, connection } = saying('commenter');
    expect(connection.status.peek()).toMatchObject({ sync: 'saving', unsaved: 1 });
    expect([...unsavedChanges(() => 'board', storage).begins()]).toEqual([[doc.clientID, 0]]);
    socket?.acknowledge(socket.sent.filter(([type, step]) => type === 0 && step === 2).length + 1);
    expect(connection.status.peek()).toMatchObject({ sync: 'saved', unsaved: 0 });
    expect(unsentChanges(storage).size).toBe(0);
    connection.close();
  });

  test('need not be set down for an editor, whose next page brings all', () => {
    const { storage, connection } = saying('editor');
    expect(connection.status.peek()).toMatchObject({ sync: 'saving' });
    expect(unsentChanges(storage).size).toBe(0);
    connection.close();
  });
});
