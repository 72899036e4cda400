-- What the HTTP API keeps beside datasets, files and executions.

-- The deletion that has a pending file in hand, and until when no execution may take the file.
ALTER TABLE file ADD COLUMN deletion VARCHAR(26);
ALTER TABLE file ADD COLUMN deleting_until TIMESTAMP WITH TIME ZONE;
CREATE INDEX file_of_deletion ON file (deletion, id);

-- Uploads that were prepared and are neither whole nor given up.
CREATE TABLE upload (
    id           VARCHAR(26)   NOT NULL PRIMARY KEY,
    dataset_id   VARCHAR(26)   NOT NULL REFERENCES dataset,
    principal    VARCHAR(255)  NOT NULL,
    object_key   VARCHAR(1024) NOT NULL UNIQUE,
    name         VARCHAR(255)  NOT NULL,
    size_bytes   BIGINT        NOT NULL,
    -- empty where none was given
    content_type VARCHAR(127)  NOT NULL,
    -- the store's id of a multipart upload; NULL where the file goes in one piece
    store_id     VARCHAR(1024),
    part_size    BIGINT,
    created_at   TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL
);
CREATE INDEX upload_of_dataset ON upload (dataset_id, id);
CREATE INDEX upload_by_age ON upload (created_at);

-- Requests with an Idempotency-Key, and what was said to them.
CREATE TABLE repetition (
    -- SHA-256 of caller and key
    id         VARCHAR(64) NOT NULL PRIMARY KEY,
    -- SHA-256 of operation, path and body
    request    VARCHAR(64) NOT NULL,
    -- which of several tries may write the answer
    attempt    VARCHAR(26) NOT NULL,
    -- NULL while it is worked on
    status     INTEGER,
    location   VARCHAR(1024),
    answer     TEXT,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL
);
CREATE INDEX repetition_by_age ON repetition (created_at);

-- Datasets that are gone while their objects still go; their names are not free yet.
CREATE TABLE purge (
    folded_name VARCHAR(241) NOT NULL PRIMARY KEY,
    domain      VARCHAR(120) NOT NULL,
    name        VARCHAR(120) NOT NULL,
    created_at  TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL
);
