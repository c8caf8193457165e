/** How long a deleted portfolio can be brought back. */
const days = 30;
const periodMs = days * 24 * 3_600_000;

export const restorableUntil = {
  days,
  /** When what was deleted then is gone for good. */
  of: (deletedAt: Date) => new Date(deletedAt.getTime() + periodMs),
  /** What was deleted up to then is gone for good by now. */
  startFor: (now: Date) => new Date(now.getTime() - periodMs),
};
