/**
 * The S3 store: listing, conditional copies, deletes and writes, and the clients behind them. Owns
 * no table. Stores silently ignore conditions that they do not know, so no condition is trusted
 * unless a probe or a check of the result has confirmed it. Knows no other package; only here, in
 * the routes and in the configuration is the AWS SDK used.
 */
package org.datareload.store;
