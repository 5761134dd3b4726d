/** What a document is left with in which others have taken our clocks: fetched when that happens, which may be never. */
export { collidingElements, sinceWithout } from '@gesso/crdt-schema';
