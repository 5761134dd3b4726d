import type { Parse } from '../parse.ts';

/**
 * What values a property takes, for whom makes some: tests draw from it, menus may list it. `words` in the order in which they
 * are stored.
 */
export type Domain =
  | { readonly type: 'number'; readonly least: number; readonly most: number; readonly whole?: true }
  | { readonly type: 'words'; readonly words: readonly string[] }
  | { readonly type: 'pair of words'; readonly words: readonly string[] }
  | {
      readonly type:
        | 'flag'
        | 'color'
        | 'color or none'
        | 'line of text'
        | 'order key'
        | 'groups'
        | 'element'
        | 'link'
        | 'binding'
        | 'asset'
        | 'crop';
    };

/**
 * One property of an element: its key in the document and its two forms. A base record and an override use the same
 * key and the same stored form. Methods, not arrows, so that a `Field<Color>` is also a `Field<unknown>`.
 */
export interface Field<T> {
  /** 1–7 letters, or 8 that do not begin with `x`, `r` or `c`; the table in the package README has them all. */
  readonly key: string;
  readonly domain: Domain;
  /** Plain value from outside → clean plain value, or undefined when it is not acceptable. */
  parse(value: unknown): T | undefined;
  /** Stored value → plain value, or undefined when it is not acceptable. */
  read(stored: unknown): T | undefined;
  /** Plain value → stored value. */
  write(value: T): unknown;
}

/** The values a field takes. */
export type FieldValue<F> = F extends { read(stored: unknown): infer T } ? Exclude<T, undefined> : never;

/**
 * How a kind has a field: with a value that an absent one means (part of the schema, it never changes), as one that may be
 * absent and is taken away by null, or as one without which there is no element.
 */
export type Presence = 'default' | 'optional' | 'required';

export interface Prop<T, P extends Presence = Presence> {
  readonly field: Field<T>;
  readonly presence: P;
  /** What an absent one means; undefined unless its presence is `default`. */
  readonly defaultValue: P extends 'default' ? T : undefined;
}

/**
 * The text of an element, a Y.Text of its own. `label`: a word on something that is drawn without it too; `body`: the text is
 * what the element is made for.
 */
export interface TextProp {
  readonly text: 'label' | 'body';
}

export type AnyProp = Prop<unknown> | TextProp;

export const label: TextProp = { text: 'label' };
export const body: TextProp = { text: 'body' };

export const withDefault = <T>(field: Field<T>, value: T): Prop<T, 'default'> => ({
  field,
  presence: 'default',
  defaultValue: value,
});

export const optional = <T>(field: Field<T>): Prop<T, 'optional'> => ({
  field,
  presence: 'optional',
  defaultValue: undefined,
});

export const required = <T>(field: Field<T>): Prop<T, 'required'> => ({
  field,
  presence: 'required',
  defaultValue: undefined,
});

export const isText = (prop: AnyProp): prop is TextProp => 'text' in prop;

/** A property that is stored as it is. */
export const same = <T>(key: string, domain: Domain, parse: Parse<T>): Field<T> => ({
  key,
  domain,
  parse,
  read: parse,
  write: (value) => value,
});
