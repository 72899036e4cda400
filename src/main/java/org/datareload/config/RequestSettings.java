package org.datareload.config;

import java.net.URI;
import java.time.Duration;

/**
 * What requests may ask for.
 *
 * @param maxBody bytes that a request's body may have
 * @param bodyTimeout how long a request's body may take to come
 * @param rate requests a second that each caller may send in the long run
 * @param eventsRate the same of messages that stores post to the webhook
 * @param pageSize entries of a page where the request does not say
 * @param maxSelection files that a request may name
 * @param singleUpload bytes up to which a file is uploaded in one piece
 * @param uploadPart bytes of a part where it is not
 * @param urlLifetime how long the addresses of an upload are good
 * @param uploadEndpoint how those who upload reach the store, null for Amazon S3
 * @param keepUploads after which uploads that were not completed are given up
 */
record RequestSettings(
    long maxBody,
    Duration bodyTimeout,
    int rate,
    int eventsRate,
    int pageSize,
    int maxSelection,
    long singleUpload,
    long uploadPart,
    Duration urlLifetime,
    URI uploadEndpoint,
    Duration keepUploads) {
  static RequestSettings of(SettingsReader properties) {
    var seen = properties.address("reload.uploads.endpoint");
    return new RequestSettings(
        properties.bytes("reload.http.max-body", "1MiB", "1KiB", "64MiB"),
        properties.duration("reload.http.body-timeout", "30s"),
        properties.number("reload.http.rate", 200, 1, 1_000_000),
        properties.number("reload.events.rate", 1_000, 1, 1_000_000),
        properties.number("reload.http.page-size", 100, 1, 500),
        properties.number("reload.http.max-selection", 10_000, 1, 10_000),
        properties.bytes("reload.uploads.single-up-to", "64MiB", "1B", "5GiB"),
        properties.bytes("reload.uploads.part-size", "16MiB", "8MiB", "5GiB"),
        properties.duration("reload.uploads.url-lifetime", "15m"),
        seen == null ? properties.address("reload.s3.endpoint") : seen,
        properties.duration("reload.uploads.keep", "7d"));
  }
}
