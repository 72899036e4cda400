-- One script for H2 and PostgreSQL: ANSI types, no partial index, no engine's own syntax.
-- No CHECK either: H2 evaluates it with the connection that made the table, so that every
-- write fails once that one is closed.

CREATE TABLE dataset (
    id             VARCHAR(26)   NOT NULL PRIMARY KEY,
    domain         VARCHAR(120)  NOT NULL,
    name           VARCHAR(120)  NOT NULL,
    -- domain/name in lower case: twins that differ in case alone are refused
    folded_name    VARCHAR(241)  NOT NULL UNIQUE,
    file_type      VARCHAR(32)   NOT NULL,
    description    VARCHAR(2000) NOT NULL,
    -- mail addresses, separated by commas
    notify         VARCHAR(4000) NOT NULL,
    skip_trash     BOOLEAN       NOT NULL,
    -- grows by one with every published content; the number in the manifest
    generation     BIGINT        DEFAULT 0 NOT NULL,
    -- the execution whose copies are the dataset's content; NULL before the first
    live_execution VARCHAR(26),
    created_at     TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL
);

-- Kept by the transactions that change files, so that no request counts rows.
CREATE TABLE file_count (
    dataset_id VARCHAR(26) NOT NULL REFERENCES dataset,
    status     VARCHAR(10) NOT NULL,
    files      BIGINT      NOT NULL,
    bytes      BIGINT      NOT NULL,
    PRIMARY KEY (dataset_id, status)
);

CREATE TABLE execution (
    id               VARCHAR(26) NOT NULL PRIMARY KEY,
    dataset_id       VARCHAR(26) NOT NULL REFERENCES dataset,
    -- trigger_file, process_files or restore
    trigger_kind     VARCHAR(16) NOT NULL,
    -- the trigger file: its key and, because a key is used again, which object it was
    trigger_key      VARCHAR(1024),
    trigger_identity VARCHAR(300),
    -- empty while the trigger file stands; the execution's id once it was removed
    trigger_released VARCHAR(26) DEFAULT '' NOT NULL,
    released_at      TIMESTAMP WITH TIME ZONE,
    -- restore: the execution whose content comes back
    restores         VARCHAR(26),
    started_by       VARCHAR(1024) NOT NULL,
    -- ACCEPTED, PLANNED, COMMITTED, PUBLISHED, COMPLETED, ABORTING, FAILED or REJECTED
    status           VARCHAR(10) NOT NULL,
    reason_code      VARCHAR(40),
    reason           VARCHAR(2000),
    -- the lock: the dataset while the execution is not over, NULL afterwards
    active_dataset   VARCHAR(26) UNIQUE,
    -- the lease: which process drives the execution, and until when without a heartbeat
    owner            VARCHAR(64),
    lease_until      TIMESTAMP WITH TIME ZONE,
    fence            BIGINT      DEFAULT 0 NOT NULL,
    attempts         INTEGER     DEFAULT 0 NOT NULL,
    generation       BIGINT,
    -- the execution whose content this one replaces; NULL where there was none
    replaces         VARCHAR(26),
    files_planned    BIGINT      DEFAULT 0 NOT NULL,
    bytes_planned    BIGINT      DEFAULT 0 NOT NULL,
    files_copied     BIGINT      DEFAULT 0 NOT NULL,
    bytes_copied     BIGINT      DEFAULT 0 NOT NULL,
    -- of this execution's own content: who retired it, how far, and when its trash was emptied
    retired_by       VARCHAR(26),
    retired_up_to    BIGINT      DEFAULT 0 NOT NULL,
    trash_emptied_at TIMESTAMP WITH TIME ZONE,
    -- when clean-up that could not be finished, or that must be repeated, is due
    cleanup_at       TIMESTAMP WITH TIME ZONE,
    cleanup_attempts INTEGER     DEFAULT 0 NOT NULL,
    accepted_at      TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
    started_at       TIMESTAMP WITH TIME ZONE,
    committed_at     TIMESTAMP WITH TIME ZONE,
    finished_at      TIMESTAMP WITH TIME ZONE,
    -- one trigger file, one execution; NULL keys (executions from the API) are distinct
    UNIQUE (trigger_key, trigger_identity, trigger_released)
);
CREATE INDEX execution_of_dataset ON execution (dataset_id, id);
CREATE INDEX execution_by_status ON execution (status, id);
CREATE INDEX execution_cleanup ON execution (cleanup_at);
CREATE INDEX execution_retired_by ON execution (retired_by);

