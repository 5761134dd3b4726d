import { Failure } from '@gesso/crdt-schema';
import { signal } from '@preact/signals-core';
import { expect, test, vi } from 'vitest';
import { type FramedWindow, hostIn, talkWithHost } from './host-messages.ts';

type Hear = (event: MessageEvent<unknown>) => void;

const origin = 'https://intranet.example';

/** A board in a frame, and the page around it. */
function framed(search = `?host=${encodeURIComponent(origin)}`) {
  const heard = new Set<Hear>();
  const parent = { postMessage: vi.fn() };
  const page: FramedWindow = {
    location: { search },
    parent,
    addEventListener: (_type, hear) => heard.add(hear),
    removeEventListener: (_type, hear) => heard.delete(hear),
  };
  const board = {
    ready: Promise.resolve(),
    status: () => ({ sync: 'saved' }),
    board: {
      elements: () => [{ id: 'a' }],
      add: vi.fn(() => {
        throw new Failure('FORBIDDEN');
      }),
      remove: vi.fn(),
    },
  };
  const app = {
    editor: { board: { onChange: () => () => undefined }, role: signal('editor') },
    session: { status: signal({ sync: 'saved' }) },
  };
  const stop = talkWithHost(app as never, board as never, page);
  const ask = (data: unknown, from: object = { source: parent, origin }) => {
    for (const hear of heard) hear({ data, ...from } as MessageEvent<unknown>);
  };
  const answered = (message: object) =>
    vi.waitFor(() => expect(parent.postMessage).toHaveBeenCalledWith(message, origin));
  return { parent, board, ask, answered, stop, heard };
}

test('the page around is answered, and a refusal says what it is', async () => {
  const { board, ask, answered, stop, heard } = framed();
  ask({ gesso: 'ask', id: 1, method: 'elements' });
  await answered({ gesso: 'answer', id: 1, value: [{ id: 'a' }] });
  ask({ gesso: 'ask', id: 2, method: 'add', given: { kind: 'rect' } });
  const { message } = new Failure('FORBIDDEN');
  await answered({ gesso: 'answer', id: 2, failure: { code: 'FORBIDDEN', message } });
  ask({ gesso: 'ask', id: 3, method: 'remove', given: 'a' });
  await answered({ gesso: 'answer', id: 3, value: undefined });
  expect(board.board.remove).toHaveBeenCalledWith(['a']);
  ask({ gesso: 'ask', id: 4, method: 'constructor' });
  await answered({ gesso: 'answer', id: 4, failure: expect.objectContaining({ code: 'MALFORMED' }) });
  stop();
  expect(heard.size).toBe(0);
});

test('it is told when the board is there, and of its status', async () => {
  const { answered } = framed();
  await answered({ gesso: 'status', sync: 'saved', role: 'editor' });
  await answered({ gesso: 'ready' });
});

test('other windows, other origins and other messages are not heard', async () => {
  const { parent, ask } = framed();
  await Promise.resolve();
  parent.postMessage.mockClear();
  const asked = { gesso: 'ask', id: 1, method: 'elements' };
  ask(asked, { source: {}, origin });
  ask(asked, { source: parent, origin: 'https://elsewhere.example' });
  ask('elements');
  ask(null);
  ask({ ...asked, gesso: 'answer' });
  await Promise.resolve();
  expect(parent.postMessage.mock.calls.filter(([message]) => message.gesso === 'answer')).toEqual([]);
});

test('nothing is heard or told where the address names no page around', () => {
  const { parent, heard } = framed('');
  expect(heard.size).toBe(0);
  expect(parent.postMessage).not.toHaveBeenCalled();
  expect(hostIn('?host=javascript:alert(1)')).toBeUndefined();
  expect(hostIn('?host=*')).toBeUndefined();
  expect(hostIn('?host=https://intranet.example/page')).toBe(origin);
});
