export const strings = {
  show: (n: number) => `Show hidden (${n})`,
} as const;
