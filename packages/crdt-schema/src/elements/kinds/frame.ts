import { nameField } from '../props/fields.ts';
import { usual } from '../props/prop.ts';
import { defineKind } from './define-kind.ts';

export const frame = defineKind({
  letter: 'F',
  placing: 'box',
  size: [640, 480],
  props: { name: usual(nameField('n'), '') },
  withheld: ['opacity'],
});
