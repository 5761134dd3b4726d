import { expect, test } from 'vitest';
import { type After, createLine, lineLife } from './line.ts';

/** A person who types, and what others see of it. */
const talker = () => {
  let said: string | undefined;
  let isOpen = true;
  let now = 0;
  let due: { readonly at: number; readonly work: () => void } | undefined;
  const after: After = (ms, work) => {
    const mine = { at: now + ms, work };
    due = mine;
    return () => {
      if (due === mine) due = undefined;
    };
  };
  const line = createLine({
    say: (text) => {
      said = text;
    },
    close: () => {
      isOpen = false;
    },
    after,
  });
  const passes = (ms: number) => {
    now += ms;
    if (due === undefined || due.at > now) return;
    const { work } = due;
    due = undefined;
    work();
  };
  return { line, passes, said: () => said, isOpen: () => isOpen };
};

test('a line is seen as it is typed, and is gone five seconds after the last key', () => {
  const { line, passes, said, isOpen } = talker();
  for (const text of ['H', 'He', 'Hey']) {
    line.type(text);
    passes(lineLife - 1);
    expect(said()).toBe(text);
  }
  expect(isOpen()).toBe(true);
  passes(1);
  expect(said()).toBeUndefined();
  expect(isOpen()).toBe(false);
});

test('a line that was sent stays until its time is over or the next one begins', () => {
  const { line, passes, said, isOpen } = talker();
  line.type('Hey');
  passes(4_000);
  line.send();
  passes(4_000);
  expect(said()).toBe('Hey');
  line.type('Y');
  expect(said()).toBe('Y');
  line.send();
  passes(lineLife);
  expect(said()).toBeUndefined();
  expect(isOpen()).toBe(false);
});

test('Enter without a line closes the field and leaves what was sent to fade', () => {
  const { line, passes, said, isOpen } = talker();
  line.type('Hey');
  line.send();
  line.send();
  expect(isOpen()).toBe(false);
  expect(said()).toBe('Hey');
  passes(lineLife);
  expect(said()).toBeUndefined();
});

test('a field that is left leaves what was typed to fade, and is empty when it opens again', () => {
  const { line, passes, said, isOpen } = talker();
  line.type('Hey');
  line.leave();
  expect(isOpen()).toBe(false);
  expect(said()).toBe('Hey');
  line.send();
  passes(lineLife);
  expect(said()).toBeUndefined();
});

test('what is withdrawn is gone at once, and no timer closes what is opened after', () => {
  const { line, passes, said } = talker();
  line.type('Hey');
  line.withdraw();
  expect(said()).toBeUndefined();
  line.type('Y');
  passes(lineLife - 1);
  expect(said()).toBe('Y');
});

test('blanks alone say nothing', () => {
  const { line, said, isOpen } = talker();
  line.type('  ');
  expect(said()).toBeUndefined();
  line.send();
  expect(isOpen()).toBe(false);
});
