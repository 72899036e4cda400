package org.datareload.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.datareload.demo.EmbeddedS3.Written;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Sends the event notifications of Amazon S3 for new objects to a queue. */
public final class S3EventJson {
  private static final Logger LOG = LoggerFactory.getLogger(S3EventJson.class);

  private final AtomicLong sequencer = new AtomicLong(System.nanoTime());
  private final String region;

  public S3EventJson(String region) {
    this.region = region;
  }

  /** A listener for {@link EmbeddedS3#onObject} that sends the events of one bucket. */
  public Consumer<Written> sender(SqsClient sqs, String queueUrl, String bucket) {
    return written -> {
      if (written.bucket().equals(bucket)) {
        send(sqs, queueUrl, written);
      }
    };
  }

  // An upload succeeds even if its event is lost, as on Amazon S3.
  private void send(SqsClient sqs, String queueUrl, Written written) {
    try {
      sqs.sendMessage(m -> m.queueUrl(queueUrl).messageBody(event(written)));
    } catch (SdkException e) {
      LOG.warn("Event of {} lost: {}", written.key(), e.getMessage());
    }
  }

  /** A notification with one record, in eventVersion 2.1. */
  public String event(Written written) {
    var version = written.versionId();
    return """
        {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"%s",
        "eventTime":"%s","eventName":"ObjectCreated:%s",
        "s3":{"s3SchemaVersion":"1.0","configurationId":"landing",
        "bucket":{"name":"%s","arn":"arn:aws:s3:::%s"},
        "object":{"key":"%s","size":%d,"eTag":"%s",%s"sequencer":"%016X"}}}]}
        """
        .formatted(
            region,
            Instant.now().truncatedTo(ChronoUnit.MILLIS),
            written.event(),
            written.bucket(),
            written.bucket(),
            // Amazon S3 form-encodes the key except for its slashes.
            URLEncoder.encode(written.key(), UTF_8).replace("%2F", "/"),
            written.size(),
            written.etag(),
            version == null ? "" : "\"versionId\":\"" + version + "\",",
            sequencer.incrementAndGet());
  }
}
