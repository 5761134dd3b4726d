export { openTypingHistory } from '@gesso/crdt-schema';
