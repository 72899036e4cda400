package org.datareload.landing;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Confirms the subscriptions of SNS topics to the webhook. SNS sends nothing before somebody has
 * opened an address that it names; the program opens it for topics of the settings, and only if it
 * is an address of SNS itself, since whoever posts a message could name any.
 */
public final class TopicSubscriptions {
  private static final Logger LOG = LoggerFactory.getLogger(TopicSubscriptions.class);
  private static final Pattern SNS_HOST =
      Pattern.compile("sns\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?");

  private final Set<String> topics;
  private final Opener opener;

  /** Opens an address on the network. */
  @FunctionalInterface
  public interface Opener {
    /**
     * Sends a GET and follows no redirect.
     *
     * @return the status of the answer
     */
    int open(URI address) throws IOException;
  }

  /**
   * @param topics ARNs of the topics whose subscriptions are confirmed
   */
  public TopicSubscriptions(Set<String> topics, Opener opener) {
    this.topics = Set.copyOf(topics);
    this.opener = requireNonNull(opener, "opener is null");
  }

  /** Confirms a subscription if the message asks for it; of others it takes no notice. */
  public void confirm(String body) {
    // Most messages are events, which need not be parsed twice.
    if (!body.contains("SubscribeURL")) {
      return;
    }
    var message = NotificationFormat.json(body);
    switch (String.valueOf(NotificationFormat.text(message, "Type"))) {
      case "SubscriptionConfirmation" -> confirm(message);
      case "UnsubscribeConfirmation" ->
          LOG.warn(
              "The topic {} no longer sends events here; to subscribe again, open {}",
              shown(message, "TopicArn"),
              shown(message, "SubscribeURL"));
      default -> {}
    }
  }

  private void confirm(JsonNode message) {
    var topic = shown(message, "TopicArn");
    var address = shown(message, "SubscribeURL");
    var reason = open(topic, address);
    if (reason == null) {
      LOG.info("Confirmed the subscription of the topic {}", topic);
    } else {
      LOG.warn(
          "The subscription of the topic {} is not confirmed, because {}; to confirm it, open {}",
          topic,
          reason,
          address);
    }
  }

  /** Why the subscription is not confirmed, or null if it is. */
  private String open(String topic, String address) {
    if (!topics.contains(topic)) {
      return "reload.events.sns-topics does not name it";
    }
    if (!isOfSns(address)) {
      return "the address is not one of SNS";
    }
    try {
      var status = opener.open(URI.create(address));
      return status == 200 ? null : "SNS answers " + status;
    } catch (IOException away) {
      return "SNS cannot be reached: " + away;
    }
  }

  private static boolean isOfSns(String address) {
    try {
      var url = URI.create(address);
      return "https".equals(url.getScheme())
          && url.getHost() != null
          && SNS_HOST.matcher(url.getHost()).matches()
          && url.getRawUserInfo() == null
          && (url.getPort() == -1 || url.getPort() == 443);
    } catch (IllegalArgumentException notAUrl) {
      return false;
    }
  }

  /** An untrusted text of the message, on one line of the log. */
  private static String shown(JsonNode message, String field) {
    var text = String.valueOf(NotificationFormat.text(message, field));
    return text.substring(0, Math.min(text.length(), 2_000)).replaceAll("\\p{Cntrl}", " ");
  }
}
