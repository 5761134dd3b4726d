import type { RoomsEvents } from '../../src/rooms/room-events.ts';

const ignore = (): void => {};

/** What rooms tell their host, ignored but for what a test listens to. */
export const eventsFor = (listens: Partial<RoomsEvents> = {}): RoomsEvents => ({
  beforeUpdate: ignore,
  onStored: ignore,
  onRefused: ignore,
  onOpen: ignore,
  onClosed: ignore,
  onNamed: ignore,
  onDamage: ignore,
  onCostly: ignore,
  onStoreHealth: ignore,
  onTrouble: ignore,
  ...listens,
});
