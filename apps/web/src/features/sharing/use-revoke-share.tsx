import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Share } from '@riskoptimizer/contracts';
import { useCallback } from 'react';
import { showFailure } from '../../platform/failure-notice.ts';
import { api } from '../../platform/store.ts';

/** Long enough to read the message and change one's mind. */
const undoMs = 12_000;

/** Takes a share back at once, and offers to give it again, instead of asking first: nobody keeps access while one hesitates. */
export function useRevokeShare(portfolioId: string): (share: Share) => Promise<void> {
  const [remove] = api.useRevokeShareMutation();
  const [create] = api.useCreateShareMutation();

  return useCallback(
    async (share) => {
      const { id: shareId, email, level, expiresAt } = share;
      const giveAgain = async (noticeId: string) => {
        notifications.hide(noticeId);
        const answer = await create({ portfolioId, email, level, expiresAt });
        if (answer.error) showFailure(`The share of ${email} could not be given again`, answer.error);
      };
      const answer = await remove({ portfolioId, shareId });
      if (answer.error) {
        showFailure('The share could not be taken back', answer.error);
        return;
      }
      const noticeId = `share-${shareId}`;
      notifications.show({
        id: noticeId,
        autoClose: undoMs,
        withBorder: true,
        title: `${email} cannot see it any more`,
        message: (
          <Button variant="default" mt={6} onClick={() => void giveAgain(noticeId)}>
            Undo
          </Button>
        ),
      });
    },
    [portfolioId, remove, create],
  );
}
