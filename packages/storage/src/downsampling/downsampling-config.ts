import type { ConfigSpec } from '@spoor/core';

export interface DownsamplingConfig {
  readonly ratio: number;
  readonly hashSalt: string;
}

/** For compositions that write. */
export const downsamplingConfig: ConfigSpec<DownsamplingConfig> = {
  title: 'Downsampling',
  fields: {
    ratio: {
      flag: 'downsampling.ratio',
      type: 'float',
      default: 1,
      help: 'Share of the traces that are stored, 0 to 1; the others are acknowledged and dropped. Chosen by trace id, so that a trace is kept or dropped whole.',
    },
    hashSalt: {
      flag: 'downsampling.hashsalt',
      type: 'string',
      default: '',
      help: 'Text that decides which traces are kept; collectors with the same one keep the same traces. Empty is the built-in one.',
    },
  },
  check: ({ ratio }) => ({
    errors: [],
    warnings: isRatio(ratio) ? [] : [`--downsampling.ratio=${ratio} is not within 0 and 1: every trace is stored`],
  }),
};

export function isRatio(ratio: number): boolean {
  return ratio >= 0 && ratio <= 1;
}
