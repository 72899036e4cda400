package org.datareload.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.datareload.mail.StatusMail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The chat of docs/routes.md: the YAML of the document itself, added to the shipped route. */
final class AddedEndpointTest extends CamelTestSupport {
  private static final Pattern YAML_BLOCK = Pattern.compile("(?ms)^```yaml\n(.*?)^```$");
  private static final Pattern SHIPPED_BRANCH =
      Pattern.compile(
          "(?m)^( +)- simple: .* == 'failed'\"\n +steps:\n +- to: direct:mail-failed\n");

  /** The document's YAML blocks, in its order. */
  private static final int WIRE_TAP = 0;

  private static final int CHAT = 1;
  private static final int MULTICAST = 2;

  private final BlockingQueue<Post> posts = new LinkedBlockingQueue<>();
  private final CountDownLatch answering = new CountDownLatch(1);
  private volatile int firstStatus = 200;
  private HttpServer chat;
  private MockEndpoint mails;

  /** A request that the chat received. */
  private record Post(String method, String contentType, String foreignHeader, String body) {}

  @Override
  public void configureTest(TestExecutionConfiguration test) {
    super.configureTest(test);
    test.withUseAdviceWith(true).withUseRouteBuilder(false);
  }

  @BeforeEach
  void startChat() throws Exception {
    chat = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    chat.createContext("/", this::answer);
    chat.start();
    context
        .getPropertiesComponent()
        .addOverrideProperty(
            "chat.webhook", "http://127.0.0.1:" + chat.getAddress().getPort() + "/hook");
  }

  private void startRoutes(String statusRoute, String chatRoute) throws Exception {
    load("status.camel.yaml", statusRoute);
    load("chat.camel.yaml", chatRoute);
    AdviceWith.adviceWith(
        context, "tell-status", route -> route.mockEndpointsAndSkip("direct:mail-*"));
    mails = getMockEndpoint("mock:direct:mail-failed");
    context.start();
  }

  @AfterEach
  void stopChat() {
    answering.countDown();
    chat.stop(0);
  }

  @Test
  void aFailedExecutionIsPostedAndMailed() throws Exception {
    startRoutes(shippedWith(WIRE_TAP), yaml(CHAT));
    answering.countDown();
    var failed = mail("failed", "[sales/orders] Reload failed: \"a\\b.csv\" vanished");

    template.sendBodyAndHeaders(
        "direct:tell-status",
        failed,
        Map.of("CamelHttpMethod", "DELETE", "CamelHttpPath", "other", "X-Foreign", "x"));

    var post = nextPost();
    assertThat(post.method()).isEqualTo("POST");
    assertThat(post.contentType()).isEqualTo("application/json");
    assertThat(post.foreignHeader()).isNull();
    assertThat(post.body()).hasLineCount(1);
    assertThat(new JsonMapper().readTree(post.body()).path("text").asText())
        .isEqualTo(failed.subject());
    assertThat(mails.getReceivedExchanges())
        .singleElement()
        .satisfies(sent -> assertThat(sent.getMessage().getBody()).isSameAs(failed));
  }

  @Test
  void onlyFailedExecutionsArePosted() throws Exception {
    startRoutes(shippedWith(WIRE_TAP), yaml(CHAT));
    answering.countDown();
    template.sendBody("direct:tell-status", mail("completed", "completed"));
    template.sendBody("direct:tell-status", mail("rejected", "rejected"));
    template.sendBody("direct:tell-status", mail("failed", "failed"));

    assertThat(nextPost().body()).contains("failed");
    assertThat(posts).isEmpty();
  }

  @Test
  void theMailDoesNotWaitForTheChatWhichIsTriedAgain() throws Exception {
    startRoutes(shippedWith(WIRE_TAP), yaml(CHAT));
    firstStatus = 500;

    template.asyncSendBody("direct:tell-status", mail("failed", "failed")).get(2, TimeUnit.MINUTES);

    assertThat(mails.getReceivedExchanges()).hasSize(1);
    answering.countDown();
    var first = nextPost();
    assertThat(nextPost()).isEqualTo(first);
  }

  @Test
  void withAMulticastTheOutboxRepeatsWhatTheChatRefused() throws Exception {
    startRoutes(
        shippedWith(MULTICAST),
        yaml(CHAT).replace("maximumRedeliveries: 5", "maximumRedeliveries: 0"));
    answering.countDown();
    firstStatus = 500;
    var failed = mail("failed", "failed");

    assertThatThrownBy(() -> template.sendBody("direct:tell-status", failed))
        .hasRootCauseInstanceOf(HttpOperationFailedException.class);
    assertThat(mails.getReceivedExchanges()).isEmpty();

    template.sendBody("direct:tell-status", failed);
    assertThat(mails.getReceivedExchanges())
        .singleElement()
        .satisfies(sent -> assertThat(sent.getMessage().getBody()).isSameAs(failed));
  }

  private static StatusMail mail(String status, String subject) {
    return new StatusMail(
        status, "<X1@example.org>", List.of("ana@example.org"), subject, "text", "<p>html</p>");
  }

  private Post nextPost() throws InterruptedException {
    var post = posts.poll(2, TimeUnit.MINUTES);
    assertThat(post).as("a request to the chat within two minutes").isNotNull();
    return post;
  }

  private void answer(HttpExchange request) throws IOException {
    var headers = request.getRequestHeaders();
    var body = new String(request.getRequestBody().readAllBytes(), UTF_8);
    try {
      answering.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    posts.add(
        new Post(
            request.getRequestMethod(),
            headers.getFirst("Content-Type"),
            headers.getFirst("X-Foreign"),
            body));
    request.sendResponseHeaders(firstStatus, -1);
    firstStatus = 200;
    request.close();
  }

  private void load(String name, String yaml) throws Exception {
    PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(name, yaml));
  }

  /** A YAML block of the document. */
  private static String yaml(int block) throws IOException {
    return YAML_BLOCK
        .matcher(Files.readString(Path.of("docs", "routes.md")))
        .results()
        .map(found -> found.group(1))
        .toList()
        .get(block);
  }

  /** The shipped status route with a branch of the document in the place of its own. */
  private static String shippedWith(int block) throws IOException {
    var shipped = Files.readString(Path.of("routes", "status.camel.yaml"));
    var branch = SHIPPED_BRANCH.matcher(shipped);
    assertThat(branch.find()).as("a branch for failed executions").isTrue();
    return shipped.substring(0, branch.start())
        + yaml(block).indent(branch.group(1).length())
        + shipped.substring(branch.end());
  }
}
