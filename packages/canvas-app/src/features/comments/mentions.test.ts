import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { completed, mentionAt, namedIn, offered, withPicked } from './mentions.ts';

const people = [
  { id: '1', name: 'Teal Fox' },
  { id: '2', name: 'Çelik' },
  { id: '3', name: 'Olive Raven' },
  { id: '', name: 'Nobody' },
];

describe('a name behind an @', () => {
  test('is typed at the beginning and after a space, and not within a word', () => {
    expect(mentionAt('@te', 3)).toEqual({ from: 0, typed: 'te' });
    expect(mentionAt('see @', 5)).toEqual({ from: 4, typed: '' });
    expect(mentionAt('(@o', 3)).toEqual({ from: 1, typed: 'o' });
    expect(mentionAt('a@b.org', 7)).toBeUndefined();
    expect(mentionAt('no', 2)).toBeUndefined();
  });

  test('ends with its line, and where no name goes on', () => {
    expect(mentionAt('@te\nal', 6)).toBeUndefined();
    expect(mentionAt('@ te', 4)).toBeUndefined();
    expect(mentionAt('@teal fox', 9)).toEqual({ from: 0, typed: 'teal fox' });
    expect(mentionAt(`@${'x'.repeat(41)}`, 42)).toBeUndefined();
  });

  test('is offered by any of its words, without case and accents', () => {
    const names = (typed: string) => offered(people, typed).map(({ name }) => name);
    expect(names('fo')).toEqual(['Teal Fox']);
    expect(names('ce')).toEqual(['Çelik']);
    expect(names('ox')).toEqual([]);
    expect(names('')).toHaveLength(4);
  });

  test('is completed where it stands', () => {
    expect(completed('ask @te now', 7, { id: '1', name: 'Teal Fox' })).toEqual({
      text: 'ask @Teal Fox now',
      caret: 14,
    });
    expect(completed('@', 1, { id: '1', name: 'Teal Fox' })).toEqual({ text: '@Teal Fox ', caret: 10 });
  });

  test('once completed, names its person, whatever stands around it', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const { text } = completed(`${before} @te${after}`, before.length + 4, { id: '1', name: 'Teal Fox' });
        expect(namedIn(text, people)).toContain('1');
      }),
    );
  });

  test('names those with an id, each as often as they are in the text once', () => {
    expect(namedIn('@Olive Raven and @Nobody and @Olive Raven', people)).toEqual(['3']);
  });

  test('chosen from the list names that person alone, however many have it; typed by hand all of them', () => {
    const annas = [
      { id: 'one', name: 'Anna' },
      { id: 'two', name: 'Anna' },
      { id: 'three', name: 'Anna' },
    ];
    const picked = withPicked(new Map(), { id: 'two', name: 'Anna' });
    expect(namedIn('@Anna, see', annas, picked)).toEqual(['two']);
    expect(namedIn('@Anna and @Anna', annas, withPicked(picked, { id: 'one', name: 'Anna' }))).toEqual(['one', 'two']);
    expect(namedIn('@Anna and @Anna', annas, withPicked(picked, { id: 'two', name: 'Anna' }))).toEqual(['two']);
    expect(namedIn('@Anna and @Anna', annas, picked)).toEqual(['one', 'two', 'three']);
    expect(namedIn('nobody any more', annas, picked)).toEqual([]);
  });

  test('that begins with a shorter one names its own person alone', () => {
    const both = [
      { id: 'ann', name: 'Ann' },
      { id: 'anna', name: 'Anna' },
      { id: 'other', name: 'Anna' },
    ];
    expect(namedIn('@Anna, see', both)).toEqual(['anna', 'other']);
    expect(namedIn('@Ann and @Anna', both)).toEqual(['ann', 'anna', 'other']);
    expect(namedIn('@@AnnaAnn', both)).toEqual(['anna', 'other']);
  });
});
