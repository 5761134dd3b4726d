import type { FunctionComponent } from 'preact';

export interface OnDemandProps {
  /** Called when it cannot be had, which a person has been told then, or is not wanted any more while it is on its way. */
  readonly onFailed?: () => void;
  /** Whether the keyboard will be its: keys pressed while it is on its way are kept for it. */
  readonly takesKeys?: boolean;
}

/** A part of the interface that is loaded when it is first shown, or before that by `load`. */
export interface OnDemand extends FunctionComponent<OnDemandProps> {
  /** Resolves when it is there. Rejects when it cannot be had; it may be tried again. */
  load(): Promise<void>;
}
