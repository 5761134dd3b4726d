export type { PlainElement, Role } from '@gesso/crdt-schema';
export { Failure, type FailureCode } from '@gesso/crdt-schema';
export { type BoardChange, type BoardClient, connect, createBoard, type NewElements } from './board-client.ts';
export type { PictureOptions } from './pictures.ts';
export type { ClientOptions } from './session.ts';
