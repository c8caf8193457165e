CREATE TABLE "asset_feeds" (
	"asset_id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"provider" text NOT NULL,
	"provider_symbol" text NOT NULL,
	"closes" text,
	"gaps" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"last_success_at" timestamp with time zone,
	"last_failure_at" timestamp with time zone,
	"failure_kind" text,
	"failure_message" text,
	"failure_until" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "asset_feeds_failure" CHECK (("asset_feeds"."last_failure_at" is null) = ("asset_feeds"."failure_kind" is null))
);
--> statement-breakpoint
CREATE TABLE "asset_splits" (
	"asset_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"date" date NOT NULL,
	"ratio" numeric NOT NULL,
	"provider" text NOT NULL,
	CONSTRAINT "asset_splits_pkey" PRIMARY KEY("asset_id","date"),
	CONSTRAINT "asset_splits_ratio" CHECK ("asset_splits"."ratio" > 0 and "asset_splits"."ratio" < 'Infinity')
);
--> statement-breakpoint
CREATE TABLE "price_overrides" (
	"asset_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"date" date NOT NULL,
	"kind" text NOT NULL,
	"close" numeric,
	"former_close" numeric,
	"reason" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "price_overrides_pkey" PRIMARY KEY("asset_id","date"),
	CONSTRAINT "price_overrides_kind" CHECK ("price_overrides"."kind" in ('accept', 'exclude', 'set')),
	CONSTRAINT "price_overrides_close" CHECK (("price_overrides"."kind" = 'exclude') = ("price_overrides"."close" is null)),
	CONSTRAINT "price_overrides_positive" CHECK ("price_overrides"."close" > 0 and "price_overrides"."close" < 'Infinity')
);
--> statement-breakpoint
CREATE TABLE "provider_settings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid,
	"provider" text NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"position" integer,
	"key_sealed" text,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "provider_settings_owner_provider" UNIQUE NULLS NOT DISTINCT("owner_id","provider")
);
--> statement-breakpoint
CREATE TABLE "quarantined_prices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"asset_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"date" text,
	"value" text NOT NULL,
	"reason" text NOT NULL,
	"provider" text NOT NULL,
	"fetched_at" timestamp with time zone NOT NULL,
	CONSTRAINT "quarantined_prices_point" UNIQUE NULLS NOT DISTINCT("asset_id","provider","date","value","reason")
);
--> statement-breakpoint
ALTER TABLE "assets" DROP CONSTRAINT "assets_source";--> statement-breakpoint
ALTER TABLE "exchange_rates" DROP CONSTRAINT "exchange_rates_source";--> statement-breakpoint
ALTER TABLE "exchange_rates" ADD COLUMN "provider" text;--> statement-breakpoint
ALTER TABLE "exchange_rates" ADD COLUMN "fetched_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "prices" ADD COLUMN "adjusted_close" numeric;--> statement-breakpoint
ALTER TABLE "prices" ADD COLUMN "provider" text;--> statement-breakpoint
ALTER TABLE "prices" ADD COLUMN "fetched_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "asset_feeds" ADD CONSTRAINT "asset_feeds_asset" FOREIGN KEY ("asset_id","owner_id") REFERENCES "public"."assets"("id","owner_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "asset_splits" ADD CONSTRAINT "asset_splits_asset" FOREIGN KEY ("asset_id","owner_id") REFERENCES "public"."assets"("id","owner_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "price_overrides" ADD CONSTRAINT "price_overrides_asset" FOREIGN KEY ("asset_id","owner_id") REFERENCES "public"."assets"("id","owner_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "provider_settings" ADD CONSTRAINT "provider_settings_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quarantined_prices" ADD CONSTRAINT "quarantined_prices_asset" FOREIGN KEY ("asset_id","owner_id") REFERENCES "public"."assets"("id","owner_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "asset_feeds_owner_id" ON "asset_feeds" USING btree ("owner_id");--> statement-breakpoint
ALTER TABLE "assets" ADD CONSTRAINT "assets_source" CHECK ("assets"."source" in ('simulated', 'imported', 'provider'));--> statement-breakpoint
ALTER TABLE "exchange_rates" ADD CONSTRAINT "exchange_rates_source" CHECK ("exchange_rates"."source" in ('simulated', 'imported', 'provider'));--> statement-breakpoint
ALTER TABLE "prices" ADD CONSTRAINT "prices_adjusted_positive" CHECK ("prices"."adjusted_close" > 0 and "prices"."adjusted_close" < 'Infinity');
--> statement-breakpoint
-- What belongs to an asset is seen with it, also by those whom it was shared with, and changed by its owner.
alter table asset_feeds enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on asset_feeds to riskoptimizer_app;
--> statement-breakpoint
create policy asset_feeds_select on asset_feeds for select to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()) or asset_id = any((select access.shared_asset_ids())::uuid[]));
--> statement-breakpoint
create policy asset_feeds_insert on asset_feeds for insert to riskoptimizer_app
  with check (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
create policy asset_feeds_update on asset_feeds for update to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()))
  with check (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
create policy asset_feeds_delete on asset_feeds for delete to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
alter table asset_splits enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on asset_splits to riskoptimizer_app;
--> statement-breakpoint
create policy asset_splits_select on asset_splits for select to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()) or asset_id = any((select access.shared_asset_ids())::uuid[]));
--> statement-breakpoint
create policy asset_splits_insert on asset_splits for insert to riskoptimizer_app
  with check (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
create policy asset_splits_update on asset_splits for update to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()))
  with check (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
create policy asset_splits_delete on asset_splits for delete to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
alter table quarantined_prices enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on quarantined_prices to riskoptimizer_app;
--> statement-breakpoint
create policy quarantined_prices_select on quarantined_prices for select to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()) or asset_id = any((select access.shared_asset_ids())::uuid[]));
--> statement-breakpoint
create policy quarantined_prices_insert on quarantined_prices for insert to riskoptimizer_app
  with check (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
create policy quarantined_prices_update on quarantined_prices for update to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()))
  with check (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
create policy quarantined_prices_delete on quarantined_prices for delete to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
alter table price_overrides enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on price_overrides to riskoptimizer_app;
--> statement-breakpoint
create policy price_overrides_select on price_overrides for select to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()) or asset_id = any((select access.shared_asset_ids())::uuid[]));
--> statement-breakpoint
create policy price_overrides_insert on price_overrides for insert to riskoptimizer_app
  with check (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
create policy price_overrides_update on price_overrides for update to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()))
  with check (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
create policy price_overrides_delete on price_overrides for delete to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
-- Those of the server have no owner: they are seen in the scope of the system only.
alter table provider_settings enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on provider_settings to riskoptimizer_app;
--> statement-breakpoint
create policy provider_settings_all on provider_settings for all to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()))
  with check (owner_id = (select access.actor_id()) or (select access.is_system()));
