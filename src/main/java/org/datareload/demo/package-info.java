/**
 * The demo: embedded S3, SQS and SMTP servers on 127.0.0.1 and a sample reload. Not part of the
 * packaged jar; no other package may use it. Tests use its servers, with counters and faults.
 */
package org.datareload.demo;
