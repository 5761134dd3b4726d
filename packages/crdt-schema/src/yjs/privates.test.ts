import { createDecoder } from 'lib0/decoding';
import { createEncoder } from 'lib0/encoding';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { AsciiDecoder } from './ascii-decoder.ts';
import { AsciiEncoder } from './ascii-encoder.ts';
import { createBoardDoc } from './board-doc.ts';

/**
 * The shapes of Yjs and lib0 that this folder relies on, one test per row of its README. When one fails after an upgrade, its sentence
 * says what no longer holds and which file depends on it.
 */
const docWith = (fill: (doc: Y.Doc) => void): Y.Doc => {
  const doc = new Y.Doc();
  fill(doc);
  return doc;
};

const whole = (): Uint8Array => Y.encodeStateAsUpdate(docWith((doc) => doc.getMap('el').set('a', { k: 'rect' })));

describe('what this folder knows of the inside of Yjs and lib0', () => {
  test('an update decoder reads strings, keys and values through methods that can be overridden', () => {
    const decoder = new AsciiDecoder(createDecoder(whole()));
    expect(decoder.restDecoder, 'UpdateDecoderV1 no longer keeps { arr, pos }: ascii-decoder.ts').toMatchObject({
      arr: expect.any(Uint8Array),
      pos: 0,
    });
    let strings = 0;
    let values = 0;
    class Counting extends AsciiDecoder {
      override readString(): string {
        strings++;
        return super.readString();
      }
      override readAny(): unknown {
        values++;
        return super.readAny();
      }
    }
    Y.applyUpdateV2(new Y.Doc(), whole(), undefined, Counting);
    expect(strings, 'applyUpdateV2 no longer reads through the decoder it is given').toBeGreaterThan(2);
    expect(values, 'applyUpdateV2 no longer reads through the decoder it is given').toBeGreaterThan(0);
  });

  test('an update encoder writes into a buffer whose end is known', () => {
    const encoder = createEncoder();
    expect(encoder, 'lib0’s Encoder no longer keeps { cbuf, cpos }: ascii-encoder.ts').toMatchObject({
      cbuf: expect.any(Uint8Array),
      cpos: 0,
    });
    expect(new AsciiEncoder().restEncoder, 'UpdateEncoderV1 no longer writes into restEncoder').toMatchObject({
      cbuf: expect.any(Uint8Array),
      cpos: 0,
    });
    let values = 0;
    class Counting extends AsciiEncoder {
      override writeAny(value: unknown): void {
        values++;
        super.writeAny(value);
      }
    }
    const doc = docWith((made) => Y.applyUpdate(made, whole()));
    Y.encodeStateAsUpdateV2(doc, undefined, new Counting());
    expect(values, 'encodeStateAsUpdateV2 no longer writes through the encoder it is given').toBeGreaterThan(0);
  });

  test('listeners stand in _observers, and those of update are asked for after afterTransactionCleanup', () => {
    const doc = new Y.Doc();
    const order: string[] = [];
    const listener = () => order.push('update');
    doc.on('afterTransactionCleanup', () => order.push('cleanup'));
    doc.on('update', listener);
    expect(doc._observers, 'lib0’s observables no longer keep a map of sets').toBeInstanceOf(Map);
    expect(doc._observers.get('update'), 'lib0’s observables no longer keep a map of sets').toContain(listener);
    doc.getMap('el').set('a', 1);
    expect(order, 'Yjs emits update before afterTransactionCleanup: apply-remote-update.ts').toEqual([
      'cleanup',
      'update',
    ]);
    doc.once('afterTransactionCleanup', () => doc._observers.delete('update'));
    doc.getMap('el').set('a', 2);
    expect(order, 'Yjs looks for update listeners before afterTransactionCleanup: apply-remote-update.ts').toEqual([
      'cleanup',
      'update',
      'cleanup',
    ]);
  });

  test('every event is told through the method emit of its own object', () => {
    const doc = new Y.Doc();
    const told: string[] = [];
    const { emit } = doc;
    doc.emit = (name, args) => {
      told.push(`${name}`);
      return emit.call(doc, name, args);
    };
    doc.getMap('el').set('a', 1);
    expect(told, 'Yjs no longer calls doc.emit: guarded-listeners.ts guards nothing').toEqual(
      expect.arrayContaining(['beforeTransaction', 'afterTransaction', 'afterTransactionCleanup']),
    );
  });

  test('what waits for missing updates stands in pendingStructs and pendingDs', () => {
    const author = new Y.Doc();
    const updates: Uint8Array[] = [];
    author.on('update', (update) => updates.push(update));
    for (const value of [1, 2]) author.getMap('el').set('a', value);
    const doc = new Y.Doc();
    expect(doc.store, 'the store has other names for what waits: pending.ts').toMatchObject({
      pendingStructs: null,
      pendingDs: null,
    });
    Y.applyUpdate(doc, updates[1] ?? new Uint8Array());
    expect(doc.store.pendingStructs, 'the store has other names for what waits: pending.ts').not.toBeNull();
  });

  test('a map keeps the last item of each key, a text its first, both know the item that holds them', () => {
    const doc = new Y.Doc();
    const el = doc.getMap('el');
    const tx = doc.getMap<Y.Text>('tx');
    el.set('a', 1);
    const text = tx.set('a', new Y.Text('ab'));
    const reason = 'shared types keep their items elsewhere: roots.ts, undo-guard.ts, update/';
    expect(el._map.get('a')?.lastId, reason).toMatchObject({ client: doc.clientID, clock: 0 });
    expect(text._start, reason).toMatchObject({ length: 2, deleted: false });
    expect(text._length, reason).toBe(2);
    expect(text._item, reason).toMatchObject({ parentSub: 'a' });
    expect(el._item, 'a root type has become an item: update/item-parent.ts').toBeNull();
    el.delete('a');
    expect(el._map.get('a'), reason).toMatchObject({ deleted: true });
  });

  test('structs stand by client and clock in store.clients, without gaps', () => {
    const doc = docWith((made) => Y.applyUpdate(made, whole()));
    const [[client, structs] = [0, []]] = doc.store.clients;
    expect(structs, 'the store keeps structs elsewhere: update/structs.ts, undo-guard.ts').toHaveLength(1);
    expect(structs[Y.findIndexSS(structs, 0)]?.id).toMatchObject({ client, clock: 0 });
    expect(Y.getState(doc.store, client)).toBe(1);
  });

  test('a struct of an update that is only decoded names its parent by a string, an id or not at all', () => {
    const author = new Y.Doc();
    const tx = author.getMap<Y.Text>('tx');
    tx.set('a', new Y.Text('ab'));
    const { structs } = Y.decodeUpdate(Y.encodeStateAsUpdate(author));
    const parents = structs.map((struct): unknown => (struct instanceof Y.Item ? struct.parent : undefined));
    expect(parents, 'decodeUpdate gives items other parents: update/item-parent.ts, lists.ts').toEqual([
      'tx',
      Y.createID(author.clientID, 0),
    ]);
  });

  test('an undo manager gives its steps as two sets of ids that may be narrowed before they are taken', () => {
    const doc = new Y.Doc();
    const el = doc.getMap('el');
    const manager = new Y.UndoManager([el]);
    el.set('a', 1);
    const [step] = manager.undoStack;
    expect(step, 'a step of the undo manager has another shape: undo-guard.ts').toMatchObject({
      insertions: { clients: expect.any(Map) },
      deletions: { clients: expect.any(Map) },
    });
    if (step !== undefined) step.insertions.clients = new Map();
    manager.undo();
    expect(el.get('a'), 'the undo manager no longer goes by what stands in a step: undo-guard.ts').toBe(1);
  });

  test('a step may be taken inside a transaction of its manager, which goes by undoing when that ends', () => {
    const doc = new Y.Doc();
    const el = doc.getMap('el');
    const manager = new Y.UndoManager([el]);
    const reason = 'a step that is taken inside a transaction is no longer one to redo: mark-guard.ts';
    el.set('a', 1);
    const meta = manager.undoStack[0]?.meta;
    expect(meta, 'a step has no notes any more: mark-guard.ts').toBeInstanceOf(Map);
    doc.transact(() => {
      manager.undo();
      manager.undoing = true;
      el.set('b', 2);
    }, manager);
    manager.undoing = false;
    expect([manager.undoStack.length, manager.redoStack.length], reason).toEqual([0, 1]);
    manager.redo();
    expect(el.toJSON(), reason).toEqual({ a: 1 });
  });

  test('the undo manager hears of a transaction before those who listen later', () => {
    const doc = new Y.Doc();
    const text = doc.getText('tx');
    const manager = new Y.UndoManager([text]);
    const steps: number[] = [];
    doc.on('afterTransaction', () => steps.push(manager.undoStack.length));
    text.insert(0, 'a');
    expect(steps, 'the undo manager makes its steps later: mark-guard.ts').toEqual([1]);
  });

  test('formats lie among the letters of a text, which knows that it has some', () => {
    const doc = docWith((made) => made.getMap('tx').set('a', new Y.Text('hello')));
    const text = doc.getMap('tx').get('a') as Y.Text;
    expect(text, 'Y.Text no longer notes _hasFormatting: text-runs.ts').toHaveProperty('_hasFormatting', false);
    text.format(1, 2, { bold: true });
    expect(text, 'Y.Text no longer notes _hasFormatting: text-runs.ts').toHaveProperty('_hasFormatting', true);
    const kinds: string[] = [];
    for (let item = text._start; item !== null; item = item.right) kinds.push(item.content.constructor.name);
    expect(kinds, 'formats are no items among the letters any more: text-runs.ts').toEqual([
      'ContentString',
      'ContentFormat',
      'ContentString',
      'ContentFormat',
      'ContentString',
    ]);
  });

  test('a document tidies up after formats of others unless it is told not to after their transaction', () => {
    const written = (doc: Y.Doc): unknown[] => {
      const origins: unknown[] = [];
      doc.on('update', (_update: Uint8Array, origin: unknown) => origins.push(origin));
      const other = new Y.Doc();
      const text = new Y.Text();
      other.getMap('tx').set('a', text);
      text.applyDelta([{ insert: 'a', attributes: { bold: true } }, { insert: 'b' }]);
      const twice = new Y.Doc();
      for (const each of [doc, twice]) Y.applyUpdate(each, Y.encodeStateAsUpdate(other), 'peer');
      // Two people format the same at once.
      for (const each of [other, twice]) (each.getMap('tx').get('a') as Y.Text).format(0, 2, { italic: true });
      for (const each of [other, twice]) Y.applyUpdate(doc, Y.encodeStateAsUpdate(each), 'peer');
      return origins;
    };
    expect(written(new Y.Doc()), 'Yjs no longer tidies up: leaveFormats of text-runs.ts has no use').toContain(null);
    expect(written(createBoardDoc()), 'the tidying up is no longer asked for after afterTransaction').not.toContain(
      null,
    );
  });
});
