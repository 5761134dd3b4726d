/** Whether this device has a sheet of its own to pass addresses on by. */
export const canSend = (): boolean => typeof navigator.share === 'function';

/** Passes an address on by the device's own sheet. A person who closes it again has sent nothing, and that is all. */
export const send = async (url: string, title: string): Promise<void> => {
  try {
    await navigator.share({ url, ...(title === '' ? {} : { title }) });
  } catch {
    // Closed, or the sheet could not open: the button beside it copies the address.
  }
};
