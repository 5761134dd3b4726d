/** What is said of the others. */
export const strings = {
  goTo: (name: string) => `Go to ${name}`,
  beyond: 'People out of sight',
  whereIs: (name: string) => `Show where ${name} points`,
} as const;
