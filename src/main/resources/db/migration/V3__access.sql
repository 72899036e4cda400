-- Who may do what, and who did what.

CREATE TABLE member (
    dataset_id VARCHAR(26)  NOT NULL REFERENCES dataset ON DELETE CASCADE,
    user_id    VARCHAR(120) NOT NULL,
    -- owner, editor or reader
    role       VARCHAR(6)   NOT NULL,
    since      TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
    PRIMARY KEY (dataset_id, user_id)
);
CREATE INDEX member_of ON member (user_id, dataset_id);

-- Users whom the identity provider vouched for, so that later mails find their address.
CREATE TABLE known_user (
    id   VARCHAR(120) NOT NULL PRIMARY KEY,
    -- NULL where the provider has not verified one
    mail VARCHAR(254)
);

-- Tokens for scripts; the secret itself is shown once and kept nowhere.
CREATE TABLE api_token (
    id           VARCHAR(26)  NOT NULL PRIMARY KEY,
    user_id      VARCHAR(120) NOT NULL,
    name         VARCHAR(120) NOT NULL,
    secret_hash  VARCHAR(64)  NOT NULL,
    -- what it may be used for, separated by commas
    actions      VARCHAR(60)  NOT NULL,
    -- the only dataset it may be used for; NULL for all of its owner's
    dataset_id   VARCHAR(26)  REFERENCES dataset ON DELETE CASCADE,
    created_at   TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
    expires_at   TIMESTAMP WITH TIME ZONE NOT NULL,
    -- to the hour
    last_used_at TIMESTAMP WITH TIME ZONE,
    revoked_at   TIMESTAMP WITH TIME ZONE
);
CREATE INDEX api_token_of ON api_token (user_id, id);

-- People at the page. The cookie's value is kept as its hash.
CREATE TABLE page_session (
    id_hash    VARCHAR(64)  NOT NULL PRIMARY KEY,
    user_id    VARCHAR(120) NOT NULL,
    -- which password opened it: another password ends it
    credential VARCHAR(64)  NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL
);
CREATE INDEX page_session_expiry ON page_session (expires_at);

-- Wrong passwords of the current minute, by hashed user id and by hashed address.
CREATE TABLE login_failure (
    subject  VARCHAR(64) NOT NULL PRIMARY KEY,
    failures INTEGER     NOT NULL,
    since    TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL
);
CREATE INDEX login_failure_since ON login_failure (since);

-- Only ever added to; it outlives the dataset.
CREATE TABLE audit (
    id          VARCHAR(26)   NOT NULL PRIMARY KEY,
    happened_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
    user_id     VARCHAR(120)  NOT NULL,
    -- the token that was shown, NULL for a person
    token_id    VARCHAR(26),
    action      VARCHAR(40)   NOT NULL,
    dataset_id  VARCHAR(26),
    address     VARCHAR(64)   NOT NULL,
    -- a small JSON object
    detail      VARCHAR(2000) NOT NULL
);
CREATE INDEX audit_of_dataset ON audit (dataset_id, id);
