CREATE TABLE "calculation_answers" (
	"owner_id" uuid NOT NULL,
	"key" text NOT NULL,
	"answer" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "calculation_answers_pkey" PRIMARY KEY("owner_id","key")
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"session_id" uuid,
	"api_key_id" uuid,
	"kind" text NOT NULL,
	"input" text NOT NULL,
	"state" text NOT NULL,
	"priority" text NOT NULL,
	"turn" integer NOT NULL,
	"queue_id" uuid NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"progress" double precision,
	"progress_text" text,
	"inputs_hash" text,
	"engine_version" text,
	"seed" text,
	"window_from" date,
	"window_to" date,
	"result" text,
	"result_hash" text,
	"error_code" text,
	"error_detail" text,
	"worker" text,
	"worker_lock" integer,
	"created_at" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	CONSTRAINT "jobs_state" CHECK ("jobs"."state" in ('queued', 'active', 'done', 'failed', 'cancelled', 'dead')),
	CONSTRAINT "jobs_priority" CHECK ("jobs"."priority" in ('low', 'normal', 'high')),
	CONSTRAINT "jobs_progress" CHECK ("jobs"."progress" between 0 and 1),
	CONSTRAINT "jobs_finished" CHECK (("jobs"."state" in ('queued', 'active')) = ("jobs"."finished_at" is null)),
	CONSTRAINT "jobs_result" CHECK (("jobs"."state" = 'done') = ("jobs"."result" is not null))
);
--> statement-breakpoint
ALTER TABLE "calculation_answers" ADD CONSTRAINT "calculation_answers_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "calculation_answers_created_at" ON "calculation_answers" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "jobs_owner_id" ON "jobs" USING btree ("owner_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "jobs_underway" ON "jobs" USING btree ("state","owner_id") WHERE "jobs"."state" in ('queued', 'active');--> statement-breakpoint
CREATE INDEX "jobs_finished_at" ON "jobs" USING btree ("finished_at");
--> statement-breakpoint
alter table jobs enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on jobs to riskoptimizer_app;
--> statement-breakpoint
create policy jobs_all on jobs for all to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()))
  with check (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
alter table calculation_answers enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on calculation_answers to riskoptimizer_app;
--> statement-breakpoint
create policy calculation_answers_all on calculation_answers for all to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()))
  with check (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
-- Workers hear that a job was cancelled, and its owner how far it is, when the transaction is committed.
create function access.announce_job() returns trigger language plpgsql as
$$ begin
  perform pg_notify('riskoptimizer_jobs', json_build_object('jobId', new.id, 'ownerId', new.owner_id, 'state', new.state)::text);
  return null;
end $$;
--> statement-breakpoint
create trigger jobs_announce after insert or update on jobs
  for each row execute function access.announce_job();
--> statement-breakpoint
-- What an owner has outstanding and which turn it is, asked by a user who sees only their own jobs: a number tells nothing else.
create function access.next_job_turn(asking uuid) returns integer language sql stable security definer
set search_path = pg_catalog, public as
$$ select greatest(
     coalesce((select min(turn) from public.jobs where state in ('queued', 'active')), 0),
     coalesce((select max(turn) + 1 from public.jobs where state in ('queued', 'active') and owner_id = asking), 0)) $$;
