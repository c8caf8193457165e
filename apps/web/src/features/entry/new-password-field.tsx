import { PasswordField } from '../../components/password-field.tsx';
import { passwordHint, passwordLengthAlone, passwordLengthWithSecondFactor } from './password-rule.ts';

interface NewPasswordFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Why the server refused the last one. */
  readonly error?: string | undefined;
  readonly label?: string;
  /** Given to somebody who signs in with a second factor: their password may be shorter. */
  readonly hasSecondFactor?: boolean;
}

/** A password to be chosen: the rule while it is typed, and why it was refused after that. */
export function NewPasswordField({
  value,
  onChange,
  error,
  label = 'Password',
  hasSecondFactor = false,
}: NewPasswordFieldProps) {
  const lengthMin = hasSecondFactor ? passwordLengthWithSecondFactor : passwordLengthAlone;
  return (
    <PasswordField
      label={label}
      autoComplete="new-password"
      value={value}
      onChange={onChange}
      description={passwordHint(value, lengthMin)}
      error={error}
    />
  );
}
