CREATE TABLE "alert_rules" (
	"id" uuid PRIMARY KEY NOT NULL,
	"portfolio_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"asset_id" uuid,
	"name" text NOT NULL,
	"measure" text NOT NULL,
	"comparison" text NOT NULL,
	"threshold" numeric NOT NULL,
	"hysteresis" numeric NOT NULL,
	"window" text NOT NULL,
	"confidence" double precision NOT NULL,
	"is_limit" boolean NOT NULL,
	"channels" text[] NOT NULL,
	"enabled" boolean NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"state_reason" text,
	"value" numeric,
	"value_date" date,
	"utilisation" double precision,
	"evaluated_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "alert_rules_owner" UNIQUE("id","owner_id"),
	CONSTRAINT "alert_rules_comparison" CHECK ("alert_rules"."comparison" in ('above', 'below')),
	CONSTRAINT "alert_rules_hysteresis" CHECK ("alert_rules"."hysteresis" >= 0),
	CONSTRAINT "alert_rules_state" CHECK ("alert_rules"."state" in ('waiting', 'within', 'beyond', 'no-data')),
	CONSTRAINT "alert_rules_reason" CHECK (("alert_rules"."state" = 'no-data') = ("alert_rules"."state_reason" is not null)),
	CONSTRAINT "alert_rules_limit" CHECK (not "alert_rules"."is_limit" or ("alert_rules"."comparison" = 'above' and "alert_rules"."threshold" > 0))
);
--> statement-breakpoint
CREATE TABLE "alerts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"rule_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"rule" jsonb NOT NULL,
	"state" text NOT NULL,
	"raised_value" numeric NOT NULL,
	"last_value" numeric NOT NULL,
	"raised_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	"over_at" timestamp with time zone,
	"acknowledged_by" uuid,
	"acknowledged_at" timestamp with time zone,
	CONSTRAINT "alerts_state" CHECK ("alerts"."state" in ('raised', 'still-true', 'over')),
	CONSTRAINT "alerts_over" CHECK (("alerts"."state" = 'over') = ("alerts"."over_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "limit_utilisation" (
	"rule_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"value" numeric,
	"utilisation" double precision,
	"reason" text,
	CONSTRAINT "limit_utilisation_pkey" PRIMARY KEY("rule_id","at"),
	CONSTRAINT "limit_utilisation_known" CHECK (("limit_utilisation"."value" is null) = ("limit_utilisation"."reason" is not null))
);
--> statement-breakpoint
ALTER TABLE "alert_rules" ADD CONSTRAINT "alert_rules_portfolio" FOREIGN KEY ("portfolio_id","owner_id") REFERENCES "public"."portfolios"("id","owner_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_rules" ADD CONSTRAINT "alert_rules_asset" FOREIGN KEY ("asset_id","owner_id") REFERENCES "public"."assets"("id","owner_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_acknowledged_by_users_id_fk" FOREIGN KEY ("acknowledged_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_rule" FOREIGN KEY ("rule_id","owner_id") REFERENCES "public"."alert_rules"("id","owner_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "limit_utilisation" ADD CONSTRAINT "limit_utilisation_rule" FOREIGN KEY ("rule_id","owner_id") REFERENCES "public"."alert_rules"("id","owner_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "alert_rules_portfolio_id" ON "alert_rules" USING btree ("portfolio_id");--> statement-breakpoint
CREATE INDEX "alert_rules_asset_id" ON "alert_rules" USING btree ("asset_id");--> statement-breakpoint
CREATE UNIQUE INDEX "alerts_one_open" ON "alerts" USING btree ("rule_id") WHERE "alerts"."over_at" is null;--> statement-breakpoint
CREATE INDEX "alerts_owner_id" ON "alerts" USING btree ("owner_id","id" DESC NULLS LAST);
--> statement-breakpoint
alter table alert_rules enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on alert_rules to riskoptimizer_app;
--> statement-breakpoint
create policy alert_rules_all on alert_rules for all to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()))
  with check (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
alter table limit_utilisation enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on limit_utilisation to riskoptimizer_app;
--> statement-breakpoint
create policy limit_utilisation_all on limit_utilisation for all to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()))
  with check (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
alter table alerts enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on alerts to riskoptimizer_app;
--> statement-breakpoint
create policy alerts_all on alerts for all to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()))
  with check (owner_id = (select access.actor_id()) or (select access.is_system()));
