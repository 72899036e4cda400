package org.datareload.demo;

import java.net.URI;
import java.util.Map;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** An SQS server in this process, on 127.0.0.1, with its messages in memory. */
public final class EmbeddedSqs implements AutoCloseable {
  private static final int MAX_RECEIVES = 5;

  private final String region;
  private final SQSRestServer server;
  private final URI endpoint;

  private EmbeddedSqs(int port, String region) {
    this.region = region;
    this.server =
        SQSRestServerBuilder.withInterface("127.0.0.1")
            .withPort(port)
            .withAWSRegion(region)
            .start();
    int bound = server.waitUntilStarted().localAddress().getPort();
    this.endpoint = URI.create("http://127.0.0.1:" + bound);
  }

  /**
   * @param port 0 for a free port
   */
  public static EmbeddedSqs start(int port, String region) {
    return new EmbeddedSqs(port, region);
  }

  public URI endpoint() {
    return endpoint;
  }

  /** A new client of this server; the caller closes it. */
  public SqsClient client() {
    return SqsClient.builder()
        .endpointOverride(endpoint)
        .region(Region.of(region))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
        .build();
  }

  /**
   * Creates a queue and its dead-letter queue {@code <name>-dead}, which gets messages that were
   * received five times and not deleted.
   *
   * @return the queue's URL
   */
  public String createQueue(String name) {
    try (SqsClient sqs = client()) {
      String dead = sqs.createQueue(q -> q.queueName(deadLetters(name))).queueUrl();
      String arn =
          sqs.getQueueAttributes(q -> q.queueUrl(dead).attributeNames(QueueAttributeName.QUEUE_ARN))
              .attributes()
              .get(QueueAttributeName.QUEUE_ARN);
      String redrive =
          "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":%d}".formatted(arn, MAX_RECEIVES);
      return sqs.createQueue(
              q -> q.queueName(name).attributes(Map.of(QueueAttributeName.REDRIVE_POLICY, redrive)))
          .queueUrl();
    }
  }

  /** The name of the dead-letter queue of a queue. */
  public static String deadLetters(String name) {
    return name + "-dead";
  }

  @Override
  public void close() {
    server.stopAndWait();
  }
}
