import type { Alert, AlertDelivery } from '@riskoptimizer/contracts';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { Panel } from '../../components/panel.tsx';
import { ago, instant, now } from '../../platform/instants.ts';
import { api, store } from '../../platform/store.ts';
import { AcknowledgeForm } from './acknowledge-form.tsx';
import { deliveryText } from './alert-words.ts';
import classes from './alerts.module.css';

interface OpenAlertsPanelProps {
  readonly alerts: readonly Alert[];
  readonly mayAcknowledge: boolean;
}

/** Messages on their way are told of by nobody: they are asked for while there are any. */
const deliveriesMs = 4000;
/** Fine enough for "5 minutes ago". */
const clockMs = 30_000;

/** Alerts that are not over, of all portfolios: those that nobody has seen come first. */
export function OpenAlertsPanel({ alerts, mayAcknowledge }: OpenAlertsPanelProps) {
  const nowMs = useClock(alerts.length > 0);
  useDeliveries(alerts);
  const sorted = [...alerts].sort((a, b) => Number(a.acknowledged !== null) - Number(b.acknowledged !== null));
  if (sorted.length === 0) return null;
  return (
    <Panel title="Open alerts" note="Of all your portfolios; what was acknowledged stays open as long as it is true">
      <ul className={classes.alerts}>
        {sorted.map((alert) => (
          <OpenAlert key={alert.id} alert={alert} nowMs={nowMs} mayAcknowledge={mayAcknowledge} />
        ))}
      </ul>
    </Panel>
  );
}

interface OpenAlertProps {
  readonly alert: Alert;
  readonly nowMs: number;
  readonly mayAcknowledge: boolean;
}

function OpenAlert({ alert, nowMs, mayAcknowledge }: OpenAlertProps) {
  const { id, sentence, ruleName, portfolioId, portfolioName, raisedAt, acknowledged, deliveries } = alert;
  return (
    <li className={classes.alert} data-seen={acknowledged !== null || undefined}>
      <div className={classes.told}>
        <Severity alert={alert} />
        <strong>{sentence}</strong>
      </div>
      <p className={classes.facts}>
        <span title={instant(raisedAt)}>Raised {ago(raisedAt, nowMs)}</span>
        <span>Rule “{ruleName}”</span>
        <Link to={`/alerts?portfolio=${portfolioId}`}>{portfolioName}</Link>
      </p>
      <Deliveries deliveries={deliveries} />
      {acknowledged ? (
        <p className={classes.facts}>
          Acknowledged by {acknowledged.by}, {instant(acknowledged.at)}
          {acknowledged.note === null ? '' : `: ${acknowledged.note}`}
        </p>
      ) : (
        mayAcknowledge && <AcknowledgeForm alertId={id} sentence={sentence} />
      )}
    </li>
  );
}

/** A crossed limit is graver than a crossed rule. Which of them it is its rule says. */
function Severity({ alert: { portfolioId, ruleId } }: { readonly alert: Alert }) {
  const { currentData } = api.useListAlertRulesQuery({ portfolioId });
  const rule = currentData?.items.find(({ id }) => id === ruleId);
  if (rule === undefined) return null;
  return (
    <span className={classes.severity} data-severity={rule.isLimit ? 'critical' : 'warning'}>
      {rule.isLimit ? 'limit exceeded' : 'warning'}
    </span>
  );
}

export function Deliveries({ deliveries }: { readonly deliveries: readonly AlertDelivery[] }) {
  if (deliveries.length === 0) return null;
  return (
    <ul className={classes.deliveries}>
      {deliveries.map((delivery) => (
        <li key={delivery.id} data-failed={delivery.state === 'failed' || undefined}>
          {deliveryText(delivery)}
        </li>
      ))}
    </ul>
  );
}

function useClock(isRunning: boolean): number {
  const [time, setTime] = useState(now);
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => setTime(now()), clockMs);
    return () => clearInterval(timer);
  }, [isRunning]);
  return time;
}

function useDeliveries(alerts: readonly Alert[]): void {
  const isSending = alerts.some(({ deliveries }) => deliveries.some(({ state }) => state === 'waiting'));
  useEffect(() => {
    if (!isSending) return;
    const timer = setInterval(() => void store.dispatch(api.util.invalidateTags(['Alert'])), deliveriesMs);
    return () => clearInterval(timer);
  }, [isSending]);
}
