/** A failure that no form on the page can show: a note in the corner that stays until it is closed. */
import { notifications } from '@mantine/notifications';
import { problemOf } from './problem.ts';

export function showFailure(title: string, error: unknown): void {
  const { code, detail, requestId } = problemOf(error);
  // The person would not confirm who they are: they know that nothing was done.
  if (code === 'step-up-required' || code === 'aborted') return;
  notifications.show({
    color: 'red',
    withBorder: true,
    autoClose: false,
    title,
    message: requestId ? `${detail} Request ${requestId}` : detail,
  });
}

/** Says that something was done, for some seconds. */
export function showDone(title: string, message = ''): void {
  notifications.show({ withBorder: true, autoClose: 8000, title, message });
}
