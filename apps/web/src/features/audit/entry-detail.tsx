import type { AuditEntry } from '@riskoptimizer/contracts';
import type { ReactNode } from 'react';
import { TextButton } from '../../components/text-button.tsx';
import { missing } from '../../platform/format.ts';
import { instantToSecond } from '../../platform/instants.ts';
import { entrySentence, words } from './action-sentences.ts';
import { actorWords } from './actor-words.ts';
import classes from './audit.module.css';
import type { AuditFilters } from './audit-filters.ts';
import { DiffTable } from './diff-table.tsx';
import { toneOf } from './entries-table.tsx';
import { EntryProof } from './entry-proof.tsx';

interface EntryDetailProps {
  readonly entry: AuditEntry;
  readonly onSearch: (filters: AuditFilters) => void;
}

/** Everything about one entry: who, what, from where, what changed, and the text that was hashed. */
export function EntryDetail({ entry, onSearch }: EntryDetailProps) {
  const { action, entityType, entityId, actorId, result, reason } = entry;
  return (
    <>
      <p className={classes.sentence}>{entrySentence(entry)}</p>
      <dl className={classes.facts}>
        <Fact name="Time (UTC)">{`${instantToSecond(entry.recordedAt)}${entry.recordedAt.slice(19, 23)}`}</Fact>
        <Fact name="Who">
          {actorWords(entry)}
          {actorId && (
            <>
              {' '}
              (<TextButton onClick={() => onSearch({ actorId })}>everything by them</TextButton>)
            </>
          )}
        </Fact>
        <Fact name="Action">
          <code>{action}</code>
        </Fact>
        <Fact name="To what">
          {words(entityType)} {entityId && <code>{entityId}</code>}
          {entityId && (
            <>
              {' '}
              (<TextButton onClick={() => onSearch({ entityType, entityId })}>its whole history</TextButton>)
            </>
          )}
        </Fact>
        <Fact name="Result">
          <span className={toneOf(result)}>
            {result}
            {reason && `: ${words(reason)}`}
          </span>
        </Fact>
        <Fact name="Address">{entry.address ?? missing}</Fact>
        <Fact name="Session">{entry.sessionId ?? missing}</Fact>
        <Fact name="Request">{entry.requestId ?? missing}</Fact>
        <Fact name="Whose data">{entry.ownerId ?? missing}</Fact>
      </dl>
      <h3 className={classes.heading}>What changed</h3>
      <DiffTable before={entry.before} after={entry.after} />
      <h3 className={classes.heading}>Proof</h3>
      <EntryProof key={entry.sequence} entry={entry} />
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
