package org.datareload.proof.network;

import org.datareload.demo.EmbeddedMail;
import org.datareload.demo.EmbeddedSqs;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A queue and a mail server, for the program to reach by proxies and for tests directly. */
final class Servers implements AutoCloseable {
  final EmbeddedSqs sqs = EmbeddedSqs.start(0, "us-east-1");
  final EmbeddedMail mail = EmbeddedMail.start(0);
  final SqsClient queue = sqs.client();
  final String queueUrl = sqs.createQueue("events");

  Servers() {
    queue.setQueueAttributes(
        q ->
            q.queueUrl(queueUrl)
                .attributes(java.util.Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "2")));
  }

  @Override
  public void close() {
    queue.close();
    mail.close();
    sqs.close();
  }
}
