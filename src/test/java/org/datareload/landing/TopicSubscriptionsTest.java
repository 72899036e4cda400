package org.datareload.landing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.datareload.testing.LogLines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicSubscriptionsTest {
  private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:landing";
  private static final String ADDRESS =
      "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn="
          + TOPIC
          + "&Token=2336";

  private final List<URI> opened = new ArrayList<>();
  private final TopicSubscriptions subscriptions =
      new TopicSubscriptions(
          Set.of(TOPIC),
          address -> {
            opened.add(address);
            return 200;
          });

  private static String message(String type, String topic, String address) {
    return """
    {"Type":"%s","MessageId":"1","Token":"2336","TopicArn":"%s",
     "Message":"You have chosen to subscribe","SubscribeURL":"%s"}
    """
        .formatted(type, topic, address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ADDRESS,
        "https://sns.cn-north-1.amazonaws.com.cn/?Token=1",
        "https://sns.us-gov-west-1.amazonaws.com:443/?Token=1",
      })
  void aSubscriptionOfAnAllowedTopicIsConfirmedInEveryPartition(String address) {
    subscriptions.confirm(message("SubscriptionConfirmation", TOPIC, address));

    assertThat(opened).containsExactly(URI.create(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://sns.eu-west-1.amazonaws.com/?Token=1",
        "https://sns.eu-west-1.amazonaws.com.evil.example/",
        "https://sns.eu-west-1.amazonaws.com@evil.example/",
        "https://evil.example/?sns.eu-west-1.amazonaws.com",
        "https://evil.example#sns.eu-west-1.amazonaws.com",
        "https://user@sns.eu-west-1.amazonaws.com/",
        "https://sns.eu-west-1.amazonaws.com:8443/",
        "https://bucket.s3.eu-west-1.amazonaws.com/",
        "https://sns.a.b.amazonaws.com/",
        "https://169.254.169.254/latest/meta-data/",
        "https://localhost/",
        "file:///etc/passwd",
        "https:///nowhere",
        "no address",
      })
  void anotherAddressIsLoggedAndNotOpened(String address) {
    assertThat(logged(message("SubscriptionConfirmation", TOPIC, address)))
        .contains("not one of SNS", address);
    assertThat(opened).isEmpty();
  }

  @Test
  void theAddressOfAnotherTopicIsLogged() {
    assertThat(logged(message("SubscriptionConfirmation", TOPIC + "2", ADDRESS)))
        .contains("reload.events.sns-topics", TOPIC + "2", ADDRESS);
    assertThat(opened).isEmpty();
  }

  @Test
  void theEndOfASubscriptionIsLoggedAndNotUndone() {
    assertThat(logged(message("UnsubscribeConfirmation", TOPIC, ADDRESS)))
        .contains("no longer sends events", ADDRESS);
    assertThat(opened).isEmpty();
  }

  @Test
  void theAddressIsLoggedWhereSnsDoesNotConfirm() {
    var refusing = new TopicSubscriptions(Set.of(TOPIC), address -> 403);
    var away =
        new TopicSubscriptions(
            Set.of(TOPIC),
            address -> {
              throw new IOException("no route to host");
            });
    var message = message("SubscriptionConfirmation", TOPIC, ADDRESS);

    assertThat(logged(refusing, message)).contains("SNS answers 403", ADDRESS);
    assertThat(logged(away, message)).contains("no route to host", ADDRESS);
  }

  @Test
  void aNotificationOpensNothing() {
    subscriptions.confirm(message("Notification", TOPIC, ADDRESS));
    subscriptions.confirm("{\"Records\":[]}");

    assertThat(opened).isEmpty();
  }

  private String logged(String message) {
    return logged(subscriptions, message);
  }

  private static String logged(TopicSubscriptions subscriptions, String message) {
    try (var log = LogLines.ofProgram()) {
      subscriptions.confirm(message);
      return log.all();
    }
  }
}
