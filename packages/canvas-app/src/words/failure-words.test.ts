import { computed } from '@preact/signals-core';
import { expect, test } from 'vitest';
import { hintOfNotice, noticeOf } from './failure-words.ts';

test('what was announced before its words came is said anew in them, and with its hint', async () => {
  const announced = { code: 'STORE_UNAVAILABLE', message: 'In the words of the server.' };
  const said = computed(() => [noticeOf(announced), hintOfNotice(announced)]);
  // They come with what is fetched on demand: this file has a worker of its own.
  expect(said.value).toEqual(['In the words of the server.', '']);
  await import('./later.ts');
  expect(said.value).toEqual([
    'The server cannot store changes at the moment.',
    'Keep this page open: your changes are kept here and saved when the server recovers.',
  ]);
});
