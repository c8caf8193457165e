import type { ReactNode } from 'react';
import classes from './text-button.module.css';

interface TextButtonProps {
  readonly onClick: () => void;
  /** What it acts on, where the words alone do not say. */
  readonly label?: string;
  readonly disabled?: boolean;
  readonly children: ReactNode;
}

/** A small action in a row of a table or beside a fact. As high as a finger on a phone, without making the row higher. */
export function TextButton({ onClick, label, disabled = false, children }: TextButtonProps) {
  return (
    <button type="button" className={classes.button} aria-label={label} disabled={disabled} onClick={onClick}>
      {children}
    </button>
  );
}
