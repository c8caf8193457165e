import { PasswordInput } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import classes from './password-field.module.css';

export interface PasswordFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** `new-password` lets a password manager propose one. */
  readonly autoComplete: 'current-password' | 'new-password';
  readonly description?: ReactNode;
  readonly error?: ReactNode;
  /** Takes the focus when it appears. */
  readonly isFirst?: boolean;
}

/** A password, exactly as typed: it can be pasted, and it can be looked at. */
export function PasswordField({ label, value, onChange, isFirst = false, error, ...rest }: PasswordFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isFirst) field.current?.focus();
  }, [isFirst]);
  return (
    <PasswordInput
      label={label}
      required
      withAsterisk={false}
      value={value}
      maxLength={256}
      ref={field}
      data-autofocus={isFirst || undefined}
      onChange={(event) => onChange(event.currentTarget.value)}
      classNames={{ root: classes.field, input: classes.input, visibilityToggle: classes.toggle }}
      visibilityToggleButtonProps={{ 'aria-label': 'Show the password', tabIndex: 0 }}
      error={error}
      // Mantine marks the frame only.
      aria-invalid={error ? true : undefined}
      {...rest}
    />
  );
}
