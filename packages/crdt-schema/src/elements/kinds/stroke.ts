import { usual } from '../props/prop.ts';
import { styles } from '../props/styles.ts';
import { graphite } from './common.ts';
import { defineKind } from './define-kind.ts';

/** Ink. A stroke of which nothing is left is not on the board. */
export const stroke = defineKind({
  letter: 'd',
  placing: 'points',
  erasable: true,
  props: {
    color: usual(styles.color, graphite),
    width: usual(styles.width, 4),
    brush: usual(styles.brush, 'pen'),
  },
});
