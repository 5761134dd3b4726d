import { body, usual } from '../props/prop.ts';
import { styles } from '../props/styles.ts';
import { defineKind } from './define-kind.ts';

export const sticky = defineKind({
  letter: 's',
  placing: 'box',
  size: [200, 200],
  props: {
    text: body,
    color: usual(styles.color, '#ffe08a'),
    size: usual(styles.size, 20),
    font: usual(styles.font, 'hand'),
    align: usual(styles.align, 'center'),
  },
});
