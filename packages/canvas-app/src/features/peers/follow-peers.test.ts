import { signal } from '@preact/signals-core';
import { expect, test, vi } from 'vitest';
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate, removeAwarenessStates } from 'y-protocols/awareness';
import * as Y from 'yjs';
import type { Peer } from '../../editor/people.ts';
import { followPeers } from './follow-peers.ts';

test('a person stays where they pointed last, until they have left', () => {
  const here = new Awareness(new Y.Doc());
  const there = new Awareness(new Y.Doc());
  const user = { id: 'ben', name: 'Ben', color: '#c2255c' };
  let told: readonly Peer[] = [];
  const stop = followPeers(
    here,
    signal(undefined),
    (peers) => {
      told = peers;
    },
    () => true,
  );
  const says = (state: object) => {
    there.setLocalState({ user, ...state });
    applyAwarenessUpdate(here, encodeAwarenessUpdate(there, [there.clientID]), 'test');
    return told[0];
  };
  expect(says({})).toMatchObject({ cursor: undefined, place: undefined });
  expect(says({ cursor: [3, 4] })).toMatchObject({ cursor: { x: 3, y: 4 }, place: { x: 3, y: 4 } });
  expect(says({})).toMatchObject({ cursor: undefined, place: { x: 3, y: 4 } });
  removeAwarenessStates(here, [there.clientID], 'test');
  expect(told).toEqual([]);
  expect(says({})).toMatchObject({ place: undefined });
  stop();
  here.destroy();
  there.destroy();
});

test('when this page is cut off for a moment nobody vanishes, and who has left meanwhile does', () => {
  vi.useFakeTimers();
  const here = new Awareness(new Y.Doc());
  const others = ['ben', 'cas'].map((id) => {
    const there = new Awareness(new Y.Doc());
    there.setLocalState({ user: { id, name: id, color: '#c2255c' } });
    return there;
  });
  const [ben, cas] = others as [Awareness, Awareness];
  let isOpen = true;
  let names: string[] = [];
  const stop = followPeers(
    here,
    signal(undefined),
    (peers) => {
      names = peers.map(({ name }) => name).sort();
    },
    () => isOpen,
  );
  const shown = (there: Awareness) => {
    isOpen = true;
    applyAwarenessUpdate(here, encodeAwarenessUpdate(there, [there.clientID]), 'test');
  };
  const cutOff = () => {
    isOpen = false;
    removeAwarenessStates(here, [ben.clientID, cas.clientID], 'test');
  };
  shown(ben);
  shown(cas);
  cutOff();
  here.setLocalState({ user: { id: 'ann', name: 'Ann', color: '#c2255c' } });
  expect(names).toEqual(['ben', 'cas']);
  ben.setLocalStateField('idle', true);
  shown(ben);
  expect(names).toEqual(['ben']);
  cutOff();
  expect(names).toEqual(['ben']);
  vi.advanceTimersByTime(2_000);
  expect(names).toEqual([]);
  stop();
  for (const one of [here, ...others]) one.destroy();
  vi.useRealTimers();
});
