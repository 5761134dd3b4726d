import { signal } from '@preact/signals-core';
import { expect, test } from 'vitest';
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate, removeAwarenessStates } from 'y-protocols/awareness';
import * as Y from 'yjs';
import type { Peer } from '../../editor/people.ts';
import { followPeers } from './follow-peers.ts';

test('a person stays where they pointed last, until they have left', () => {
  const here = new Awareness(new Y.Doc());
  const there = new Awareness(new Y.Doc());
  const user = { id: 'ben', name: 'Ben', color: '#c2255c' };
  let told: readonly Peer[] = [];
  const stop = followPeers(here, signal(undefined), (peers) => {
    told = peers;
  });
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
