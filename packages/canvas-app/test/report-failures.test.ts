import { Failure } from '@gesso/crdt-schema';
import { signal } from '@preact/signals-core';
import { describe, expect, test } from 'vitest';
import type { CommandContext } from '../src/commands/command.ts';
import { type Draft, noDraft } from '../src/editor/draft.ts';
import type { PointerInput } from '../src/editor/pointer.ts';
import type { Gesture } from '../src/gestures/gesture.ts';
import type { InputTarget } from '../src/input/target.ts';
import { commandsByHand, hearFailures, targetByHand } from '../src/report-failures.ts';
import { refusalOf } from '../src/ui/sentence.ts';
import { say } from '../src/words/say.ts';

const full = new Failure('BOARD_FULL');
const pointer = {} as PointerInput;

const listening = () => {
  const told: Failure[] = [];
  return { told, byHand: hearFailures((failure) => told.push(failure)) };
};

describe('what a board refuses', () => {
  test('is told and given up; anything else is a fault of ours and stays one', () => {
    const { told, byHand } = listening();
    expect(byHand(() => 7)).toBe(7);
    expect(
      byHand(() => {
        throw full;
      }),
    ).toBeUndefined();
    expect(told).toEqual([full]);
    expect(() =>
      byHand(() => {
        throw new TypeError('a fault');
      }),
    ).toThrow(TypeError);
  });

  test('leaves nothing of a gesture on the screen', () => {
    const { told, byHand } = listening();
    const draft = signal<Draft>(noDraft);
    const gesture: Gesture = {
      move() {
        draft.value = { ...noDraft, fading: new Set(['x']) };
      },
      end() {
        throw full;
      },
      cancel() {},
    };
    const target = { press: () => gesture } as unknown as InputTarget;
    const pressed = targetByHand(
      target,
      {
        showDraft(next) {
          draft.value = next;
        },
      },
      byHand,
    ).press(pointer, false);
    pressed?.move(pointer);
    expect(draft.peek()).not.toBe(noDraft);
    pressed?.end(pointer);
    expect(draft.peek()).toBe(noDraft);
    expect(told).toEqual([full]);
    expect(pressed?.lost).toBeUndefined();
  });

  test('is told of commands, which stay what they are otherwise; what was not refused has run', () => {
    const { told, byHand } = listening();
    const command = {
      label: 'Group',
      keys: ['mod+g'],
      group: 'arrange' as const,
      run() {
        throw full;
      },
    };
    const ran: string[] = [];
    const commands = commandsByHand({ group: command, other: { ...command, run() {} } }, byHand, (id) => ran.push(id));
    commands['group']?.run({} as CommandContext);
    expect(commands['group']?.keys).toBe(command.keys);
    expect(told).toEqual([full]);
    commands['other']?.run({} as CommandContext);
    expect(ran).toEqual(['other']);
  });
});

describe('a refusal as a sentence', () => {
  test('speaks of what was done, not of what was sent', () => {
    expect(refusalOf(new Failure('TOO_LARGE', 'sticky.text'))).toBe(say('refusal.textFull'));
    expect(refusalOf(new Failure('MALFORMED', 'rect.groups'))).toBe(say('refusal.groupsFull'));
    for (const detail of ['rect.x', 'text.y', 'stroke.scale', 'rect.width', 'points'])
      expect(refusalOf(new Failure('MALFORMED', detail))).toBe(say('refusal.boardEnds'));
    expect(refusalOf(new Failure('MALFORMED', 'rect.color'))).toBe(say('refusal.notPossible'));
    expect(refusalOf(full)).toContain('This board is full.');
  });
});
