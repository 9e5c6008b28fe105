CREATE TABLE "call_answers" (
	"revision_id" bigint NOT NULL,
	"run_id" integer NOT NULL,
	"step" text NOT NULL,
	"attempt" smallint NOT NULL,
	"call_id" uuid NOT NULL,
	"prompt_hash" text NOT NULL,
	"answer" jsonb NOT NULL,
	CONSTRAINT "call_answers_revision_id_run_id_step_attempt_pk" PRIMARY KEY("revision_id","run_id","step","attempt")
);
--> statement-breakpoint
CREATE TABLE "dead_jobs" (
	"project_id" integer NOT NULL,
	"queue" text NOT NULL,
	"job_id" text NOT NULL,
	"payload" jsonb NOT NULL,
	"reason" text NOT NULL,
	"died_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "dead_jobs_project_id_queue_job_id_pk" PRIMARY KEY("project_id","queue","job_id")
);
--> statement-breakpoint
CREATE TABLE "model_calls" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" integer NOT NULL,
	"run_id" integer NOT NULL,
	"revision_id" bigint NOT NULL,
	"step" text NOT NULL,
	"attempt" smallint NOT NULL,
	"model" text NOT NULL,
	"state" text DEFAULT 'reserved' NOT NULL,
	"month" date NOT NULL,
	"estimate_usd" numeric(14, 8) NOT NULL,
	"cost_usd" numeric(14, 8),
	"input_tokens" integer,
	"output_tokens" integer,
	"cache_read_tokens" integer,
	"cache_write_5m_tokens" integer,
	"cache_write_1h_tokens" integer,
	"request_id" text,
	"failure" text,
	"message_batch_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"settled_at" timestamp with time zone,
	CONSTRAINT "model_calls_state" CHECK ("model_calls"."state" in ('reserved', 'settled', 'failed', 'lost')),
	CONSTRAINT "model_calls_cost" CHECK (("model_calls"."state" = 'reserved') = ("model_calls"."cost_usd" is null))
);
--> statement-breakpoint
CREATE TABLE "spending" (
	"project_id" integer NOT NULL,
	"scope" text NOT NULL,
	"settled_usd" numeric(14, 8) NOT NULL,
	"reserved_usd" numeric(14, 8) NOT NULL,
	CONSTRAINT "spending_project_id_scope_pk" PRIMARY KEY("project_id","scope")
);
--> statement-breakpoint
CREATE TABLE "reannotations" (
	"revision_id" bigint NOT NULL,
	"run_id" integer NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"reason" text,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"chunk_id" bigint,
	"claim" uuid,
	"claim_expires_at" timestamp with time zone,
	"state_changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "reannotations_revision_id_run_id_pk" PRIMARY KEY("revision_id","run_id"),
	CONSTRAINT "reannotations_state" CHECK ("reannotations"."state" in ('pending', 'annotating', 'parked', 'annotated', 'excluded', 'unscorable', 'dead')),
	CONSTRAINT "reannotations_reason" CHECK (("reannotations"."state" in ('excluded', 'unscorable', 'dead', 'parked')) = ("reannotations"."reason" is not null)),
	CONSTRAINT "reannotations_claim" CHECK (("reannotations"."state" = 'annotating') = ("reannotations"."claim" is not null)
        and ("reannotations"."claim" is null) = ("reannotations"."claim_expires_at" is null)),
	CONSTRAINT "reannotations_chunk" CHECK (("reannotations"."chunk_id" is not null) = ("reannotations"."state" in ('pending', 'annotating', 'parked')))
);
--> statement-breakpoint
ALTER TABLE "runs" DROP CONSTRAINT "runs_project_id_codebook_version_annotator_annotator_version_unique";--> statement-breakpoint
ALTER TABLE "labels" ALTER COLUMN "value" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "labels" ADD COLUMN "unscorable" text;--> statement-breakpoint
ALTER TABLE "labels" ADD COLUMN "prompt_hash" text;--> statement-breakpoint
ALTER TABLE "labels" ADD COLUMN "call_id" uuid;--> statement-breakpoint
ALTER TABLE "projects" ADD COLUMN "run_chosen" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "projects" ADD COLUMN "monthly_limit_usd" numeric(14, 8);--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "settings" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "limit_usd" numeric(14, 8);--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "stopped" text;--> statement-breakpoint
ALTER TABLE "call_answers" ADD CONSTRAINT "call_answers_revision_id_session_revisions_id_fk" FOREIGN KEY ("revision_id") REFERENCES "public"."session_revisions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dead_jobs" ADD CONSTRAINT "dead_jobs_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_calls" ADD CONSTRAINT "model_calls_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "spending" ADD CONSTRAINT "spending_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reannotations" ADD CONSTRAINT "reannotations_revision_id_session_revisions_id_fk" FOREIGN KEY ("revision_id") REFERENCES "public"."session_revisions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reannotations" ADD CONSTRAINT "reannotations_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "model_calls_run" ON "model_calls" USING btree ("project_id","run_id");--> statement-breakpoint
CREATE INDEX "model_calls_revision" ON "model_calls" USING btree ("revision_id","run_id");--> statement-breakpoint
CREATE INDEX "model_calls_reserved" ON "model_calls" USING btree ("created_at") WHERE "model_calls"."state" = 'reserved';--> statement-breakpoint
CREATE INDEX "reannotations_run" ON "reannotations" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "reannotations_waiting" ON "reannotations" USING btree ("chunk_id") WHERE "reannotations"."chunk_id" is not null;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_identity" UNIQUE("project_id","codebook_version","annotator","annotator_version","settings");--> statement-breakpoint
ALTER TABLE "labels" ADD CONSTRAINT "labels_unscorable" CHECK (("labels"."value" is null) = ("labels"."unscorable" is not null));