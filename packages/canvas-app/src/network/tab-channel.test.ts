import { type Board, createBoardDoc, openBoard } from '@gesso/crdt-schema';
import { type Signal, signal } from '@preact/signals-core';
import { expect, test } from 'vitest';
import { fromOtherTab } from './local-databases.ts';
import type { SyncState } from './status.ts';
import { shareAmongTabs } from './tab-channel.ts';

/** A channel between tabs that delivers at once, and counts what it has carried. */
const network = () => {
  const channels: BroadcastChannel[] = [];
  const carried: unknown[] = [];
  const channel = (): BroadcastChannel => {
    const own = {
      onmessage: null,
      postMessage(data: unknown) {
        carried.push(data);
        for (const other of [...channels]) if (other !== own) other.onmessage?.({ data } as MessageEvent);
      },
      close: () => void channels.splice(channels.indexOf(own), 1),
    } as unknown as BroadcastChannel;
    channels.push(own);
    return own;
  };
  return { channel, carried };
};

interface Tab {
  readonly board: Board;
  readonly sync: Signal<SyncState>;
  /** Origins of what changed the document and was not written here. */
  readonly came: unknown[];
  readonly stop: () => void;
  readonly draw: () => unknown;
}

/** `copy`: the name of the copy on this device that the tab writes to. */
const tab = (channel: BroadcastChannel, state: SyncState, copy: string | undefined = 'copy', mayWrite = true): Tab => {
  const doc = createBoardDoc();
  const board = openBoard(doc);
  const sync = signal<SyncState>(state);
  const came: unknown[] = [];
  doc.on('update', (_update: Uint8Array, origin: unknown, _doc: unknown, { local }: { local: boolean }) => {
    if (!local) came.push(origin);
  });
  return {
    ...{ board, sync, came },
    stop: shareAmongTabs({ doc, channel, sync, copy: () => copy, mayWrite: () => mayWrite }),
    draw: () => board.edit((w) => w.add({ kind: 'rect', x: 1, y: 1 })),
  };
};

test('tabs without a server see what the others write, and what was written before they came', () => {
  const { channel } = network();
  const ada = tab(channel(), 'offline');
  ada.draw();
  const ben = tab(channel(), 'offline');
  expect(ben.board.size).toBe(1);
  ben.draw();
  ada.draw();
  const cy = tab(channel(), 'offline');
  for (const { board } of [ada, ben, cy]) expect(board.size).toBe(3);
});

test('one that had written alone is asked back by the one that comes', () => {
  const { channel } = network();
  const late = channel();
  const ada = tab(channel(), 'offline');
  const ben = tab(late, 'connecting');
  ben.draw();
  ada.draw();
  expect(ben.board.size).toBe(2);
  ben.sync.value = 'offline';
  expect([ada.board.size, ben.board.size]).toEqual([2, 2]);
});

test('a tab with a server that takes nothing of it passes nothing on there, and shows it once it is cut off as well', () => {
  const { channel } = network();
  const ada = tab(channel(), 'offline');
  const viewer = tab(channel(), 'saved', 'copy', false);
  ada.draw();
  expect(viewer.board.size).toBe(0);
  viewer.sync.value = 'offline';
  expect(viewer.board.size).toBe(1);
});

test('with a server nothing is sent; what a tab without one tells is taken', () => {
  const { channel, carried } = network();
  const ada = tab(channel(), 'saved');
  const ben = tab(channel(), 'saving');
  ada.draw();
  expect(carried).toEqual([]);
  ben.sync.value = 'offline';
  ben.draw();
  expect(ada.board.size).toBe(2);
});

test.each([
  ['has it already', 'copy', true],
  ['was begun anew since, and goes with its last tab', 'older copy', false],
  ['is none', undefined, false],
])(
  'what comes is known as kept where the copy of the tab that wrote it is that of this one: it %s',
  (_, copy, isKept) => {
    const { channel } = network();
    const other = channel();
    const ben = tab(other, 'offline');
    const doc = createBoardDoc();
    const sync = signal<SyncState>('offline');
    shareAmongTabs({ doc, channel: channel(), sync, copy: () => copy, mayWrite: () => true });
    openBoard(doc).edit((w) => w.add({ kind: 'rect', x: 1, y: 1 }));
    expect(ben.came.at(-1)).toBe(isKept ? fromOtherTab : other);
  },
);

test('a tab whose document is refused neither gives nor takes, nor does one that has stopped', () => {
  const { channel } = network();
  const ada = tab(channel(), 'refused');
  const ben = tab(channel(), 'offline');
  const cy = tab(channel(), 'offline');
  cy.stop();
  ada.draw();
  ben.draw();
  cy.draw();
  expect([ada, ben, cy].map(({ board }) => board.size)).toEqual([1, 1, 1]);
});

test('what is no message is passed over', () => {
  const { channel } = network();
  const own = channel();
  const ada = tab(own, 'offline');
  for (const data of [undefined, 7, {}, { sync: 'x' }, { sync: Uint8Array.of(), copy: 'copy' }])
    expect(() => own.onmessage?.({ data } as MessageEvent)).not.toThrow();
  expect(ada.board.size).toBe(0);
});
