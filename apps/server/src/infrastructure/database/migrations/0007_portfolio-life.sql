CREATE TABLE "portfolio_targets" (
	"portfolio_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"owner_id" uuid NOT NULL,
	"asset_id" uuid,
	"group_value" text,
	"weight" double precision NOT NULL,
	"band_absolute" double precision,
	"band_relative" double precision,
	CONSTRAINT "portfolio_targets_pkey" PRIMARY KEY("portfolio_id","position"),
	CONSTRAINT "portfolio_targets_one_kind" CHECK (("portfolio_targets"."asset_id" is null) <> ("portfolio_targets"."group_value" is null)),
	CONSTRAINT "portfolio_targets_weight" CHECK ("portfolio_targets"."weight" between 0 and 1)
);
--> statement-breakpoint
CREATE TABLE "portfolio_versions" (
	"portfolio_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"owner_id" uuid NOT NULL,
	"change" text NOT NULL,
	"changed_by" uuid,
	"content" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "portfolio_versions_pkey" PRIMARY KEY("portfolio_id","version")
);
--> statement-breakpoint
CREATE TABLE "portfolio_benchmark_assets" (
	"portfolio_id" uuid NOT NULL,
	"asset_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"weight" double precision NOT NULL,
	CONSTRAINT "portfolio_benchmark_assets_pkey" PRIMARY KEY("portfolio_id","asset_id")
);
--> statement-breakpoint
ALTER TABLE "portfolios" DROP CONSTRAINT "portfolios_owner_name";
--> statement-breakpoint
ALTER TABLE "portfolios" DROP CONSTRAINT "portfolios_benchmark";
--> statement-breakpoint
ALTER TABLE "assets" ADD COLUMN "isin" text;
--> statement-breakpoint
ALTER TABLE "assets" ADD COLUMN "figi" text;
--> statement-breakpoint
ALTER TABLE "assets" ADD COLUMN "labels" jsonb DEFAULT '{}'::jsonb NOT NULL;
--> statement-breakpoint
ALTER TABLE "portfolios" ADD COLUMN "benchmark_kind" text;
--> statement-breakpoint
ALTER TABLE "portfolios" ADD COLUMN "benchmark_portfolio_id" uuid;
--> statement-breakpoint
ALTER TABLE "portfolios" ADD COLUMN "archived_at" timestamp with time zone;
--> statement-breakpoint
ALTER TABLE "portfolios" ADD COLUMN "deleted_at" timestamp with time zone;
--> statement-breakpoint
ALTER TABLE "portfolios" ADD COLUMN "targets_by" text;
--> statement-breakpoint
ALTER TABLE "portfolio_targets" ADD CONSTRAINT "portfolio_targets_portfolio" FOREIGN KEY ("portfolio_id","owner_id") REFERENCES "public"."portfolios"("id","owner_id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "portfolio_targets" ADD CONSTRAINT "portfolio_targets_asset" FOREIGN KEY ("asset_id","owner_id") REFERENCES "public"."assets"("id","owner_id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "portfolio_versions" ADD CONSTRAINT "portfolio_versions_portfolio" FOREIGN KEY ("portfolio_id","owner_id") REFERENCES "public"."portfolios"("id","owner_id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "portfolio_benchmark_assets" ADD CONSTRAINT "portfolio_benchmark_assets_portfolio" FOREIGN KEY ("portfolio_id","owner_id") REFERENCES "public"."portfolios"("id","owner_id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "portfolio_benchmark_assets" ADD CONSTRAINT "portfolio_benchmark_assets_asset" FOREIGN KEY ("asset_id","owner_id") REFERENCES "public"."assets"("id","owner_id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "portfolio_targets_asset_id" ON "portfolio_targets" USING btree ("asset_id");
--> statement-breakpoint
CREATE INDEX "portfolio_benchmark_assets_asset_id" ON "portfolio_benchmark_assets" USING btree ("asset_id");
--> statement-breakpoint
ALTER TABLE "portfolios" ADD CONSTRAINT "portfolios_benchmark_portfolio" FOREIGN KEY ("benchmark_portfolio_id","owner_id") REFERENCES "public"."portfolios"("id","owner_id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE UNIQUE INDEX "portfolios_owner_name" ON "portfolios" USING btree ("owner_id","name") WHERE deleted_at is null;
--> statement-breakpoint
CREATE INDEX "portfolios_deleted_at" ON "portfolios" USING btree ("deleted_at") WHERE deleted_at is not null;
--> statement-breakpoint
CREATE INDEX "portfolios_benchmark_portfolio_id" ON "portfolios" USING btree ("benchmark_portfolio_id");
--> statement-breakpoint
-- What was the benchmark stays the benchmark.
insert into portfolio_benchmark_assets (portfolio_id, asset_id, owner_id, position, weight)
  select id, benchmark_asset_id, owner_id, 0, 1 from portfolios where benchmark_asset_id is not null;
--> statement-breakpoint
update portfolios set benchmark_kind = 'asset' where benchmark_asset_id is not null;
--> statement-breakpoint
-- The first version that is kept of what was there before versions were.
insert into portfolio_versions (portfolio_id, version, owner_id, change, content, created_at)
  select id, version, owner_id, 'kept', jsonb_build_object(
    'name', name,
    'baseCurrency', base_currency,
    'benchmark', case when benchmark_asset_id is null then null else jsonb_build_object('kind', 'asset', 'assetId', benchmark_asset_id) end,
    'allocationKind', allocation_kind,
    'allocations', (select coalesce(jsonb_agg(jsonb_build_object(
        'assetId', allocations.asset_id, 'symbol', assets.symbol, 'weight', allocations.weight, 'quantity', allocations.quantity::text
      ) order by allocations.position), '[]')
      from allocations join assets on assets.id = allocations.asset_id where allocations.portfolio_id = portfolios.id),
    'targets', null), updated_at
  from portfolios;
--> statement-breakpoint
ALTER TABLE "portfolios" DROP COLUMN "benchmark_asset_id";
--> statement-breakpoint
-- A share opens nothing of what is deleted.
create or replace function access.shared_portfolio_ids(wanted text) returns uuid[] language sql stable security definer
set search_path = pg_catalog, public as
$$ select coalesce(array_agg(portfolio_shares.portfolio_id), '{}') from public.portfolio_shares
     join public.portfolios on portfolios.id = portfolio_shares.portfolio_id
   where portfolio_shares.grantee_id = access.actor_id() and portfolio_shares.revoked_at is null
     and (portfolio_shares.expires_at is null or portfolio_shares.expires_at > now())
     and portfolios.deleted_at is null and (wanted = 'read' or portfolio_shares.level = 'edit') $$;
--> statement-breakpoint
create or replace function access.shared_asset_ids() returns uuid[] language sql stable security definer
set search_path = pg_catalog, public as
$$ select coalesce(array_agg(asset_id), '{}') from (
     select asset_id from public.allocations where portfolio_id = any(access.shared_portfolio_ids('read'))
     union
     select asset_id from public.portfolio_benchmark_assets where portfolio_id = any(access.shared_portfolio_ids('read'))
   ) as shared(asset_id) $$;
--> statement-breakpoint
grant update (benchmark_kind, benchmark_portfolio_id, archived_at, deleted_at, targets_by) on portfolios to riskoptimizer_app;
--> statement-breakpoint
grant update (isin, figi, labels) on assets to riskoptimizer_app;
--> statement-breakpoint
alter table portfolio_benchmark_assets enable row level security;
--> statement-breakpoint
grant select, insert, delete on portfolio_benchmark_assets to riskoptimizer_app;
--> statement-breakpoint
create policy portfolio_benchmark_assets_select on portfolio_benchmark_assets for select to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()) or portfolio_id = any((select access.shared_portfolio_ids('read'))::uuid[]));
--> statement-breakpoint
create policy portfolio_benchmark_assets_insert on portfolio_benchmark_assets for insert to riskoptimizer_app
  with check (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
create policy portfolio_benchmark_assets_delete on portfolio_benchmark_assets for delete to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
alter table portfolio_targets enable row level security;
--> statement-breakpoint
grant select, insert, delete on portfolio_targets to riskoptimizer_app;
--> statement-breakpoint
create policy portfolio_targets_select on portfolio_targets for select to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()) or portfolio_id = any((select access.shared_portfolio_ids('read'))::uuid[]));
--> statement-breakpoint
create policy portfolio_targets_insert on portfolio_targets for insert to riskoptimizer_app
  with check (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
create policy portfolio_targets_delete on portfolio_targets for delete to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
-- Versions are added, never changed; whoever edits by a share adds them, and only the owner reads them.
alter table portfolio_versions enable row level security;
--> statement-breakpoint
grant select, insert on portfolio_versions to riskoptimizer_app;
--> statement-breakpoint
create policy portfolio_versions_select on portfolio_versions for select to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
create policy portfolio_versions_insert on portfolio_versions for insert to riskoptimizer_app
  with check (owner_id = (select access.actor_id()) or (select access.is_system()) or portfolio_id = any((select access.shared_portfolio_ids('edit'))::uuid[]));
--> statement-breakpoint
ALTER TABLE "portfolios" ADD CONSTRAINT "portfolios_benchmark_kind" CHECK (("portfolios"."benchmark_kind" is not distinct from 'portfolio') = ("portfolios"."benchmark_portfolio_id" is not null));
