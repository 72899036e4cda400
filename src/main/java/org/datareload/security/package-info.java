/**
 * Authentication, roles, API tokens and the audit log.
 *
 * <p>Owns the tables {@code member}, {@code known_user}, {@code api_token}, {@code page_session},
 * {@code login_failure}, {@code known_address} and {@code audit}; no other package writes them.
 * Knows only {@code dataset}: no HTTP server, no Camel. Never stores or logs a password, token or
 * session id, only hashes.
 */
package org.datareload.security;
