export interface Histogram {
  /** One more than the counts; the first bin starts at the smallest value, the last ends at the largest or just above. */
  readonly binEdges: number[];
  readonly counts: number[];
  readonly sampleCount: number;
}

const binCountMin = 12;
const binCountMax = 80;

/**
 * Counts returns in bins of equal width; one of the edges is zero whenever zero lies among the returns, so that no bin mixes
 * gains with losses.
 *
 * The width follows Freedman and Diaconis (1981), 2 IQR n^(−1/3), held between 12 and 80 bins. A constant series is one bin.
 *
 * @param values at least one finite number.
 */
export function histogram(values: ArrayLike<number>): Histogram {
  const sorted = Float64Array.from(values).sort();
  const smallest = sorted[0]!;
  const largest = sorted.at(-1)!;
  if (smallest === largest)
    return { binEdges: [smallest, largest], counts: [sorted.length], sampleCount: sorted.length };
  const range = largest - smallest;
  const spread = quantile(sorted, 0.75) - quantile(sorted, 0.25);
  const wanted = spread > 0 ? (2 * spread) / Math.cbrt(sorted.length) : range / binCountMin;
  const width = range / Math.min(binCountMax, Math.max(binCountMin, Math.ceil(range / wanted)));
  const start = smallest < 0 && largest > 0 ? -Math.ceil(-smallest / width) : 0;
  const origin = smallest < 0 && largest > 0 ? 0 : smallest;
  const edges: number[] = [];
  for (let index = start; ; index += 1) {
    edges.push(origin + index * width);
    if (edges.length > 1 && edges.at(-1)! >= largest) break;
  }
  // The outer edges may miss the extremes by the rounding of a product.
  edges[0] = Math.min(edges[0]!, smallest);
  const counts = Array.from({ length: edges.length - 1 }, () => 0);
  let bin = 0;
  for (const value of sorted) {
    while (bin < counts.length - 1 && value >= edges[bin + 1]!) bin += 1;
    counts[bin]! += 1;
  }
  return { binEdges: edges, counts, sampleCount: sorted.length };
}

/** Linear interpolation between order statistics. */
function quantile(sorted: Float64Array, share: number): number {
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (place - below) * (sorted[above]! - sorted[below]!);
}
