-- The second wall. The application works as the role riskoptimizer_app, which owns nothing and cannot bypass these policies; the
-- connection says for whom (core/request-context.ts). Without a word nothing is visible. Functions that look at shares run as
-- the owner of the tables, so that a policy does not ask itself.
update users set is_demo = true where id = '00000000-0000-4000-8000-000000000001';
--> statement-breakpoint
create schema access;
--> statement-breakpoint
create function access.actor_id() returns uuid language sql stable parallel safe as
$$ select nullif(current_setting('riskoptimizer.actor_id', true), '')::uuid $$;
--> statement-breakpoint
create function access.actor_role() returns text language sql stable parallel safe as
$$ select coalesce(current_setting('riskoptimizer.actor_role', true), '') $$;
--> statement-breakpoint
create function access.is_system() returns boolean language sql stable parallel safe as
$$ select coalesce(current_setting('riskoptimizer.scope', true), '') = 'system' $$;
--> statement-breakpoint
create function access.shared_portfolio_ids(wanted text) returns uuid[] language sql stable security definer
set search_path = pg_catalog, public as
$$ select coalesce(array_agg(portfolio_id), '{}') from public.portfolio_shares
   where grantee_id = access.actor_id() and revoked_at is null and (expires_at is null or expires_at > now())
     and (wanted = 'read' or level = 'edit') $$;
--> statement-breakpoint
create function access.shared_asset_ids() returns uuid[] language sql stable security definer
set search_path = pg_catalog, public as
$$ select coalesce(array_agg(asset_id), '{}') from (
     select asset_id from public.allocations where portfolio_id = any(access.shared_portfolio_ids('read'))
     union
     select benchmark_asset_id from public.portfolios
     where id = any(access.shared_portfolio_ids('read')) and benchmark_asset_id is not null) as shared(asset_id) $$;
--> statement-breakpoint
create function access.sharing_owner_ids() returns uuid[] language sql stable security definer
set search_path = pg_catalog, public as
$$ select coalesce(array_agg(distinct owner_id), '{}') from public.portfolios
   where id = any(access.shared_portfolio_ids('read')) $$;
--> statement-breakpoint
grant usage on schema access to riskoptimizer_app;
--> statement-breakpoint
grant usage on schema public to riskoptimizer_app;
--> statement-breakpoint
revoke all on function access.actor_id() from public;
--> statement-breakpoint
grant execute on function access.actor_id() to riskoptimizer_app;
--> statement-breakpoint
revoke all on function access.actor_role() from public;
--> statement-breakpoint
grant execute on function access.actor_role() to riskoptimizer_app;
--> statement-breakpoint
revoke all on function access.is_system() from public;
--> statement-breakpoint
grant execute on function access.is_system() to riskoptimizer_app;
--> statement-breakpoint
revoke all on function access.shared_portfolio_ids(text) from public;
--> statement-breakpoint
grant execute on function access.shared_portfolio_ids(text) to riskoptimizer_app;
--> statement-breakpoint
revoke all on function access.shared_asset_ids() from public;
--> statement-breakpoint
grant execute on function access.shared_asset_ids() to riskoptimizer_app;
--> statement-breakpoint
revoke all on function access.sharing_owner_ids() from public;
--> statement-breakpoint
grant execute on function access.sharing_owner_ids() to riskoptimizer_app;
--> statement-breakpoint
alter table portfolios enable row level security;
--> statement-breakpoint
grant select, insert, delete on portfolios to riskoptimizer_app;
--> statement-breakpoint
grant update (name, base_currency, benchmark_asset_id, allocation_kind, version, updated_at) on portfolios to riskoptimizer_app;
--> statement-breakpoint
create policy portfolios_select on portfolios for select to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()) or id = any((select access.shared_portfolio_ids('read'))::uuid[]));
--> statement-breakpoint
create policy portfolios_insert on portfolios for insert to riskoptimizer_app
  with check (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
create policy portfolios_update on portfolios for update to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()) or id = any((select access.shared_portfolio_ids('edit'))::uuid[]))
  with check (owner_id = (select access.actor_id()) or (select access.is_system()) or id = any((select access.shared_portfolio_ids('edit'))::uuid[]));
