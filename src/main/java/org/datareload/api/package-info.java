/**
 * The HTTP API without HTTP: one handler per operation of {@code openapi.yaml}, the permission
 * checks before it, and the mapping of failures to problem details. Owns the table {@code
 * repetition} (idempotency keys). Knows no web server and no Camel.
 */
package org.datareload.api;
