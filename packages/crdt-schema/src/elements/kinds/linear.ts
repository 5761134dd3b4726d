import { bindingField } from '../props/binding.ts';
import { flagField } from '../props/fields.ts';
import { optional, usual } from '../props/prop.ts';
import { type Head, styles } from '../props/styles.ts';
import { graphite } from './common.ts';

/** What lines and arrows have in common; they differ in the head at their end. */
export const linear = (end: Head) => ({
  placing: 'points' as const,
  reshapable: true as const,
  props: {
    color: usual(styles.color, graphite),
    strokeWidth: usual(styles.strokeWidth, 2),
    dash: usual(styles.dash, 'solid'),
    edge: usual(styles.edge, 'clean'),
    route: usual(styles.route, 'straight'),
    /** How a curve was said before there were routes: read, and offered no more. */
    curve: usual(flagField('cv'), false),
    heads: usual(styles.heads, Object.freeze(['none', end] as const)),
    start: optional(bindingField('ca')),
    end: optional(bindingField('cb')),
  },
});
