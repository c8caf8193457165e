CREATE TABLE "transactions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"portfolio_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"sequence" integer NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"kind" text NOT NULL,
	"date" date NOT NULL,
	"account" text,
	"to_account" text,
	"asset_id" uuid,
	"into_asset_id" uuid,
	"quantity" numeric,
	"price" numeric,
	"amount" numeric,
	"currency" text,
	"into_amount" numeric,
	"into_currency" text,
	"fee" numeric,
	"tax" numeric,
	"cost" numeric,
	"ratio" numeric,
	"cash_per_unit" numeric,
	"cost_share" numeric,
	"lots" jsonb,
	"note" text,
	"external_id" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "transactions_sequence" UNIQUE("portfolio_id","sequence"),
	CONSTRAINT "transactions_kind" CHECK ("transactions"."kind" in ('buy', 'sell', 'short', 'dividend', 'interest', 'fee', 'tax', 'deposit', 'withdrawal', 'conversion', 'transfer', 'split', 'merger', 'spin-off', 'rename')),
	CONSTRAINT "transactions_account" CHECK (coalesce("transactions"."account", "transactions"."to_account") is not null),
	CONSTRAINT "transactions_currency" CHECK ("transactions"."currency" ~ '^[A-Z]{3}$' and "transactions"."into_currency" ~ '^[A-Z]{3}$'),
	CONSTRAINT "transactions_finite" CHECK ("transactions"."quantity" < 'Infinity' and "transactions"."price" < 'Infinity' and "transactions"."amount" < 'Infinity'
        and "transactions"."into_amount" < 'Infinity' and "transactions"."fee" < 'Infinity' and "transactions"."tax" < 'Infinity'
        and "transactions"."cost" < 'Infinity' and "transactions"."ratio" < 'Infinity' and "transactions"."cash_per_unit" < 'Infinity'
        and "transactions"."cost_share" < 'Infinity'),
	CONSTRAINT "transactions_not_negative" CHECK ("transactions"."quantity" > 0 and "transactions"."ratio" > 0 and "transactions"."price" >= 0 and "transactions"."fee" >= 0 and "transactions"."tax" >= 0
        and "transactions"."cost" >= 0 and "transactions"."cash_per_unit" >= 0 and "transactions"."cost_share" >= 0 and "transactions"."into_amount" > 0
        and ("transactions"."amount" > 0 or "transactions"."kind" = 'interest'))
);
--> statement-breakpoint
ALTER TABLE "portfolios" DROP CONSTRAINT "portfolios_allocation_kind";--> statement-breakpoint
ALTER TABLE "transactions" ADD CONSTRAINT "transactions_portfolio" FOREIGN KEY ("portfolio_id","owner_id") REFERENCES "public"."portfolios"("id","owner_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transactions" ADD CONSTRAINT "transactions_asset" FOREIGN KEY ("asset_id","owner_id") REFERENCES "public"."assets"("id","owner_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transactions" ADD CONSTRAINT "transactions_into_asset" FOREIGN KEY ("into_asset_id","owner_id") REFERENCES "public"."assets"("id","owner_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "transactions_order" ON "transactions" USING btree ("portfolio_id","date","sequence");--> statement-breakpoint
CREATE INDEX "transactions_asset_id" ON "transactions" USING btree ("asset_id");--> statement-breakpoint
CREATE INDEX "transactions_into_asset_id" ON "transactions" USING btree ("into_asset_id");--> statement-breakpoint
ALTER TABLE "portfolios" ADD CONSTRAINT "portfolios_allocation_kind" CHECK ("portfolios"."allocation_kind" in ('weights', 'quantities', 'ledger'));--> statement-breakpoint
-- A share shows the assets of the ledger as well, those that are not held any more included: its history is valued with them.
create or replace function access.shared_asset_ids() returns uuid[] language sql stable security definer
set search_path = pg_catalog, public as
$$ select coalesce(array_agg(asset_id), '{}') from (
     select asset_id from public.allocations where portfolio_id = any(access.shared_portfolio_ids('read'))
     union
     select asset_id from public.portfolio_benchmark_assets where portfolio_id = any(access.shared_portfolio_ids('read'))
     union
     select asset_id from public.transactions where portfolio_id = any(access.shared_portfolio_ids('read')) and asset_id is not null
     union
     select into_asset_id from public.transactions where portfolio_id = any(access.shared_portfolio_ids('read')) and into_asset_id is not null
   ) as shared(asset_id) $$;
--> statement-breakpoint
alter table transactions enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on transactions to riskoptimizer_app;
--> statement-breakpoint
create policy transactions_select on transactions for select to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()) or portfolio_id = any((select access.shared_portfolio_ids('read'))::uuid[]));
--> statement-breakpoint
create policy transactions_insert on transactions for insert to riskoptimizer_app
  with check (owner_id = (select access.actor_id()) or (select access.is_system()) or portfolio_id = any((select access.shared_portfolio_ids('edit'))::uuid[]));
--> statement-breakpoint
create policy transactions_update on transactions for update to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()) or portfolio_id = any((select access.shared_portfolio_ids('edit'))::uuid[]))
  with check (owner_id = (select access.actor_id()) or (select access.is_system()) or portfolio_id = any((select access.shared_portfolio_ids('edit'))::uuid[]));
--> statement-breakpoint
create policy transactions_delete on transactions for delete to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()) or portfolio_id = any((select access.shared_portfolio_ids('edit'))::uuid[]));
