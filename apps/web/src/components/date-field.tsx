import classes from './date-field.module.css';

interface DateFieldProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly min?: string | undefined;
  readonly max?: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

/** The browser's own date field: it speaks the person's language and has the phone's wheel. */
export function DateField({ label, value, min, max, onChange }: DateFieldProps) {
  return (
    <label className={classes.date}>
      {label}
      <input
        type="date"
        defaultValue={value}
        key={value}
        min={min}
        max={max}
        // While a year is being typed the field passes through the year 0002; the window changes when it is left.
        onBlur={(event) => {
          const written = event.currentTarget.value || undefined;
          if (written !== value && (written === undefined || event.currentTarget.validity.valid)) onChange(written);
        }}
      />
    </label>
  );
}
