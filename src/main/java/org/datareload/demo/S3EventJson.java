package org.datareload.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.datareload.demo.EmbeddedS3.Written;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Writes the notifications that S3 sends of new objects, and sends them to a queue. */
public final class S3EventJson {
  private static final Logger log = LoggerFactory.getLogger(S3EventJson.class);

  private final ObjectMapper json = new ObjectMapper();
  private final AtomicLong sequencer = new AtomicLong(System.nanoTime());
  private final String region;

  public S3EventJson(String region) {
    this.region = region;
  }

  /** A listener for {@link EmbeddedS3#onObject} that sends each event of one bucket. */
  public Consumer<Written> sender(SqsClient sqs, String queueUrl, String bucket) {
    return written -> {
      if (written.bucket().equals(bucket)) {
        send(sqs, queueUrl, written);
      }
    };
  }

  // S3 answers the upload whatever becomes of its event.
  private void send(SqsClient sqs, String queueUrl, Written written) {
    try {
      sqs.sendMessage(m -> m.queueUrl(queueUrl).messageBody(event(written)));
    } catch (SdkException e) {
      log.warn("the event of {} is lost: {}", written.key(), e.getMessage());
    }
  }

  /** The notification of one object, with one record, as eventVersion 2.1. */
  public String event(Written written) {
    ObjectNode message = json.createObjectNode();
    ObjectNode record = message.putArray("Records").addObject();
    record.put("eventVersion", "2.1");
    record.put("eventSource", "aws:s3");
    record.put("awsRegion", region);
    record.put("eventTime", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
    record.put("eventName", "ObjectCreated:" + written.event());
    record.putObject("userIdentity").put("principalId", "AWS:LOCAL");
    record.putObject("requestParameters").put("sourceIPAddress", "127.0.0.1");
    record
        .putObject("responseElements")
        .put("x-amz-request-id", UUID.randomUUID().toString())
        .put("x-amz-id-2", UUID.randomUUID().toString());
    ObjectNode s3 = record.putObject("s3");
    s3.put("s3SchemaVersion", "1.0").put("configurationId", "landing");
    ObjectNode bucket = s3.putObject("bucket").put("name", written.bucket());
    bucket.putObject("ownerIdentity").put("principalId", "LOCAL");
    bucket.put("arn", "arn:aws:s3:::" + written.bucket());
    ObjectNode object = s3.putObject("object");
    // Amazon form-encodes the key, and leaves the slashes alone.
    object.put("key", URLEncoder.encode(written.key(), UTF_8).replace("%2F", "/"));
    object.put("size", written.size()).put("eTag", written.etag());
    if (written.versionId() != null) {
      object.put("versionId", written.versionId());
    }
    object.put("sequencer", "%016X".formatted(sequencer.incrementAndGet()));
    return message.toString();
  }
}
