import { ActionIcon, useMantineColorScheme } from '@mantine/core';
import classes from './color-scheme-toggle.module.css';
import { MoonIcon, SunIcon, SystemIcon } from './icons.tsx';

/** What a press leads to, and how the present state is called. */
const schemes = {
  auto: { next: 'light', name: 'as the system', Icon: SystemIcon },
  light: { next: 'dark', name: 'light', Icon: SunIcon },
  dark: { next: 'auto', name: 'dark', Icon: MoonIcon },
} as const;

/** Goes round: as the system, light, dark. */
export function ColorSchemeToggle() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { next, name, Icon } = schemes[colorScheme];
  const label = `Colours: ${name}. Change to ${schemes[next].name}`;
  return (
    <ActionIcon
      className={classes.toggle}
      variant="subtle"
      color="gray"
      size={30}
      aria-label={label}
      title={label}
      onClick={() => setColorScheme(next)}
    >
      <Icon />
    </ActionIcon>
  );
}
