import { label, withDefault } from '../props/prop.ts';
import { styles } from '../props/styles.ts';
import { defineKind } from './define-kind.ts';
import { linear } from './linear.ts';

const line = linear('arrow');

/** A line with a head, tied to what it points at, with a label in a gap of it, or beside it. */
export const arrow = defineKind({
  ...line,
  letter: 'a',
  props: {
    ...line.props,
    text: label,
    size: withDefault(styles.size, 20),
    font: withDefault(styles.font, 'hand'),
  },
});
