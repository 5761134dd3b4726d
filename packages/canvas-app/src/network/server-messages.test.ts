import { encodeNotice, encodeSaved, type NoticeMessage } from '@gesso/crdt-schema';
import * as decoding from 'lib0/decoding';
import { expect, test } from 'vitest';
import { hearServer } from './server-messages.ts';

const hearing = () => {
  const said = hearServer(() => undefined);
  const hear = (frame: Uint8Array) => {
    const decoder = decoding.createDecoder(frame);
    said.hear(decoding.readVarUint(decoder), decoder);
  };
  return { said, hear };
};

const trouble: NoticeMessage = { code: 'STORE_UNAVAILABLE', message: 'Changes cannot be stored.' };

test.each([
  ['of a person', { code: 'ASKS_TO_EDIT', message: '', person: { id: 'bo', name: 'Bo', color: '#112233' } }],
  ['of what is over', { code: 'COMMENT_LEFT_OUT', message: 'One comment was left out.' }],
])('what the server says %s takes no place from what lasts', (_, once) => {
  const { said, hear } = hearing();
  hear(encodeNotice(trouble));
  hear(encodeNotice(once));
  expect(said.notice.value).toMatchObject(trouble);
  expect(said.told.value).toMatchObject(once);
  hear(encodeSaved(1));
  expect(said.notice.value).toBeUndefined();
});

test('that a store works again is said once, and ends what was said of it', () => {
  const { said, hear } = hearing();
  hear(encodeNotice(trouble));
  hear(encodeNotice({ code: 'STORE_RECOVERED', message: 'Changes are being saved again.' }));
  expect(said.notice.value).toBeUndefined();
  expect(said.told.value).toMatchObject({ code: 'STORE_RECOVERED' });
});
