import { type KindSpec, specOfLetter } from '../kinds/spec.ts';
import { own } from '../parse.ts';
import type { Field } from '../props/prop.ts';
import { basePlacement, overridden, type Placement } from './placement.ts';

/** An element as the document holds it, and how one property of it is read: override, else base, else the default. */

/** A base record, as it lies in `el`. */
export type BaseRecord = Readonly<Record<string, unknown>>;
/** The overrides of one element: property key → stored value. */
export type Overrides = ReadonlyMap<string, unknown>;

/** One element as the document holds it. */
export interface Source {
  readonly record: BaseRecord;
  readonly over: Overrides | undefined;
}

/**
 * A value of `el` as a base record. Refuses everything that has another prototype: a key `__proto__` replaces it on decoding,
 * and the record would then show properties that are not its own.
 */
export const asRecord = (value: unknown): BaseRecord | undefined =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
    ? (value as BaseRecord)
    : undefined;

/** What a property is without its own override: a bundle of styles set together, else the base record. */
export const underneath = ({ record, over }: Source, key: string): unknown =>
  own(over?.get('sty'), key) ?? own(record, key);

/** A property as it is shown; `defaultValue` where nothing is stored or what is stored makes no sense. */
export const readValue = <T>(source: Source, field: Field<T>, defaultValue: T): T => {
  if (source.over !== undefined) {
    const set = source.over.get(field.key);
    if (set !== undefined) {
      const read = field.read(set);
      if (read !== undefined) return read;
    }
    return field.read(underneath(source, field.key)) ?? defaultValue;
  }
  const stored = source.record[field.key];
  return stored === undefined ? defaultValue : (field.read(stored) ?? defaultValue);
};

/** As `readValue`, for a property that may be absent: null takes it away. */
export const readOptional = <T>(source: Source, field: Field<T>): T | undefined =>
  source.over?.get(field.key) === null
    ? undefined
    : readValue<T | undefined>(source, field as Field<T | undefined>, undefined);

/** The kind a record says it is; undefined when it does not say. */
export const specIn = (record: BaseRecord): KindSpec | undefined => specOfLetter(record['t']);

/** The placement of an element without its override. */
export const placedAtFirst = ({ record }: Source, { placing, size }: KindSpec): Placement | undefined =>
  basePlacement(record, placing, size);

/** The placement of an element as it is shown. */
export const placedNow = (source: Source, spec: KindSpec): Placement | undefined => {
  const base = placedAtFirst(source, spec);
  const m = source.over?.get('m');
  return base === undefined || m === undefined ? base : overridden(base, m, spec.placing);
};
