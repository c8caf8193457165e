import { Button, Progress } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import type { ReactNode } from 'react';
import { ImportIcon } from '../../components/icons.tsx';
import { bytes, percent } from '../../platform/format.ts';
import classes from './file-drop.module.css';
import type { Upload } from './use-upload.ts';

interface FileDropProps {
  readonly upload: Upload;
  /** What a screen reader is told to choose. */
  readonly label: string;
  /** What to drop. */
  readonly title: string;
  readonly note: ReactNode;
}

/** Takes a file: dropped, or chosen from the device. */
export function FileDrop({ upload, label, title, note }: FileDropProps) {
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
      aria-label={label}
      // Spreadsheets call CSV by many types: the server looks into the file instead.
      onDrop={([file]) => file && start(file)}
    >
      <span className={classes.words}>
        <ImportIcon size={26} />
        <strong>{title}</strong>
        <span className={classes.note}>{note}</span>
      </span>
    </Dropzone>
  );
}
