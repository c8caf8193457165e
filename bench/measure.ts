/** How every bench measures: a warm-up that does not count, then runs whose median is quoted. */
const warmUpRuns = 3;
const countedRuns = 9;

export interface Measurement {
  readonly medianMs: number;
  readonly minimumMs: number;
}

/** Wall time of a synchronous piece of work. */
export function measure(work: () => unknown): Measurement {
  for (let run = 0; run < warmUpRuns; run += 1) work();
  const times = Array.from({ length: countedRuns }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  }).toSorted((a, b) => a - b);
  return { medianMs: times[Math.floor(countedRuns / 2)]!, minimumMs: times[0]! };
}

/** Prints rows under their headings and reports the floors that were missed; a bench ends with this. */
export function report(
  title: string,
  rows: readonly Record<string, string | number>[],
  missed: readonly string[],
): void {
  console.log(`\n${title}`);
  console.table(rows);
  for (const floor of missed) console.error(`Missed: ${floor}`);
  if (missed.length > 0) process.exitCode = 1;
}

export function milliseconds(value: number): string {
  return `${value.toFixed(1)} ms`;
}
