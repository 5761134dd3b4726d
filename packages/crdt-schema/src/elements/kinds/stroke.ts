import { withDefault } from '../props/prop.ts';
import { styles } from '../props/styles.ts';
import { graphite } from './common.ts';
import { defineKind } from './define-kind.ts';

/** Ink. A stroke of which nothing is left is not on the board. */
export const stroke = defineKind({
  letter: 'd',
  placing: 'points',
  erasable: true,
  props: {
    color: withDefault(styles.color, graphite),
    width: withDefault(styles.width, 4),
    brush: withDefault(styles.brush, 'pen'),
  },
});
