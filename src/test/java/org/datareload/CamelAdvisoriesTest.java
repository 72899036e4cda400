package org.datareload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.MarshalDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RemoveHeadersDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.UnmarshalDefinition;
import org.apache.camel.model.WireTapDefinition;
import org.apache.camel.support.DefaultExchange;
import org.datareload.api.ContractText;
import org.datareload.api.RawRequest;
import org.datareload.api.TestServer;
import org.datareload.route.HeaderFilter;
import org.datareload.testing.ShippedRoutes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** None of the published vulnerabilities of this Camel version is reachable. */
class CamelAdvisoriesTest {
  private static ShippedRoutes routes;
  private static TestServer server;

  @BeforeAll
  static void start() {
    routes = new ShippedRoutes();
    server = routes.server();
    server.createDataset("advised", "orders");
  }

  @AfterAll
  static void stop() {
    routes.close();
  }

  /** CVE-2025-27636, CVE-2025-29891, CVE-2025-30177. */
  @Test
  void headersAndQueriesSteerNoComponent() {
    var steering =
        Map.of(
            "CAmelBeanMethodName", "toString",
            "cAMELhTTPrESPONSEcODE", "299",
            "CamelSqlQuery", "DROP TABLE file",
            "CamelHttpPath", "/elsewhere");
    var path = "/api/v1/datasets/advised/orders";
    // HTTP/2 would send the names in lower case.
    var steered = RawRequest.of(server, "GET " + path, steering, "");
    assertThat(steered.status()).isEqualTo(200);
    assertThat(steered.json().path("name").asText()).isEqualTo("orders");
    assertThat(server.get(path + "?CamelSqlQuery=x&CAmelBeanMethodName=y").status()).isEqualTo(422);
  }

  /** CVE-2026-40022: with a path below the root, only that path would be protected. */
  @Test
  void theServerServesTheRoot() {
    assertThat(ShippedRoutes.properties())
        .containsEntry("camel.server.path", "/")
        .containsEntry("camel.server.staticEnabled", "false")
        .containsEntry("camel.server.fileUploadEnabled", "false");
  }

  /** CVE-2026-46456: message attributes become headers. */
  @Test
  void messageAttributesAreDropped() throws Exception {
    try (var camel = new DefaultCamelContext()) {
      var exchange = new DefaultExchange(camel);
      var headers = exchange.getMessage().getHeaders();
      for (var name :
          List.of(
              "CamelSqlQuery", "To", "Bcc", "mail.smtp.host", "CamelAwsS3Key", "CamelHttpUri")) {
        headers.put(name, "evil");
      }
      headers.put("CamelAwsSqsReceiptHandle", "handle");

      new HeaderFilter().enter(exchange);

      assertThat(headers).containsOnlyKeys("CamelAwsSqsReceiptHandle");
    }
  }

  /**
   * CVE-2026-46584, CVE-2026-85314: headers or a mail change settings of the mail session.
   * CVE-2026-33454: headers of received mail steer Camel.
   */
  @Test
  void mailsIgnoreIncomingHeaders() {
    var mailing =
        routes.all().stream()
            .filter(route -> uris(route).anyMatch(uri -> uri.startsWith("smtp")))
            .toList();
    assertThat(mailing)
        .isNotEmpty()
        .allSatisfy(
            route ->
                assertThat(route.getOutputs().get(0))
                    .isInstanceOfSatisfying(
                        RemoveHeadersDefinition.class,
                        first -> assertThat(first.getPattern()).isEqualTo("*")));
    assertThat(inputs()).noneMatch(uri -> uri.matches("(smtp|imap|pop3)s?:.*"));
  }

  /** CVE-2026-95664: an object key is evaluated as an expression; routes set only names and ids. */
  @Test
  void noKeyIsEvaluatedAsAnExpression() {
    assertThat(inputs()).noneMatch(isOf("aws2-s3"));
    assertThat(routes.all())
        .filteredOn(route -> uris(route).anyMatch(isOf("aws2-s3")))
        .hasSizeGreaterThanOrEqualTo(3)
        .allSatisfy(
            route -> {
              // Headers of an earlier step name keys, buckets and operations, too.
              var first = route.getOutputs().get(0);
              assertThat(((RemoveHeadersDefinition) first).getPattern()).isEqualTo("*");
              assertThat(uris(route).filter(isOf("aws2-s3")))
                  .allMatch(
                      uri ->
                          uri.contains("pojoRequest=true")
                              || route.getRouteId().equals("put-receipt"));
            });
    server.land("advised/orders", "${sysenv.PATH}.csv", "1");
    var files = server.get("/api/v1/datasets/advised/orders/files").json();
    assertThat(files.at("/files/0/name").asText()).isEqualTo("${sysenv.PATH}.csv");
  }

