import { elementField, flagField, groupsField, linkField, orderKeyField } from '../props/fields.ts';
import { optional, withDefault } from '../props/prop.ts';
import { styles } from '../props/styles.ts';

const noGroups: readonly string[] = Object.freeze([]);

/** Where an element is in the painting order. The board gives it, so it is nothing that one leaves out. */
export const orderKey = orderKeyField('z');

/** What every kind has besides place and order. */
export const common = {
  /** 0–100. */
  opacity: withDefault(styles.opacity, 100),
  locked: withDefault(flagField('lk'), false),
  /** Group ids, innermost first. */
  groups: withDefault(groupsField('g'), noGroups),
  frame: optional(elementField('f')),
  link: optional(linkField('ln')),
} as const;

/** The ink of what does not say another. */
export const graphite = '#1d1e20';
