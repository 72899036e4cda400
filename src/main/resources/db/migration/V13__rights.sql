-- When the identity provider last vouched for the user: API tokens do not count long after.
ALTER TABLE known_user ADD COLUMN seen_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL;

-- Which password its owner had when the token was made; NULL where that is not known, or there is none.
ALTER TABLE api_token ADD COLUMN credential VARCHAR(64);
