// CPU time of this process, not wall time: the machine has other work. Every figure is the best of several
// rounds, and is given beside a fixed kernel measured in the same run, so that two machines, or two hours of
// one, can be compared by the ratio.

export interface Measured {
  readonly name: string;
  /** CPU-seconds per million units, user and system. */
  readonly cpuSeconds: number;
}

export interface Case {
  readonly name: string;
  /** Units of work that one call of `run` does. */
  readonly units: number;
  /** Calls in one round. */
  readonly calls: number;
  readonly run: () => void;
}

/** Rounds are interleaved, so that a slow minute hits all cases alike. */
export function measure(cases: readonly Case[], rounds: number): Measured[] {
  const best = cases.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < rounds; round++) {
    for (const [n, { units, calls, run }] of cases.entries()) {
      const before = process.cpuUsage();
      for (let call = 0; call < calls; call++) run();
      const { user, system } = process.cpuUsage(before);
      best[n] = Math.min(best[n]!, (user + system) / (units * calls));
    }
  }
  return cases.map(({ name }, n) => ({ name, cpuSeconds: best[n]! }));
}

/** Copies and hashes 64 KiB; one unit is 1 KiB. */
export function calibration(): Case {
  const source = Uint8Array.from({ length: 65_536 }, (_, i) => (i * 31) & 0xff);
  const target = new Uint8Array(source.length);
  let hash = 0;
  return {
    name: 'calibration',
    units: 64,
    calls: 500,
    run: () => {
      target.set(source);
      for (let i = 0; i < target.length; i++) hash = Math.imul(hash ^ target[i]!, 0x01000193);
      source[0] = hash & 0xff;
    },
  };
}

/** One line a case: name, CPU-seconds per million units, ratio to the first case. */
export function report(results: readonly Measured[]): string {
  const base = results[0]!.cpuSeconds;
  return results
    .map(({ name, cpuSeconds }) => {
      const ratio = (cpuSeconds / base).toFixed(2);
      return `${name.padEnd(44)} ${cpuSeconds.toFixed(3).padStart(9)} CPU-s/M ${ratio.padStart(8)} x calibration`;
    })
    .join('\n');
}
