CREATE TABLE "alert_deliveries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"alert_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"occasion" text NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"outcome" text,
	"last_attempt_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "alert_deliveries_once" UNIQUE("alert_id","channel","occasion"),
	CONSTRAINT "alert_deliveries_channel" CHECK ("alert_deliveries"."channel" in ('email', 'webhook')),
	CONSTRAINT "alert_deliveries_occasion" CHECK ("alert_deliveries"."occasion" in ('raised', 'over')),
	CONSTRAINT "alert_deliveries_state" CHECK ("alert_deliveries"."state" in ('waiting', 'sent', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "alert_webhooks" (
	"rule_id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"host" text NOT NULL,
	"address_sealed" text NOT NULL,
	"secret_sealed" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "acknowledged_note" text;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_owner" UNIQUE("id","owner_id");--> statement-breakpoint
ALTER TABLE "alert_deliveries" ADD CONSTRAINT "alert_deliveries_alert" FOREIGN KEY ("alert_id","owner_id") REFERENCES "public"."alerts"("id","owner_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_webhooks" ADD CONSTRAINT "alert_webhooks_rule" FOREIGN KEY ("rule_id","owner_id") REFERENCES "public"."alert_rules"("id","owner_id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
alter table alert_webhooks enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on alert_webhooks to riskoptimizer_app;
--> statement-breakpoint
create policy alert_webhooks_all on alert_webhooks for all to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()))
  with check (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
alter table alert_deliveries enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on alert_deliveries to riskoptimizer_app;
--> statement-breakpoint
create policy alert_deliveries_all on alert_deliveries for all to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()))
  with check (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
-- What is measured by rules has changed, by whatever way: a portfolio, a rule, or the prices of an asset (then of whichever
-- portfolio). PostgreSQL tells it when the transaction is committed, and each payload once.
create function access.announce_measured() returns trigger language plpgsql as
$$ begin
  perform pg_notify('riskoptimizer_measured', json_build_object(
    'ownerId', new.owner_id,
    'portfolioId', case tg_table_name when 'portfolios' then to_jsonb(new) ->> 'id' when 'alert_rules' then to_jsonb(new) ->> 'portfolio_id' end
  )::text);
  return null;
end $$;
--> statement-breakpoint
create trigger portfolios_measured after update on portfolios
  for each row execute function access.announce_measured();
--> statement-breakpoint
-- Not by what an evaluation writes: that would ask for the next one.
create trigger alert_rules_measured after insert or update of version on alert_rules
  for each row execute function access.announce_measured();
--> statement-breakpoint
create trigger assets_measured after update of prices_version on assets
  for each row execute function access.announce_measured();
