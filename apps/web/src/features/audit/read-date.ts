/** A date that there is, as YYYY-MM-DD; undefined for everything else. */
export function readDate(written: string): string | undefined {
  const date = written.trim();
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined;
  const at = new Date(`${date}T00:00:00.000Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date) ? date : undefined;
}
