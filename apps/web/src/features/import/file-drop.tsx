import { Button, Progress } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { priceFileBytesMax } from '@riskoptimizer/contracts';
import { ImportIcon } from '../../components/icons.tsx';
import { bytes, percent } from '../../platform/format.ts';
import classes from './file-drop.module.css';
import type { Upload } from './use-upload.ts';

/** Takes a price file: dropped, or chosen from the device. */
export function FileDrop({ upload }: { readonly upload: Upload }) {
  const { state, start, cancel } = upload;
  if (state.step === 'sending') {
    const isSent = state.share >= 1;
    return (
      <div className={classes.sending} aria-live="polite">
        <p>
          {isSent
            ? `Reading ${state.fileName}`
            : `Sending ${state.fileName}, ${percent(state.share, 0)} of ${bytes(state.byteCount)}`}
        </p>
        <Progress value={isSent ? 100 : state.share * 100} animated={isSent} aria-label="Upload" />
        <Button variant="default" onClick={cancel}>
          Cancel
        </Button>
      </div>
    );
  }
  return (
    <Dropzone
      className={classes.drop}
      multiple={false}
      aria-label="Choose a price file"
      // Spreadsheets call CSV by many types: the server looks into the file instead.
      onDrop={([file]) => file && start(file)}
    >
      <span className={classes.words}>
        <ImportIcon size={26} />
        <strong>Drop a CSV file of prices here, or choose one</strong>
        <span className={classes.note}>
          Up to {bytes(priceFileBytesMax)}. It is looked at first; nothing is stored before you say so.
        </span>
      </span>
    </Dropzone>
  );
}
