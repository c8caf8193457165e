import { Button, Drawer, SegmentedControl } from '@mantine/core';
import { skipToken } from '@reduxjs/toolkit/query';
import type { Portfolio, PortfolioVersion } from '@riskoptimizer/contracts';
import { useMemo } from 'react';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { instant } from '../../platform/instants.ts';
import { portfolioRights } from '../../platform/portfolio-rights.ts';
import { problemOf } from '../../platform/problem.ts';
import { api } from '../../platform/store.ts';
import { useAccount } from '../../platform/use-account.ts';
import { useParameters } from '../../platform/use-parameters.ts';
import { usePhone } from '../../platform/use-phone.ts';
import classes from './history.module.css';
import { useGoBack } from './use-go-back.ts';
import { VersionChanges } from './version-changes.tsx';
import { isNoDifference, type VersionDiff, versionDiff } from './version-diff.ts';
import { whoWords } from './version-words.ts';

interface VersionDrawerProps {
  readonly portfolio: Portfolio;
  readonly version: number | undefined;
  readonly onClose: () => void;
}

/** One version: what it changed, what going back to it would change, and the way back. */
export function VersionDrawer({ portfolio, version, onClose }: VersionDrawerProps) {
  const { currentData, error, refetch } = api.useGetPortfolioVersionQuery(
    version === undefined ? skipToken : { portfolioId: portfolio.id, version },
  );
  const phone = usePhone();
  return (
    <Drawer
      opened={version !== undefined}
      onClose={onClose}
      position="right"
      size={phone ? '100%' : 680}
      title={`Version ${version ?? ''}`}
      closeButtonProps={{ 'aria-label': 'Close', size: 44 }}
    >
      {currentData ? (
        <VersionDetail key={currentData.version} portfolio={portfolio} shown={currentData} onClose={onClose} />
      ) : error ? (
        <ErrorState error={error} title="The version could not be read" onRetry={() => void refetch()} />
      ) : (
        <LoadingState label="The version is being read" figures={0} charts={1} />
      )}
    </Drawer>
  );
}

interface VersionDetailProps {
  readonly portfolio: Portfolio;
  readonly shown: PortfolioVersion;
  readonly onClose: () => void;
}

function VersionDetail({ portfolio, shown, onClose }: VersionDetailProps) {
  const { search, change } = useParameters();
  const { version, changedBy, changedAt } = shown;
  const isNow = version === portfolio.version;
  const isAgainstNow = !isNow && search.get('against') === 'now';
  const [earlier, present] = [versionBefore(shown), portfolio.version];
  const other = isAgainstNow ? present : earlier;
  const before = api.useGetPortfolioVersionQuery(
    other === null ? skipToken : { portfolioId: portfolio.id, version: other },
  );
  const names = useNames();
  const content = before.currentData?.content;
  const diff = useMemo(
    () => (other === null || content ? versionDiff(content ?? null, shown.content, names) : undefined),
    [other, content, shown.content, names],
  );
  return (
    <>
      <p className={classes.facts}>
        {instant(changedAt)}, by {whoWords(changedBy)}
        {isNow && '. It is the one that counts now.'}
      </p>
      {!isNow && (
        <SegmentedControl
          aria-label="Compare"
          value={isAgainstNow ? 'now' : 'before'}
          data={[
            { value: 'before', label: 'What it changed' },
            { value: 'now', label: 'Against now' },
          ]}
          onChange={(chosen) => change({ against: chosen === 'now' ? 'now' : undefined })}
        />
      )}
      {diff ? (
        <VersionChanges
          diff={diff}
          before={other === null ? 'Before' : isAgainstNow ? `Version ${other}, now` : `Version ${other}`}
          after={`Version ${version}`}
        />
      ) : before.error ? (
        <ErrorState
          error={before.error}
          title="There is nothing to compare with"
          onRetry={() => void before.refetch()}
        />
      ) : (
        <LoadingState label="The versions are being compared" figures={0} charts={1} />
      )}
      {!isNow && <GoBack portfolio={portfolio} shown={shown} diff={isAgainstNow ? diff : undefined} onDone={onClose} />}
    </>
  );
}

/** Null for the first that is kept: nothing was before it. */
function versionBefore({ version, change }: PortfolioVersion): number | null {
  return change === 'created' || change === 'kept' || version === 1 ? null : version - 1;
}

function useNames() {
  const { data: assets } = api.useListAssetsQuery();
  const { data: portfolios } = api.useListAllPortfoliosQuery();
  return useMemo(
    () => ({
      symbols: new Map(assets?.items.map(({ id, symbol }) => [id, symbol])),
      portfolios: new Map(portfolios?.map(({ id, name }) => [id, name])),
    }),
    [assets, portfolios],
  );
}

interface GoBackProps {
  readonly portfolio: Portfolio;
  readonly shown: PortfolioVersion;
  /** Between now and that version, when it is known. */
  readonly diff: VersionDiff | undefined;
  readonly onDone: () => void;
}

/** The way back; where there is none, why. */
function GoBack({ portfolio, shown: { version, content }, diff, onDone }: GoBackProps) {
  const permissions = useAccount()?.permissions ?? [];
  const { goBack, isGoing, error } = useGoBack(portfolio, onDone);
  const { mayManage } = portfolioRights(portfolio.access, permissions);
  if (!mayManage) return null;
  const hasLedger = portfolio.allocationKind === 'ledger' || content.allocationKind === 'ledger';
  const refusal = hasLedger
    ? 'What it holds follows from its transactions, so there is no way back to an old version. Change the transactions instead.'
    : portfolio.state !== 'active'
      ? 'It is archived. Bring it back first, under Portfolios.'
      : diff && isNoDifference(diff)
        ? 'There is nothing to go back to: it is the same now.'
        : null;
  if (refusal !== null) return <p className={classes.note}>{refusal}</p>;
  const isConflict = error !== undefined && problemOf(error).code === 'version-conflict';
  return (
    <>
      {error !== undefined && (
        <ErrorState
          error={error}
          title={isConflict ? 'It was changed in the meantime, and nothing was overwritten' : 'It did not go back'}
        />
      )}
      <div className={classes.actions}>
        <Button loading={isGoing} onClick={() => void goBack(version)}>
          Go back to version {version}
        </Button>
        <span className={classes.muted}>Makes a new version. None is lost.</span>
      </div>
    </>
  );
}