  /** CVE-2026-84176: any origin is allowed with credentials. */
  @Test
  void noOtherOriginMayRead() {
    assertThat(ShippedRoutes.properties().stringPropertyNames())
        .noneMatch(name -> name.startsWith("camel.server.cors"));
    for (var method : List.of("GET", "OPTIONS")) {
      var reply =
          server.send(method, "/api/v1/datasets", null, Map.of("Origin", "https://evil.example"));
      assertThat(reply.headers().keySet()).noneMatch(name -> name.startsWith("access-control"));
    }
  }

  /** CVE-2026-85316: a path that begins with "proxy" forwards requests. */
  @Test
  void noPathIsAProxy() {
    assertThat(inputs())
        .filteredOn(isOf("platform-http"))
        // All operations except two have a route.
        .hasSizeGreaterThanOrEqualTo(new ContractText().operations().size() - 2)
        .noneMatch(uri -> uri.replaceFirst("^platform-http:/*", "").startsWith("proxy"));
    assertThat(server.get("/proxy").status()).isEqualTo(404);
  }

  /** CVE-2026-85254: request headers are copied to the response. */
  @ParameterizedTest
  @CsvSource({
    "GET /api/v1/datasets, '', 200",
    "POST /events/s3, {\"Records\":[]}, 200",
    "POST /events/s3, nothing, 400",
    "POST /events/s3/" + TestServer.TOKEN + ", {\"Records\":[]}, 200",
    "POST /events/s3/" + TestServer.TOKEN + ", nothing, 400",
    "POST /events/s3/canary, nothing, 401",
    "GET /nowhere, '', 404",
  })
  void noRequestHeaderIsReturned(String line, String body, int status) {
    var sent =
        Map.of(
            "AuthoriZation", "Bearer " + TestServer.TOKEN,
            "X-Canary", "canary",
            "x-CANARY-2", "canary",
            "cookiE", "c=canary");

    var reply = RawRequest.of(server, line, sent, body);

    assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
    assertThat(reply.toString()).doesNotContain("canary", TestServer.TOKEN);
    assertThat(reply.headers()).doesNotContainKeys("authorization", "cookie");
  }

  /**
   * CVE-2026-78164: an endpoint address is built from a header. CVE-2026-85251: a redirect receives
   * the credentials.
   */
  @Test
  void noRouteCallsADynamicAddress() {
    assertThat(routes.all())
        .allSatisfy(
            route -> {
              assertThat(uris(route)).noneMatch(uri -> uri.matches("(vertx-)?https?:.*"));
              assertThat(steps(route))
                  .filteredOn(ToDynamicDefinition.class::isInstance)
                  .allSatisfy(step -> assertThat(isFixed(step)).as(step.toString()).isTrue());
            });
  }

  /** CVE-2024-22369 and later ones: objects are deserialised from a table. */
  @Test
  void nothingIsDeserialised() {
    assertThat(routes.all())
        .allSatisfy(
            route ->
                assertThat(steps(route))
                    .doesNotHaveAnyElementsOfTypes(
                        AggregateDefinition.class,
                        MarshalDefinition.class,
                        UnmarshalDefinition.class));
  }

  /** Components with vulnerabilities of their own. */
  @Test
  void unusedComponentsAreNotOnTheClassPath() {
    for (var part :
        List.of(
            "org.apache.camel.component.jetty.JettyHttpComponent",
            "org.apache.camel.component.netty.http.NettyHttpComponent",
            "org.apache.camel.component.sql.SqlComponent",
            "org.apache.camel.processor.aggregate.jdbc.JdbcAggregationRepository",
            "org.apache.camel.component.debug.DebugComponent")) {
      assertThatThrownBy(() -> Class.forName(part)).isInstanceOf(ClassNotFoundException.class);
    }
  }

  private static java.util.function.Predicate<String> isOf(String scheme) {
    return uri -> uri.startsWith(scheme + ":");
  }

  /** A wire tap has a dynamic type even if its address is fixed. */
  private static boolean isFixed(ProcessorDefinition step) {
    return step instanceof WireTapDefinition tap && "false".equals(tap.getDynamicUri());
  }

  private static List<String> inputs() {
    return routes.all().stream().map(route -> route.getInput().getEndpointUri()).toList();
  }

  private static Stream<String> uris(RouteDefinition route) {
    return ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), SendDefinition.class)
        .stream()
        .map(send -> String.valueOf(send.getEndpointUri()));
  }

  private static List<ProcessorDefinition> steps(RouteDefinition route) {
    return List.copyOf(
        ProcessorDefinitionHelper.filterTypeInOutputs(
            route.getOutputs(), ProcessorDefinition.class));
  }
}
