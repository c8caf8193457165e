-- Whoever hears of a portfolio or an asset over a live connection must be asked about again when shares, portfolios or assets
-- change, by whatever way they do. PostgreSQL tells it when the transaction is committed, and each payload once.
create function access.announce_access() returns trigger language plpgsql as
$$ declare
  changed record := case when tg_op = 'DELETE' then old else new end;
begin
  perform pg_notify('riskoptimizer_access', json_build_object(
    'ownerId', changed.owner_id,
    'portfolioId', case tg_table_name when 'portfolios' then to_jsonb(changed) ->> 'id' else to_jsonb(changed) ->> 'portfolio_id' end
  )::text);
  return null;
end $$;
--> statement-breakpoint
create trigger portfolio_shares_announce after update or delete on portfolio_shares
  for each row execute function access.announce_access();
--> statement-breakpoint
create trigger portfolios_announce after update or delete on portfolios
  for each row execute function access.announce_access();
--> statement-breakpoint
create trigger assets_announce after delete on assets
  for each row execute function access.announce_access();
