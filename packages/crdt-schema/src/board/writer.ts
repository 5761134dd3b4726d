import * as Y from 'yjs';
import { encodeElement, encodePatch } from '../elements/codec/encode.ts';
import type { BaseRecord } from '../elements/codec/source.ts';
import type { ElementId, ElementKind, NewElement, Patch } from '../elements/elements.ts';
import { newCutKey, parseCuts, writeCuts } from '../elements/erased-ranges.ts';
import { kindSpec } from '../elements/kinds/spec.ts';
import { isOrderKey, jitteredKey, runKey, spreadKeys } from '../elements/order-keys.ts';
import { own } from '../elements/parse.ts';
import { Failure } from '../failure.ts';
import { isElementId, newElementId, type Random } from '../ids.ts';
import { limits } from '../limits.ts';
import { type Roots, schemaVersion, textOf } from '../yjs/roots.ts';
import { cleanTitle } from './document-metadata.ts';
import type { Snapshot } from './snapshot.ts';
import { writeText } from './text-splice.ts';

/** What may be done to a board inside `edit`. Reads inside the same edit see what was written before. */
export interface Writer {
  /** Puts an element on top (or where `z` says) and gives its id. Throws `Failure` when a limit is reached. */
  add(element: NewElement): ElementId;
  /** Puts several on top in order, as one run with one jittered order key. */
  addAll(elements: readonly NewElement[]): ElementId[];
  /** Changes properties. An id that is gone, or a property the kind does not have, is ignored. */
  patch(id: ElementId, props: Patch): void;
  remove(id: ElementId): void;
  /** Board name, cut to the limit. */
  rename(name: string): void;
}

/** A writer that also types: it takes the caret, which settles where repeated letters were typed. */
export interface TypingWriter extends Writer {
  type(id: ElementId, text: string, caret: number | undefined): void;
}

/** Keys shorter than this are left alone when their neighbourhood is tidied up. */
const shortKey = 12;

/** Bytes an element takes in an update, about: its ids, keys and short properties, and everything that may be long. */
const bytesOf = (record: BaseRecord, text: string | undefined): number => {
  const { p, g, ln } = record;
  const points = p instanceof Uint8Array ? p.length : 0;
  const long = g === undefined && ln === undefined ? 0 : JSON.stringify([g, ln]).length;
  return 80 + points + long + 3 * (text?.length ?? 0);
};

