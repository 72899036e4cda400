package org.datareload.config;

import java.net.URI;
import java.time.Duration;

/**
 * Limits of requests and uploads.
 *
 * @param maxBody maximum bytes of a request body
 * @param bodyTimeout time within which a request body must arrive
 * @param rate requests per second of each caller
 * @param eventsRate messages per second of each address that posts to the webhook
 * @param pageSize default number of items of a page
 * @param maxSelection maximum number of files that a request may name
 * @param singleUpload maximum bytes of a file that is uploaded in one piece
 * @param uploadPart bytes of a part of larger files
 * @param urlLifetime how long the presigned URLs of an upload are valid
 * @param uploadEndpoint URL of the store for users who upload, null for Amazon S3
 * @param keepUploads time after which incomplete uploads are aborted
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
    var endpoint = properties.url("reload.uploads.endpoint");
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
        endpoint == null ? properties.url("reload.s3.endpoint") : endpoint,
        properties.duration("reload.uploads.keep", "7d"));
  }
}
