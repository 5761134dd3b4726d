import { nameField } from '../props/fields.ts';
import { withDefault } from '../props/prop.ts';
import { defineKind } from './define-kind.ts';

/** A part of the board with a title: its content belongs to it. */
export const frame = defineKind({
  letter: 'F',
  placing: 'box',
  size: [640, 480],
  holds: true,
  props: { name: withDefault(nameField('n'), '') },
  withheld: ['opacity'],
});