--> statement-breakpoint
create policy portfolios_delete on portfolios for delete to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
alter table allocations enable row level security;
--> statement-breakpoint
grant select, insert, delete on allocations to riskoptimizer_app;
--> statement-breakpoint
create policy allocations_select on allocations for select to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()) or portfolio_id = any((select access.shared_portfolio_ids('read'))::uuid[]));
--> statement-breakpoint
create policy allocations_insert on allocations for insert to riskoptimizer_app
  with check (owner_id = (select access.actor_id()) or (select access.is_system()) or portfolio_id = any((select access.shared_portfolio_ids('edit'))::uuid[]));
--> statement-breakpoint
create policy allocations_delete on allocations for delete to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()) or portfolio_id = any((select access.shared_portfolio_ids('edit'))::uuid[]));
--> statement-breakpoint
alter table assets enable row level security;
--> statement-breakpoint
grant select, insert, delete on assets to riskoptimizer_app;
--> statement-breakpoint
grant update (name, asset_class, sector, country, prices_version, price_count, first_date, last_date, last_close, price_gaps, updated_at) on assets to riskoptimizer_app;
--> statement-breakpoint
create policy assets_select on assets for select to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()) or id = any((select access.shared_asset_ids())::uuid[]));
--> statement-breakpoint
create policy assets_insert on assets for insert to riskoptimizer_app
  with check (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
create policy assets_update on assets for update to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()))
  with check (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
create policy assets_delete on assets for delete to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
alter table prices enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on prices to riskoptimizer_app;
--> statement-breakpoint
create policy prices_select on prices for select to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()) or asset_id = any((select access.shared_asset_ids())::uuid[]));
--> statement-breakpoint
create policy prices_insert on prices for insert to riskoptimizer_app
  with check (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
create policy prices_update on prices for update to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()))
  with check (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
create policy prices_delete on prices for delete to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
alter table exchange_rates enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on exchange_rates to riskoptimizer_app;
--> statement-breakpoint
create policy exchange_rates_select on exchange_rates for select to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()) or owner_id = any((select access.sharing_owner_ids())::uuid[]));
--> statement-breakpoint
create policy exchange_rates_insert on exchange_rates for insert to riskoptimizer_app
  with check (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
create policy exchange_rates_update on exchange_rates for update to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()))
  with check (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
create policy exchange_rates_delete on exchange_rates for delete to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
alter table price_imports enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on price_imports to riskoptimizer_app;
--> statement-breakpoint
create policy price_imports_all on price_imports for all to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()))
  with check (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
alter table users enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on users to riskoptimizer_app;
--> statement-breakpoint
create policy users_select on users for select to riskoptimizer_app
  using (id = (select access.actor_id()) or (select access.is_system()) or id = any((select access.sharing_owner_ids())::uuid[]) or (select access.actor_role()) in ('admin', 'compliance'));
--> statement-breakpoint
create policy users_insert on users for insert to riskoptimizer_app
  with check ((select access.is_system()));
--> statement-breakpoint
create policy users_update on users for update to riskoptimizer_app
  using (id = (select access.actor_id()) or (select access.is_system()))
  with check (id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
create policy users_delete on users for delete to riskoptimizer_app
  using ((select access.is_system()));
--> statement-breakpoint
alter table portfolio_shares enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on portfolio_shares to riskoptimizer_app;
--> statement-breakpoint
create policy portfolio_shares_select on portfolio_shares for select to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()) or grantee_id = (select access.actor_id()));
--> statement-breakpoint
create policy portfolio_shares_insert on portfolio_shares for insert to riskoptimizer_app
  with check (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
create policy portfolio_shares_update on portfolio_shares for update to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()))
  with check (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
create policy portfolio_shares_delete on portfolio_shares for delete to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
alter table accounts enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on accounts to riskoptimizer_app;
--> statement-breakpoint
create policy accounts_all on accounts for all to riskoptimizer_app
  using ((select access.is_system()))
  with check ((select access.is_system()));
--> statement-breakpoint
alter table sessions enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on sessions to riskoptimizer_app;
--> statement-breakpoint
create policy sessions_all on sessions for all to riskoptimizer_app
  using ((select access.is_system()))
  with check ((select access.is_system()));
--> statement-breakpoint
alter table refresh_tokens enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on refresh_tokens to riskoptimizer_app;
--> statement-breakpoint
create policy refresh_tokens_all on refresh_tokens for all to riskoptimizer_app
  using ((select access.is_system()))
  with check ((select access.is_system()));
--> statement-breakpoint
alter table revoked_access_tokens enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on revoked_access_tokens to riskoptimizer_app;
--> statement-breakpoint
create policy revoked_access_tokens_all on revoked_access_tokens for all to riskoptimizer_app
  using ((select access.is_system()))
  with check ((select access.is_system()));
--> statement-breakpoint
alter table signing_keys enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on signing_keys to riskoptimizer_app;
--> statement-breakpoint
create policy signing_keys_all on signing_keys for all to riskoptimizer_app
  using ((select access.is_system()))
  with check ((select access.is_system()));
--> statement-breakpoint
alter table stream_tickets enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on stream_tickets to riskoptimizer_app;
--> statement-breakpoint
create policy stream_tickets_all on stream_tickets for all to riskoptimizer_app
  using ((select access.is_system()))
  with check ((select access.is_system()));
--> statement-breakpoint
alter table challenges enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on challenges to riskoptimizer_app;
--> statement-breakpoint
create policy challenges_all on challenges for all to riskoptimizer_app
  using ((select access.is_system()))
  with check ((select access.is_system()));
--> statement-breakpoint
alter table one_time_tokens enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on one_time_tokens to riskoptimizer_app;
--> statement-breakpoint
create policy one_time_tokens_all on one_time_tokens for all to riskoptimizer_app
  using ((select access.is_system()))
  with check ((select access.is_system()));
--> statement-breakpoint
alter table invitations enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on invitations to riskoptimizer_app;
--> statement-breakpoint
create policy invitations_all on invitations for all to riskoptimizer_app
  using ((select access.is_system()))
  with check ((select access.is_system()));
--> statement-breakpoint
alter table passkeys enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on passkeys to riskoptimizer_app;
--> statement-breakpoint
create policy passkeys_all on passkeys for all to riskoptimizer_app
  using ((select access.is_system()))
  with check ((select access.is_system()));
--> statement-breakpoint
alter table recovery_codes enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on recovery_codes to riskoptimizer_app;
--> statement-breakpoint
create policy recovery_codes_all on recovery_codes for all to riskoptimizer_app
  using ((select access.is_system()))
  with check ((select access.is_system()));
--> statement-breakpoint
alter table api_keys enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on api_keys to riskoptimizer_app;
--> statement-breakpoint
create policy api_keys_all on api_keys for all to riskoptimizer_app
  using ((select access.is_system()))
  with check ((select access.is_system()));
--> statement-breakpoint
alter table sign_in_throttles enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on sign_in_throttles to riskoptimizer_app;
--> statement-breakpoint
create policy sign_in_throttles_all on sign_in_throttles for all to riskoptimizer_app
  using ((select access.is_system()))
  with check ((select access.is_system()));
--> statement-breakpoint
alter table known_devices enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on known_devices to riskoptimizer_app;
--> statement-breakpoint
create policy known_devices_all on known_devices for all to riskoptimizer_app
  using ((select access.is_system()))
  with check ((select access.is_system()));
--> statement-breakpoint
alter table installation enable row level security;
--> statement-breakpoint
grant select, insert, update on installation to riskoptimizer_app;
--> statement-breakpoint
create policy installation_select on installation for select to riskoptimizer_app
  using (true);
--> statement-breakpoint
create policy installation_insert on installation for insert to riskoptimizer_app
  with check ((select access.is_system()));
--> statement-breakpoint
create policy installation_update on installation for update to riskoptimizer_app
  using ((select access.is_system()))
  with check ((select access.is_system()));
--> statement-breakpoint
alter table idempotency_keys enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on idempotency_keys to riskoptimizer_app;
--> statement-breakpoint
create policy idempotency_keys_all on idempotency_keys for all to riskoptimizer_app
  using (user_id = (select access.actor_id()) or (select access.is_system()))
  with check (user_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
-- A user may change its own row, but not its own role or status: those columns need the system's scope.
create function access.guard_user_row() returns trigger language plpgsql as
$$ begin
  if not access.is_system() and current_user = 'riskoptimizer_app'
    and (new.role, new.status, new.is_demo, new.id) is distinct from (old.role, old.status, old.is_demo, old.id) then
    raise exception 'role and status are not changed by their user' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger users_guard before update on users for each row execute function access.guard_user_row();
--> statement-breakpoint
-- The audit trail: added to, never changed. The head moves forward by one, together with its entry.
alter table audit_entries enable row level security;
--> statement-breakpoint
grant select, insert on audit_entries to riskoptimizer_app;
--> statement-breakpoint
create policy audit_entries_select on audit_entries for select to riskoptimizer_app
  using ((select access.is_system()) or (select access.actor_role()) in ('admin', 'compliance') or actor_id = (select access.actor_id())::text);
--> statement-breakpoint
create policy audit_entries_insert on audit_entries for insert to riskoptimizer_app
  with check (true);
--> statement-breakpoint
alter table audit_head enable row level security;
--> statement-breakpoint
grant select, update on audit_head to riskoptimizer_app;
--> statement-breakpoint
create policy audit_head_select on audit_head for select to riskoptimizer_app
  using (true);
--> statement-breakpoint
create policy audit_head_update on audit_head for update to riskoptimizer_app
  using (true)
  with check (true);
--> statement-breakpoint
insert into audit_head (id, sequence, hash, peaks, recorded_at) values (1, 0, '0000000000000000000000000000000000000000000000000000000000000000', '{}', 'epoch');
--> statement-breakpoint
create function access.refuse_change() returns trigger language plpgsql as
$$ begin raise exception 'the audit trail is only added to: % on % is refused', tg_op, tg_table_name using errcode = 'insufficient_privilege'; end $$;
--> statement-breakpoint
create trigger audit_entries_append_only before update or delete on audit_entries for each row execute function access.refuse_change();
--> statement-breakpoint
create trigger audit_entries_no_truncate before truncate on audit_entries for each statement execute function access.refuse_change();
--> statement-breakpoint
create trigger audit_head_no_delete before delete on audit_head for each row execute function access.refuse_change();
--> statement-breakpoint
create trigger audit_head_no_truncate before truncate on audit_head for each statement execute function access.refuse_change();
--> statement-breakpoint
create function access.guard_audit_head() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as
$$ begin
  if new.sequence <= old.sequence or new.id <> 1
    or not exists (select from public.audit_entries where sequence = new.sequence and hash = new.hash) then
    raise exception 'the head of the audit trail only moves forward to its last entry' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger audit_head_forward before update on audit_head for each row execute function access.guard_audit_head();
--> statement-breakpoint
create function access.guard_audit_entry() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as
$$ begin
  if new.sequence <> (select sequence + 1 from public.audit_head where id = 1)
    and not exists (select from public.audit_entries where sequence = new.sequence - 1) then
    raise exception 'audit entries have no gaps: % does not follow', new.sequence using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger audit_entries_gapless before insert on audit_entries for each row execute function access.guard_audit_entry();
--> statement-breakpoint
-- Readiness compares the applied migrations with those of this version.
grant usage on schema drizzle to riskoptimizer_app;
--> statement-breakpoint
grant select on drizzle.__drizzle_migrations to riskoptimizer_app;
