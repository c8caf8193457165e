/**
 * Puts assets that move together side by side, so that a correlation map shows blocks.
 *
 * Average-linkage clustering on the distance √((1 − ρ)/2); two clusters are joined in the one of the four ways (each as it is
 * or turned round) that puts their most similar ends together. The same matrix always gives the same order.
 *
 * @param correlation n × n, row-major; NaN (an asset that never moved) counts as unrelated, ρ = 0.
 * @returns the indices 0 … n − 1 in the order to show them.
 *
 * Reference: Mantegna, Hierarchical structure in financial markets, European Physical Journal B 11 (1999).
 */
export function correlationOrder(correlation: ArrayLike<number>, size: number): number[] {
  if (size === 0) return [];
  const assets = distances(correlation, size);
  const between = Float64Array.from(assets);
  const clusters: (number[] | null)[] = Array.from({ length: size }, (_, index) => [index]);
  for (let left = size; left > 1; left -= 1) {
    const [one, other] = nearestPair(between, clusters, size);
    const first = clusters[one]!;
    const second = clusters[other]!;
    for (let third = 0; third < size; third += 1) {
      if (third === one || third === other || clusters[third] === null) continue;
      const average =
        (first.length * between[one * size + third]! + second.length * between[other * size + third]!) /
        (first.length + second.length);
      between[one * size + third] = average;
      between[third * size + one] = average;
    }
    clusters[one] = joinEnds(first, second, (a, b) => assets[a * size + b]!);
    clusters[other] = null;
  }
  return clusters.find((cluster) => cluster !== null)!;
}

function distances(correlation: ArrayLike<number>, size: number): Float64Array {
  return Float64Array.from({ length: size * size }, (_, index) => {
    const value = correlation[index]!;
    return Math.sqrt((1 - (Number.isNaN(value) ? 0 : value)) / 2);
  });
}

/** Of equally near pairs the first, so that ties are settled by the order of the assets. */
function nearestPair(between: Float64Array, clusters: readonly (number[] | null)[], size: number): [number, number] {
  let nearest: [number, number] = [0, 0];
  let smallest = Number.POSITIVE_INFINITY;
  for (let one = 0; one < size; one += 1) {
    if (clusters[one] === null) continue;
    for (let other = one + 1; other < size; other += 1) {
      const distance = between[one * size + other]!;
      if (clusters[other] === null || distance >= smallest) continue;
      smallest = distance;
      nearest = [one, other];
    }
  }
  return nearest;
}

function joinEnds(first: number[], second: number[], distance: (a: number, b: number) => number): number[] {
  const ways = [
    { left: first, right: second },
    { left: first, right: second.toReversed() },
    { left: first.toReversed(), right: second },
    { left: first.toReversed(), right: second.toReversed() },
  ];
  const seam = ({ left, right }: { left: number[]; right: number[] }) => distance(left.at(-1)!, right[0]!);
  const best = ways.reduce((least, way) => (seam(way) < seam(least) ? way : least));
  return [...best.left, ...best.right];
}
