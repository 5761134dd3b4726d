import { type ReadonlySignal, signal } from '@preact/signals-core';
import { type Address, readAddress } from '../network/address.ts';

/** The address of this page, which others may be given. */
export interface AddressBar {
  readonly address: ReadonlySignal<string>;
  /** Puts another address into the bar without loading anything. */
  showAddress(url: string): void;
}

export function addressBar(): AddressBar {
  const address = signal(window.location.href);
  return {
    address,
    showAddress(url) {
      window.history.replaceState(null, '', url);
      address.value = window.location.href;
    },
  };
}

/** The board that the address of this page names, and the key to it. */
export const whereToGo = (): Address => readAddress(window.location.pathname, window.location.hash);

/** Whether the address of this page names a board that was there before. */
export const namesBoard = (): boolean => whereToGo().board !== undefined;