CREATE TABLE file (
    id            VARCHAR(26)   NOT NULL PRIMARY KEY,
    dataset_id    VARCHAR(26)   NOT NULL REFERENCES dataset,
    object_key    VARCHAR(1024) NOT NULL,
    -- the key while this row describes the object that stands at it, NULL once it does not
    landed_key    VARCHAR(1024) UNIQUE,
    name          VARCHAR(1024) NOT NULL,
    user_id       VARCHAR(1024) NOT NULL,
    etag          VARCHAR(300)  NOT NULL,
    version_id    VARCHAR(1024),
    size_bytes    BIGINT        NOT NULL,
    last_modified TIMESTAMP WITH TIME ZONE NOT NULL,
    -- pending, processing, completed, deleted or superseded
    status        VARCHAR(10)   NOT NULL,
    reason        VARCHAR(2000),
    execution_id  VARCHAR(26),
    landed_at     TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
    checked_at    TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL
);
CREATE INDEX file_of_dataset ON file (dataset_id, id);
CREATE INDEX file_by_status ON file (dataset_id, status, id);
CREATE INDEX file_of_execution ON file (execution_id, id);
CREATE INDEX file_to_check ON file (status, checked_at);
-- whether a key was ever used, which landed_key forgets
CREATE INDEX file_by_key ON file (object_key);

-- The plan of an execution: one row a file, frozen before the first copy.
CREATE TABLE file_copy (
    execution_id   VARCHAR(26)   NOT NULL REFERENCES execution,
    seq            BIGINT        NOT NULL,
    -- NULL where the source is no landed file (restore)
    file_id        VARCHAR(26),
    source_bucket  VARCHAR(255)  NOT NULL,
    source_key     VARCHAR(1024) NOT NULL,
    source_etag    VARCHAR(300)  NOT NULL,
    source_version VARCHAR(1024),
    -- seconds since 1970, as the store told; no time of this database
    source_modified BIGINT       NOT NULL,
    size_bytes     BIGINT        NOT NULL,
    target_key     VARCHAR(1024) NOT NULL,
    target_etag    VARCHAR(300),
    copied_at      TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (execution_id, seq)
);
CREATE UNIQUE INDEX file_copy_target ON file_copy (execution_id, target_key);

-- Objects that landed where no dataset can take them: never touched, shown with the reason.
CREATE TABLE landing_problem (
    object_key VARCHAR(1024) NOT NULL PRIMARY KEY,
    dataset_id VARCHAR(26) REFERENCES dataset,
    reason     VARCHAR(2000) NOT NULL,
    size_bytes BIGINT        NOT NULL,
    first_seen TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
    last_seen  TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
    mailed_at  TIMESTAMP WITH TIME ZONE
);
CREATE INDEX landing_problem_of_dataset ON landing_problem (dataset_id, object_key);

-- The outbox: what people are told, written in the transaction that made it true.
CREATE TABLE mail (
    id            VARCHAR(26)   NOT NULL PRIMARY KEY,
    -- NULL for a mail about landing problems
    execution_id  VARCHAR(26) UNIQUE REFERENCES execution,
    dataset_id    VARCHAR(26)   NOT NULL REFERENCES dataset,
    -- completed, failed, rejected or landing
    kind          VARCHAR(10)   NOT NULL,
    -- new, sent or dead
    status        VARCHAR(8)    NOT NULL,
    attempts      INTEGER       DEFAULT 0 NOT NULL,
    next_at       TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
    claimed_until TIMESTAMP WITH TIME ZONE,
    last_error    VARCHAR(2000),
    created_at    TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
    sent_at       TIMESTAMP WITH TIME ZONE
);
CREATE INDEX mail_due ON mail (status, next_at);
