import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { showFailure } from './failure-notice.ts';

/** Long enough to read the message and change one's mind. */
const undoMs = 12_000;

/** Says what was done, with a button that takes it back. */
export function showUndo(title: string, undo: () => Promise<unknown>, note = ''): void {
  const id = notifications.show({
    autoClose: undoMs,
    withBorder: true,
    title,
    message: (
      <>
        {note !== '' && <div>{note}</div>}
        <Button
          variant="default"
          mt={6}
          onClick={() => {
            notifications.hide(id);
            undo().catch((error: unknown) => showFailure('It could not be undone', error));
          }}
        >
          Undo
        </Button>
      </>
    ),
  });
}