/** The writer of one edit: everything it does belongs to the transaction that is open now. */
export const openWriter = (roots: Roots, snapshot: Snapshot, random: Random): TypingWriter => {
  const { meta, el, ov, tx } = roots;
  /** First key of this edit's run on top, and how many have been given under it. */
  let run: { readonly first: string; given: number } | undefined;
  /** What this edit has added so far, in bytes of its update. */
  let bytes = 0;

  const override = (id: ElementId, property: string, value: unknown): void => {
    const key = `${id}:${property}`;
    if (value === undefined) ov.delete(key);
    else ov.set(key, value);
    snapshot.overrideChanged(key);
  };

  /** Rubs parts out under keys of their own, so that nobody's rubbing overwrites or undoes another's. */
  const cutOut = (id: ElementId, values: readonly unknown[]): void => {
    for (const value of values) override(id, newCutKey(random), value);
  };

  /** The values that rub these parts out of an element; none for what is no ink. Throws MALFORMED before any is written. */
  const cutValues = (kind: ElementKind, given: unknown): readonly unknown[] => {
    if (given === undefined || !kindSpec(kind).erasable) return [];
    const cuts = parseCuts(given);
    if (cuts === undefined) throw new Failure('MALFORMED', `${kind}.cuts`);
    return writeCuts(cuts);
  };

  /** Gives short keys to the crowd around an element whose key has grown too long; their order stays. */
  const rebalance = (id: ElementId): void => {
    const list = snapshot.list();
    const crowded = (i: number): boolean => (list[i]?.z.length ?? 0) > shortKey;
    const at = list.findIndex((element) => element.id === id);
    let from = at;
    let to = at;
    while (crowded(from - 1)) from--;
    while (crowded(to + 1)) to++;
    // Equal bounds leave no room between them.
    while (to + 1 < list.length && list[from - 1]?.z === list[to + 1]?.z) to++;
    const keys = spreadKeys(list[from - 1]?.z, list[to + 1]?.z, to - from + 1);
    list.slice(from, to + 1).forEach((element, i) => {
      const source = snapshot.source(element.id);
      const z = keys[i];
      if (source === undefined || z === undefined) return;
      for (const [key, value] of encodePatch(source, element, { z }).overrides) override(element.id, key, value);
      snapshot.refresh(element.id);
    });
  };

  const onTop = (): string | undefined => {
    const top = snapshot.top();
    if (top === undefined || top.length <= limits.orderKeyRebalance) return top;
    const last = snapshot.list().at(-1);
    if (last !== undefined) rebalance(last.id);
    return snapshot.top();
  };

  const nextOnTop = (): string => {
    run ??= { first: jitteredKey(onTop(), undefined, random), given: 0 };
    const key = run.given === 0 ? run.first : runKey(run.first, run.given);
    run.given++;
    return key;
  };

  const freshId = (wanted: unknown): ElementId => {
    if (wanted !== undefined && !isElementId(wanted)) throw new Failure('MALFORMED', 'id');
    if (wanted !== undefined && !el.has(wanted)) return wanted;
    for (;;) {
      const id = newElementId(random);
      if (!el.has(id)) return id;
    }
  };

  const place = (element: NewElement): string => {
    const wanted = own(element, 'z');
    if (wanted === undefined) return nextOnTop();
    if (!isOrderKey(wanted)) throw new Failure('MALFORMED', `${element.kind}.z`);
    return wanted;
  };

  const addAll = (elements: readonly NewElement[]): ElementId[] => {
    if (snapshot.size() + elements.length > limits.boardElements) throw new Failure('BOARD_FULL');
    // All are checked before the first is written.
    const prepared = elements.map((element) => ({
      element,
      ...encodeElement(element, place(element)),
      cuts: cutValues(element.kind, own(element, 'cuts')),
    }));
    for (const { record, text } of prepared) bytes += bytesOf(record, text);
    if (bytes > limits.syncStepBytes) throw new Failure('TOO_LARGE', 'edit');
    return prepared.map(({ element, record, text, cuts }) => {
      const id = freshId(own(element, 'id'));
      if (!meta.has('v')) meta.set('v', schemaVersion);
      el.set(id, record);
      // Made with the element: a text made later by two people at once would lose one of the two.
      if (text !== undefined) tx.set(id, new Y.Text(text));
      cutOut(id, cuts);
      snapshot.refresh(id);
      return id;
    });
  };

  const writeTo = (id: ElementId, text: string, caret?: number): void => {
    const shared = textOf(tx, id);
    if (shared === undefined) tx.set(id, new Y.Text(text));
    else writeText(shared, text, caret);
    snapshot.refresh(id);
  };

  const patch = (id: ElementId, props: Patch): void => {
    const current = snapshot.get(id);
    const source = snapshot.source(id);
    if (current === undefined || source === undefined) return;
    const cuts = cutValues(current.kind, own(props, 'cut'));
    const { overrides, text } = encodePatch(source, current, props);
    for (const [key, value] of overrides) override(id, key, value);
    cutOut(id, cuts);
    if (text !== undefined) writeTo(id, text);
    snapshot.refresh(id);
    if ((snapshot.get(id)?.z.length ?? 0) > limits.orderKeyRebalance) rebalance(id);
  };

  return {
    add: (element) => addAll([element])[0] ?? '',
    addAll,
    patch: (id, props) => patch(id, props),
    // Of any length: who deletes from a text that two people made too long together must be able to.
    type: (id, text, caret) => writeTo(id, text, caret),
    remove: (id) => {
      if (!el.has(id)) return;
      snapshot.setAside(id);
      for (const property of snapshot.overrideKeys(id)) override(id, property, undefined);
      if (tx.has(id)) tx.delete(id);
      el.delete(id);
      snapshot.refresh(id);
    },
    rename: (name) => {
      const next = cleanTitle(name);
      if (meta.get('name') !== next) meta.set('name', next);
    },
  };
};
