import { describe, expect, test } from 'vitest';
import { trackStatus } from './status.ts';

const update = { whole: false, empty: false };
const everything = { whole: true, empty: false };
const nothing = { whole: true, empty: true };

const connected = () => {
  const tracker = trackStatus();
  tracker.opened();
  tracker.synced();
  tracker.sent(nothing);
  return tracker;
};

describe('status of a board', () => {
  test('is connecting, then syncing, then saved', () => {
    const tracker = trackStatus();
    expect(tracker.status.value.sync).toBe('connecting');
    tracker.opened();
    expect(tracker.status.value.sync).toBe('syncing');
    tracker.synced();
    expect(tracker.status.value).toEqual({ sync: 'saved', unsaved: 0 });
  });

  test('says saved only after the acknowledgement', () => {
    const tracker = connected();
    tracker.edited();
    tracker.sent(update);
    expect(tracker.status.value).toEqual({ sync: 'saving', unsaved: 1 });
    tracker.acknowledged(1);
    expect(tracker.status.value).toEqual({ sync: 'saved', unsaved: 0 });
  });

  test('counts what waits while offline and clears it when the returning state is acknowledged', () => {
    const tracker = connected();
    tracker.closed();
    tracker.edited();
    tracker.edited();
    expect(tracker.status.value).toEqual({ sync: 'offline', unsaved: 2 });
    tracker.opened();
    tracker.synced();
    tracker.sent(everything);
    expect(tracker.status.value.sync).toBe('saving');
    tracker.acknowledged(1);
    expect(tracker.status.value).toEqual({ sync: 'saved', unsaved: 0 });
  });

  test('an update that left before the returning state does not cover offline edits', () => {
    const tracker = connected();
    tracker.closed();
    tracker.edited();
    tracker.opened();
    tracker.edited();
    tracker.sent(update);
    tracker.acknowledged(1);
    expect(tracker.status.value.unsaved).toBe(2);
    tracker.sent(everything);
    tracker.acknowledged(2);
    tracker.synced();
    expect(tracker.status.value).toEqual({ sync: 'saved', unsaved: 0 });
  });

  test('frames that a lost socket never acknowledged stay unsaved', () => {
    const tracker = connected();
    tracker.edited();
    tracker.sent(update);
    tracker.closed();
    tracker.opened();
    expect(tracker.status.value.unsaved).toBe(1);
  });

  test('an acknowledgement of more than was sent is not believed', () => {
    const tracker = connected();
    tracker.edited();
    tracker.acknowledged(5);
    expect(tracker.status.value).toEqual({ sync: 'saving', unsaved: 1 });
  });

  test('a refusal stays until a socket opens again', () => {
    const tracker = connected();
    tracker.edited();
    tracker.refused('REVOKED');
    tracker.closed();
    expect(tracker.status.value).toEqual({ sync: 'refused', reason: 'REVOKED', unsaved: 1 });
    tracker.opened();
    expect(tracker.status.value.sync).toBe('syncing');
  });
});
