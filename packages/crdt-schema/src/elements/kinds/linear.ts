import { bindingField } from '../props/binding.ts';
import { flagField } from '../props/fields.ts';
import { optional, withDefault } from '../props/prop.ts';
import { type Head, styles } from '../props/styles.ts';
import { graphite } from './common.ts';

/** What lines and arrows have in common; they differ in the head at their end. */
export const linear = (end: Head) => ({
  placing: 'points' as const,
  reshapable: true as const,
  props: {
    color: withDefault(styles.color, graphite),
    strokeWidth: withDefault(styles.strokeWidth, 2),
    dash: withDefault(styles.dash, 'solid'),
    edge: withDefault(styles.edge, 'clean'),
    route: withDefault(styles.route, 'straight'),
    /** How a curve was said before there were routes: read, and offered no more. */
    curve: withDefault(flagField('cv'), false),
    heads: withDefault(styles.heads, Object.freeze(['none', end] as const)),
    start: optional(bindingField('ca')),
    end: optional(bindingField('cb')),
  },
});
