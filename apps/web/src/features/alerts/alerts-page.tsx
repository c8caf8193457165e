import { Button } from '@mantine/core';
import type { Portfolio } from '@riskoptimizer/contracts';
import { useCallback, useMemo } from 'react';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { PortfolioFrame } from '../../components/portfolio-frame.tsx';
import { Verdict } from '../../components/verdict.tsx';
import { portfolioRights } from '../../platform/portfolio-rights.ts';
import { useAccount } from '../../platform/use-account.ts';
import { useOpenAlerts } from '../../platform/use-open-alerts.ts';
import { useParameters } from '../../platform/use-parameters.ts';
import { alertsVerdict } from './alert-words.ts';
import classes from './alerts.module.css';
import { EarlierAlertsPanel } from './earlier-alerts-panel.tsx';
import { OpenAlertsPanel } from './open-alerts-panel.tsx';
import { RuleDrawer } from './rule-drawer.tsx';
import { RulesTable } from './rules-table.tsx';
import { useRuleChanges } from './use-rule-changes.ts';
import { useAlertAssets, useRules } from './use-rules.ts';
import { UtilisationPanel } from './utilisation-panel.tsx';

/** What crossed a line and still does, and where the lines are. */
export function AlertsPage() {
  return (
    <PortfolioFrame title="Alerts">
      {(portfolio) =>
        portfolio.access === 'owner' ? (
          <Alerts key={portfolio.id} portfolio={portfolio} />
        ) : (
          <EmptyState title="The rules of this portfolio are its owner’s">
            {portfolio.ownerName} shares the portfolio and not its rules and alerts. Choose a portfolio of your own
            above.
          </EmptyState>
        )
      }
    </PortfolioFrame>
  );
}

function Alerts({ portfolio }: { readonly portfolio: Portfolio }) {
  const { search, change } = useParameters();
  const { rules: read, error, retry } = useRules(portfolio.id);
  const open = useOpenAlerts();
  const named = useAlertAssets(portfolio.baseCurrency);
  const account = useAccount();
  const { mayManage } = portfolioRights(portfolio.access, account?.permissions ?? []);
  const changes = useRuleChanges(portfolio.id);
  const { turn, takeOut, gone } = changes;
  const rules = useMemo(() => read?.filter(({ id }) => !gone.has(id)), [read, gone]);
  const begin = useCallback(() => change({ rule: 'new' }), [change]);
  const close = useCallback(() => change({ rule: undefined }), [change]);
  const actions = useMemo(
    () => ({
      onEdit: (ruleId: string) => change({ rule: ruleId }),
      onTurn: (rule: Parameters<typeof turn>[0]) => void turn(rule),
      onTakeOut: (rule: Parameters<typeof takeOut>[0]) => void takeOut(rule),
    }),
    [change, turn, takeOut],
  );

  if (error) return <ErrorState error={error} title="The rules could not be read" onRetry={retry} />;
  if (open.error && !open.list) {
    return <ErrorState error={open.error} title="The alerts could not be read" onRetry={open.retry} />;
  }
  if (!rules || !open.list) return <LoadingState label="The alerts are being read" figures={0} charts={1} />;
  return (
    <>
      <div className={classes.head}>
        <Verdict>{alertsVerdict(open.list.items, rules)}</Verdict>
        {mayManage && rules.length > 0 && <Button onClick={begin}>New rule</Button>}
      </div>
      <div className={classes.panels}>
        <OpenAlertsPanel alerts={open.list.items} mayAcknowledge={mayManage} />
        {rules.length > 0 ? (
          <RulesTable rules={rules} named={named} actions={mayManage ? actions : null} fileName={portfolio.name} />
        ) : (
          <NoRules mayMake={mayManage} onBegin={begin} />
        )}
        <UtilisationPanel
          rules={rules}
          named={named}
          chosen={search.get('limit')}
          onChoose={(limit) => change({ limit })}
        />
        <EarlierAlertsPanel portfolioId={portfolio.id} />
      </div>
      {mayManage && (
        <RuleDrawer
          portfolio={portfolio}
          open={search.get('rule')}
          rules={rules}
          named={named}
          mayPost={account?.isDemo === false}
          hasEmail={account?.email != null}
          changes={changes}
          onClose={close}
        />
      )}
    </>
  );
}

function NoRules({ mayMake, onBegin }: { readonly mayMake: boolean; readonly onBegin: () => void }) {
  return (
    <EmptyState
      title="Nothing is watched yet"
      action={mayMake && <Button onClick={onBegin}>Make the first rule</Button>}
    >
      A rule watches the portfolio or one asset in it: its weight, drift, value, drawdown, volatility, VaR, price, or
      how old its prices are. When the number crosses its threshold you are told here, and by e-mail or webhook if you
      like.
    </EmptyState>
  );
}
