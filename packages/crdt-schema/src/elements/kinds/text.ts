import { body, usual } from '../props/prop.ts';
import { styles } from '../props/styles.ts';
import { graphite } from './common.ts';
import { defineKind } from './define-kind.ts';

/** Its `width` is where its lines break; absent, it is as wide as its longest line. */
export const text = defineKind({
  letter: 't',
  placing: 'text',
  props: {
    text: body,
    color: usual(styles.color, graphite),
    size: usual(styles.size, 20),
    font: usual(styles.font, 'hand'),
    align: usual(styles.align, 'left'),
  },
});
