import { type FailureCode, failures, type Person, roles } from '@gesso/crdt-schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Order, Present, Whom } from './bus.ts';
import { lettersIn } from './letters.ts';
import { encodeMessage, isFrom, type Message, messageKinds, readMessage } from './messages.ts';

const id = fc.stringMatching(/^[\w-]{1,40}$/);
/** Any text, halves of surrogate pairs included: names are whatever people paste. */
const text = fc.string({ unit: 'binary', maxLength: 60 });
const person: fc.Arbitrary<Person> = fc.record({ id, name: text, color: fc.stringMatching(/^#[0-9a-f]{6}$/) });
const role = fc.constantFrom(...roles);
const present: fc.Arbitrary<Present> = fc.record({ person, role, link: id }, { requiredKeys: ['person', 'role'] });
const code = fc.constantFrom(...(Object.keys(failures) as FailureCode[]));

const whom: fc.Arbitrary<Whom> = fc.oneof(
  fc.record({ of: fc.constant('everybody' as const) }),
  fc.record({ of: fc.constant('people' as const), ids: fc.array(id) }),
  fc.record({ of: fc.constant('roles' as const), roles: fc.array(role) }),
  fc.record({ of: fc.constant('link' as const), link: id }),
  fc.record({ of: fc.constant('connection' as const), connection: id }),
);

const notice = fc.record({ code: id, message: text, person }, { requiredKeys: ['code', 'message'] });

const asker = fc
  .tuple(
    person,
    fc.record(
      { signedIn: fc.boolean(), colorChosen: fc.boolean(), until: fc.nat(), link: id },
      { requiredKeys: ['signedIn'] },
    ),
  )
  .map(([who, rest]) => ({ ...who, ...rest }));
const order: fc.Arbitrary<Order> = fc.oneof(
  fc.record(
    { order: fc.constant('close' as const), board: id, code, whom },
    { requiredKeys: ['order', 'code', 'whom'] },
  ),
  fc.record({ order: fc.constant('close way' as const), board: id, whom }),
  fc.record({ order: fc.constant('notify' as const), board: id, notice, whom }),
  fc.record({ order: fc.constant('rename' as const), person, colorChosen: fc.boolean() }),
  fc.record({ order: fc.constant('ask' as const), board: id, person, by: asker }),
  fc.record({ order: fc.constant('answered' as const), board: id, person: id }),
);

const frame = fc.uint8Array({ maxLength: 300 });

const message: fc.Arbitrary<Message> = fc.oneof(
  fc.record({ kind: fc.constant('stored' as const), board: id, upTo: fc.maxSafeNat() }),
  fc.record({
    kind: fc.constant('stored' as const),
    board: id,
    upTo: fc.maxSafeNat(),
    along: fc.record({
      timeline: fc.nat({ max: 0xffffffff }),
      updates: fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { minLength: 1, maxLength: 5 }),
    }),
  }),
  fc.record({ kind: fc.constantFrom('live' as const, 'presence' as const), board: id, frame }),
  fc.record({ kind: fc.constant('people' as const), board: id, people: fc.array(present) }),
  fc.record({ kind: fc.constant('opened' as const), board: id }),
  fc.record({ kind: fc.constant('order' as const), order }),
  fc.record({ kind: fc.constant('away' as const) }),
  fc.record({
    kind: fc.constant('spent' as const),
    spent: fc.array(fc.tuple(id, text, fc.maxSafeNat())),
    number: fc.maxSafeNat(),
  }),
);

const encoded = (from: string, said: Message): Buffer => {
  const bytes = encodeMessage(from, said);
  if (bytes === undefined) throw new Error('too large');
  return bytes;
};

describe('a message', () => {
  test('comes back from bytes as it was, with who said it', () => {
    fc.assert(
      fc.property(id, message, (from, said) => {
        expect(readMessage(encoded(from, said))).toEqual({ from, message: said });
      }),
    );
  });

  test('is known to be from a server without being read', () => {
    fc.assert(
      fc.property(id, id, message, (one, other, said) => {
        expect(isFrom(encoded(one, said), Buffer.from(one))).toBe(true);
        expect(isFrom(encoded(one, said), Buffer.from(other))).toBe(one === other);
      }),
    );
  });

  test('with a frame is its bytes and a few more', () => {
    const bytes = encoded('server', { kind: 'live', board: 'board', frame: new Uint8Array(1_000) });
    expect(bytes.length).toBe(1_000 + 4 + 'server'.length + 'board'.length);
  });

  test('that is larger than any may be is not told', () => {
    const large = (bytes: number) => encodeMessage('a', { kind: 'live', board: 'b', frame: new Uint8Array(bytes) });
    expect(large(4 * 1024 * 1024)).toBeUndefined();
    expect(large(4 * 1024 * 1024 - 6)).toHaveLength(4 * 1024 * 1024);
    expect(encodeMessage('a', { kind: 'opened', board: 'b'.repeat(256) })).toBeUndefined();
  });
});

describe('what is no message', () => {
  const garbage = fc.uint8Array({ maxLength: 400 });

  test('is found to be none, whatever it is', () => {
    fc.assert(
      fc.property(garbage, (bytes) => {
        const read = readMessage(bytes);
        if (typeof read === 'string') expect(['newer', 'unreadable']).toContain(read);
        else expect(messageKinds).toContain(read.message.kind);
      }),
    );
  });

  test('nor does one that was damaged end anything', () => {
    const damage = fc.array(fc.tuple(fc.nat(500), fc.nat(255)), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(message, damage, fc.nat(500), (said, changes, end) => {
        const bytes = encoded('server', said).subarray(0, end);
        for (const [at, byte] of changes) if (at < bytes.length) bytes[at] = byte;
        readMessage(bytes);
      }),
    );
  });

  test('nor does a payload of the database that is none', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (payload) => {
        for (const bytes of lettersIn(payload)) readMessage(bytes);
      }),
    );
  });

  test('may be one of a newer version, which is ignored', () => {
    const known = encoded('server', { kind: 'opened', board: 'board' });
    const with0 = (at: number, byte: number) => Buffer.from(known.map((old, n) => (n === at ? byte : old)));
    expect(readMessage(with0(0, 2))).toBe('newer');
    expect(readMessage(with0(1, 200))).toBe('newer');
    expect(readMessage(with0(0, 0))).toBe('unreadable');
    expect(readMessage(with0(1, 0))).toBe('unreadable');
    const later = { order: 'dance', board: 'board' } as unknown as Order;
    expect(readMessage(encoded('server', { kind: 'order', order: later }))).toBe('newer');
  });

  test.each([
    ['an order without a name', { board: 'board' }],
    ['an order to close for a reason there is not', { order: 'close', code: 'BECAUSE', whom: { of: 'everybody' } }],
    ['an order to nobody that is known', { order: 'close', code: 'REVOKED', whom: { of: 'cats' } }],
    ['a notice that is none', { order: 'notify', board: 'b', whom: { of: 'everybody' }, notice: { code: 1 } }],
    ['an ask of nobody', { order: 'ask', board: 'b', person: { id: 'a', name: 'a', color: '#000000' } }],
    ['an answer to nobody', { order: 'answered', board: 'b' }],
    ['a person without a name', { order: 'rename', person: { id: 'a', color: '#000000' }, colorChosen: true }],
    ['a list', []],
  ])('is not taken for one: %s', (_what, order) => {
    expect(readMessage(encoded('server', { kind: 'order', order: order as unknown as Order }))).toBe('unreadable');
  });

  test('is a number that no log has', () => {
    const bytes = encoded('server', { kind: 'stored', board: 'board', upTo: 1 });
    bytes.fill(0xff, bytes.length - 8);
    expect(readMessage(bytes)).toBe('unreadable');
    expect(readMessage(bytes.subarray(0, -1))).toBe('unreadable');
  });

  test('is a hint with updates that go beyond its end', () => {
    const along = { timeline: 1, updates: [Uint8Array.of(1, 2, 3)] };
    const bytes = encoded('server', { kind: 'stored', board: 'board', upTo: 1, along });
    for (let end = 1; end <= 10; end++) expect(readMessage(bytes.subarray(0, -end))).toBe('unreadable');
    bytes.fill(0xff, bytes.length - 7, bytes.length - 3);
    expect(readMessage(bytes)).toBe('unreadable');
  });
});
