import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { UserSummary } from '@riskoptimizer/contracts';
import { showFailure } from '../../platform/failure-notice.ts';
import { api } from '../../platform/store.ts';

type Standing = Partial<Pick<UserSummary, 'role'> & { readonly status: 'active' | 'disabled' }>;

const undoMs = 12_000;

/** Changes role or status at once, and offers to change it back. */
export function useUserChange(user: UserSummary) {
  const [update, { isLoading }] = api.useUpdateUserMutation();
  const { id: userId, displayName } = user;

  const change = async (to: Standing, back: Standing, done: string) => {
    const answer = await update({ userId, ...to });
    if (answer.error) {
      showFailure(`${displayName} was not changed`, answer.error);
      return;
    }
    const noticeId = `user-${userId}`;
    const undo = async () => {
      notifications.hide(noticeId);
      const again = await update({ userId, ...back });
      if (again.error) showFailure(`${displayName} was not changed back`, again.error);
    };
    notifications.hide(noticeId);
    notifications.show({
      id: noticeId,
      autoClose: undoMs,
      withBorder: true,
      title: done,
      message: (
        <Button variant="default" mt={6} onClick={() => void undo()}>
          Undo
        </Button>
      ),
    });
  };
  return { change, isChanging: isLoading };
}
