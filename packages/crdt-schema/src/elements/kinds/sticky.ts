import { body, withDefault } from '../props/prop.ts';
import { styles } from '../props/styles.ts';
import { defineKind } from './define-kind.ts';

export const sticky = defineKind({
  letter: 's',
  placing: 'box',
  size: [200, 200],
  props: {
    text: body,
    color: withDefault(styles.color, '#ffe08a'),
    size: withDefault(styles.size, 20),
    font: withDefault(styles.font, 'hand'),
    align: withDefault(styles.align, 'center'),
  },
});
