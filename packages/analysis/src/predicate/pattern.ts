import { TracingError } from '@spoor/core';

export function patternTest(pattern: string): (text: string) => boolean {
  if (/[\\^$.*+?()[\]{}|]/.test(pattern))
    throw new TracingError('QUERY_UNSUPPORTED', `filter: pattern '${pattern}' is not supported`);
  return (text) => text.includes(pattern);
}
