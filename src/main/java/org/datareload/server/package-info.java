/**
 * The web server around the routes: authentication, limits and contract checks of requests, the
 * mapping between HTTP and the API, the live stream, the webhook's token and the web UI. Owns no
 * table, and decides nothing about datasets.
 */
package org.datareload.server;
