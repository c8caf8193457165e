CREATE TABLE "risk_free_rates" (
	"owner_id" uuid NOT NULL,
	"currency" text NOT NULL,
	"date" date NOT NULL,
	"rate" numeric NOT NULL,
	"series" text NOT NULL,
	"provider" text NOT NULL,
	"fetched_at" timestamp with time zone NOT NULL,
	CONSTRAINT "risk_free_rates_pkey" PRIMARY KEY("owner_id","currency","date"),
	CONSTRAINT "risk_free_rates_rate" CHECK ("risk_free_rates"."rate" > -1 and "risk_free_rates"."rate" < 1)
);
--> statement-breakpoint
ALTER TABLE "risk_free_rates" ADD CONSTRAINT "risk_free_rates_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- Seen and changed by their owner alone: whoever works by a share takes the rate that they know.
alter table risk_free_rates enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on risk_free_rates to riskoptimizer_app;
--> statement-breakpoint
create policy risk_free_rates_select on risk_free_rates for select to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
create policy risk_free_rates_insert on risk_free_rates for insert to riskoptimizer_app
  with check (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
create policy risk_free_rates_update on risk_free_rates for update to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()))
  with check (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
create policy risk_free_rates_delete on risk_free_rates for delete to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()));
