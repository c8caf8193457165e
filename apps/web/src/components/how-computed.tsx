import { Popover, UnstyledButton } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import type { BirthCertificate, ReturnWindow } from '@riskoptimizer/contracts';
import type { ReactNode } from 'react';
import { today } from '../platform/days.ts';
import { age, count, dateMedium, number, plural } from '../platform/format.ts';
import classes from './how-computed.module.css';
import { InfoIcon } from './icons.tsx';

export interface HowComputedProps {
  /** Name of the figure, such as "Value at risk". */
  readonly name: string;
  readonly formula: ReactNode;
  /** What goes into the formula. */
  readonly inputs: ReactNode;
  /** Convention worth knowing: sign, compounding, degrees of freedom. */
  readonly note?: ReactNode;
  readonly window?: ReturnWindow | undefined;
  readonly certificate?: BirthCertificate | undefined;
  /** Pixels between what opens it and the answer, so that a figure below its label stays in sight. */
  readonly offset?: number;
  /** What opens it; a small pictogram when left out. */
  readonly children?: ReactNode;
}

/** A long answer scrolls within the window instead of running out of it. */
const fitHeight = {
  padding: 8,
  apply({ availableHeight, elements }: { availableHeight: number; elements: { floating: HTMLElement } }) {
    elements.floating.style.setProperty('--ro-available-height', `${Math.max(240, Math.floor(availableHeight))}px`);
  },
};

/** Answers "how was this computed": formula, inputs, window, method, age of the data, and the birth certificate. */
export function HowComputed(props: HowComputedProps) {
  const { name, offset = 8, children } = props;
  return (
    <Popover
      width={360}
      position="bottom-start"
      offset={offset}
      shadow="md"
      middlewares={{ flip: { padding: 8 }, shift: { padding: 8 }, size: fitHeight }}
      trapFocus
      returnFocus
      keepMounted={false}
    >
      <Popover.Target>
        <UnstyledButton
          className={children ? classes.wordTarget : classes.iconTarget}
          aria-label={children ? undefined : `How ${name} is computed`}
          title={`How ${name} is computed`}
        >
          {children ?? <InfoIcon size={15} />}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown} aria-label={`How ${name} is computed`}>
        <HowComputedBody {...props} />
      </Popover.Dropdown>
    </Popover>
  );
}

function HowComputedBody({ name, formula, inputs, note, window, certificate }: HowComputedProps) {
  return (
    <>
      {/* Has the focus first, so that the answer is read from its beginning. */}
      <h3 className={classes.name} tabIndex={-1} data-autofocus>
        {name}
      </h3>
      <p className={classes.formula}>{formula}</p>
      <dl className={classes.facts}>
        <Fact term="Inputs">{inputs}</Fact>
        {note && <Fact term="Convention">{note}</Fact>}
        {window && <Fact term="Window">{windowText(window)}</Fact>}
        {window?.to && (
          <Fact term="Data">
            last price {dateMedium(window.to)}, {age(window.to, today())}
          </Fact>
        )}
        {certificate && <Fact term="Method">{certificate.method}</Fact>}
      </dl>
      {certificate && <Certificate certificate={certificate} />}
    </>
  );
}

function Fact({ term, children }: { readonly term: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** A window in words: dates, returns used, and what was left out. */
export function windowText(window: ReturnWindow): string {
  const frequency = window.frequency === 'unknown' ? '' : `${window.frequency} `;
  const dates = window.from && window.to ? `${dateMedium(window.from)} to ${dateMedium(window.to)}, ` : '';
  const left =
    window.droppedPeriodCount > 0
      ? `, ${plural(window.droppedPeriodCount, 'period')} left out because an asset had no price`
      : '';
  const returns = window.periodCount === 1 ? 'return' : 'returns';
  return `${dates}${count(window.periodCount)} ${frequency}${returns}${left}; ${number(window.periodsPerYear, 0)} periods a year`;
}

function Certificate({ certificate }: { readonly certificate: BirthCertificate }) {
  const clipboard = useClipboard({ timeout: 2000 });
  const parameters = Object.entries(certificate.parameters);
  return (
    <details className={classes.certificate}>
      <summary>Birth certificate</summary>
      <dl className={classes.facts}>
        <Fact term="Engine">{certificate.engineVersion}</Fact>
        {parameters.map(([name, value]) => (
          <Fact key={name} term={name}>
            {String(value)}
          </Fact>
        ))}
        <Fact term="Currency">{certificate.currency ?? 'none'}</Fact>
        <Fact term="Seed">{certificate.seed ?? 'none, nothing random'}</Fact>
        <Fact term="Input hash">
          <code className={classes.hash}>{certificate.inputsHash}</code>
        </Fact>
        <Fact term="Computed">
          {certificate.computedAt.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC')} in{' '}
          {number(certificate.durationMs, 0)} ms
        </Fact>
      </dl>
      <UnstyledButton className={classes.copy} onClick={() => clipboard.copy(JSON.stringify(certificate, null, 2))}>
        {clipboard.copied ? 'Copied' : 'Copy as JSON'}
      </UnstyledButton>
    </details>
  );
}
