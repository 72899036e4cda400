package org.datareload.landing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.regex.Matcher.quoteReplacement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.datareload.landing.ObjectEvent.Kind;
import org.datareload.store.StoredObject;
import org.datareload.testing.LogLines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotificationsTest {
  private static final String AWS =
      """
      {"eventVersion":"2.1","eventSource":"aws:s3","eventTime":"2026-11-22T07:25:57.688Z",
       "eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"landing"},
       "object":{"key":"a/upload_date%%3D1/b+c%%2Bd%%2520.csv","size":5,"eTag":"5d41",
       "versionId":"%s","sequencer":"0A"}}}
      """;

  @Test
  void aRecordOfAwsIsParsed() {
    assertThat(only(records(AWS.formatted("v1"))))
        .isEqualTo(
            new ObjectEvent(
                Kind.CREATED,
                "aws:s3",
                "landing",
                List.of("a/upload_date=1/b c+d%20.csv"),
                new StoredObject("a/upload_date=1/b c+d%20.csv", 5, "5d41", "v1", Instant.EPOCH)));
  }

  @ParameterizedTest
  @CsvSource({
    "ObjectCreated:Copy, CREATED",
    "ObjectSynced:Create, CREATED",
    "ObjectRemoved:DeleteMarkerCreated, REMOVED",
    "LifecycleExpiration:Delete, REMOVED",
    "ObjectLifecycle:Expiration:Current, REMOVED",
    "ObjectSynced:Delete, REMOVED",
    "ObjectTagging:Put, OTHER",
    "ObjectAccessed:Get, OTHER",
  })
  void theEventNameGivesTheKind(String name, Kind kind) {
    var body = records(AWS.formatted("").replace("ObjectCreated:Put", name));

    assertThat(only(body).kind()).isEqualTo(kind);
    assertThat(only(body.replace(name, "s3:" + name)).kind()).isEqualTo(kind);
  }

  @Test
  void aRecordOfMinioIsParsed() {
    var event =
        only(
            """
            {"EventName":"s3:ObjectCreated:CompleteMultipartUpload","Key":"landing/a/b+c.csv",
             "Records":[{"eventSource":"minio:s3","eventTime":"2026-11-22T07:25:57.688Z",
             "eventName":"s3:ObjectCreated:CompleteMultipartUpload","s3":{"bucket":{"name":"landing"},
             "object":{"key":"a%2Fb+c.csv","size":5,"eTag":"5d41-2","sequencer":"17"}}}]}
            """);

    assertThat(event.kind()).isEqualTo(Kind.CREATED);
    assertThat(event.keys()).containsExactly("a/b c.csv");
  }

  /** MinIO does not encode this field; what forwards it may. */
  @ParameterizedTest
  @ValueSource(strings = {"", ",\"Records\":null", ",\"Records\":[]"})
  void theTwoFieldsOfMinioAreEnough(String records) {
    var body = "{\"EventName\":\"%s\",\"Key\":\"%s\"" + records + "}";

    assertThat(only(body.formatted("s3:ObjectCreated:Put", "landing/a/b+c%2B.csv")))
        .isEqualTo(
            new ObjectEvent(
                Kind.CREATED, "minio:s3", "landing", List.of("a/b c+.csv", "a/b+c%2B.csv")));
    assertThat(only(body.formatted("s3:ObjectRemoved:Delete", "landing/a.csv")))
        .isEqualTo(new ObjectEvent(Kind.REMOVED, "minio:s3", "landing", List.of("a.csv")));
    assertThat(only(body.formatted("s3:ObjectAccessed:Get", "landing/a.csv")).kind())
        .isEqualTo(Kind.OTHER);
    assertThat(only(body.formatted("s3:ObjectCreated:Put", "landing%2Fa%2Fb.csv")).keys())
        .containsExactly("a/b.csv");
  }

  @Test
  void aRecordOfHuaweiIsParsed() {
    var body = AWS.formatted("").replace("\"s3\":", "\"obs\":").replace("aws:s3", "OBS");

    assertThat(only(records(body.replace("2.1", "3.0"))))
        .isEqualTo(
            new ObjectEvent(
                Kind.CREATED,
                "OBS",
                "landing",
                List.of("a/upload_date=1/b c+d%20.csv"),
                new StoredObject("a/upload_date=1/b c+d%20.csv", 5, "5d41", null, Instant.EPOCH)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\0',
      value = {
        "\"size\":5; \"size\":-1",
        "\"size\":5; \"size\":\"5\"",
        "\"size\":5; \"size\":1e30",
        "\"size\":5; \"length\":5",
        "\"size\":5; \"size\":0",
        "\"size\":5; \"size\":5.0",
        "\"size\":5; \"size\":9223372036854775807",
        "aws:s3; noobaa:s3",
        "\"eventName\":; \"name\":",
        "\"eTag\":\"5d41\"; \"eTag\":\"\"",
        "\"eTag\":\"5d41\"; \"eTag\":\"a b\"",
        "\"eTag\":\"5d41\"; \"eTag\":5",
        "\"versionId\":\"v1\"; \"versionId\":\"null\"",
        "aws:s3; unknown",
        "ObjectCreated:Put; ObjectRemoved:Delete",
      })
  void aRecordThatDoesNotSayAllOfAnObjectOnlyNamesItsKey(String said, String other) {
    assertThat(only(records(AWS.formatted("v1"))).object()).isNotNull();
    assertThat(only(records(AWS.formatted("v1").replace(said, other))).object()).isNull();
  }

  @Test
  void ofAKeyInTwoRecordsNothingIsBelieved() {
    var one = AWS.formatted("v1");

    var twice = new Notifications("landing").parse(records(one + "," + one));

    assertThat(twice.events()).hasSize(2);
    assertThat(twice.objects()).isEmpty();
    assertThat(new Notifications("landing").parse(records(one)).objects()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "put, CREATED, plain.txt",
    "put-awkward-key, CREATED, dir x/a b+c/ü 日本%20.txt",
    "put-versioned, CREATED, v",
    "copy, CREATED, copied.txt",
    "multipart-complete, CREATED, multi.bin",
    "delete, REMOVED, plain.txt",
    "delete-marker-created, REMOVED, v",
  })
  void aRecordOfCephIsParsed(String file, Kind kind, String key) throws IOException {
    var event = only(resource("/events/ceph-" + file + ".json"));

    assertThat(event.kind()).isEqualTo(kind);
    assertThat(event.keys()).containsExactly(key);
  }

  @Test
  void anEventBridgeEventIsParsed() {
    var body =
        """
        {"version":"0","detail-type":"Object Created","source":"aws.s3",
         "time":"2026-11-22T07:25:57Z","detail":{"version":"0","bucket":{"name":"landing"},
         "object":{"key":"a/b+c%20.csv","size":5,"etag":"5d41","version-id":"v1",
         "sequencer":"0A"},"reason":"PutObject"}}
        """;
    var event = only(body);

    assertThat(event.keys()).containsExactly("a/b+c%20.csv");
    assertThat(event.kind()).isEqualTo(Kind.CREATED);
    assertThat(only(body.replace("Object Created", "Object Deleted")).kind())
        .isEqualTo(Kind.REMOVED);
    assertThat(only(body.replace("Object Created", "Object Tags Added")).kind())
        .isEqualTo(Kind.OTHER);
  }

  @Test
  void anSnsNotificationIsUnwrapped() throws IOException {
    var inside = records(AWS.formatted("v1"));
    var wrapped = Map.of("Type", "Notification", "MessageId", "1", "Message", inside);

    var body = JsonMapper.builder().build().writeValueAsString(wrapped);

    assertThat(NotificationFormat.read(body)).isEqualTo(NotificationFormat.read(inside)).hasSize(1);
  }

  @Test
  void aMessageMayHaveManyRecords() {
    var items = String.join(",", Collections.nCopies(2_000, AWS.formatted("").strip()));

    assertThat(NotificationFormat.read(records(items))).hasSize(2_000);
    assertThat(NotificationFormat.read("{\"Records\":[]}")).isEmpty();
  }

  @Test
  void theTestMessageHasNoEvents() {
    assertThat(NotificationFormat.read("{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\"}"))
        .isEmpty();
  }

  @Test
  void aKeyThatCannotBeDecodedIsTakenLiterally() {
    var body = records(AWS.formatted("")).replaceFirst("\"key\":\"[^\"]*", "\"key\":\"100%.csv");

    assertThat(only(body).keys()).containsExactly("100%.csv");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "no json",
        "null",
        "[]",
        "{}",
        "1",
        "\"Records\"",
        "{\"Records\":{}}",
        "{\"Records\":[null]}",
        "{\"Records\":[{}]}",
        "{\"Records\":[{\"eventSource\":\"aws:s3\",\"eventName\":\"ObjectCreated:Put\"}]}",
        "{\"Records\":[]} {}",
        "{\"Type\":\"Notification\",\"Message\":\"hello\"}",
        "{\"Type\":\"Notification\",\"Message\":{}}",
        "{\"detail-type\":\"Object Created\"}",
        "{\"EventName\":\"s3:ObjectCreated:Put\"}",
        "{\"EventName\":\"s3:ObjectCreated:Put\",\"Key\":\"landing\"}",
        "{\"EventName\":\"s3:ObjectCreated:Put\",\"Key\":\"landing/\"}",
        "{\"EventName\":\"s3:ObjectCreated:Put\",\"Key\":\"/a.csv\"}",
        "{\"Records\":[[]]}",
        "{\"detail-type\":\"Object Created\",\"source\":\"aws.ec2\",\"detail\":"
            + "{\"bucket\":{\"name\":\"b\"},\"object\":{\"key\":\"k\"}}}"
      })
  void unknownFormatsAreRefusedWithOneLine(String body) {
    assertThatThrownBy(() -> NotificationFormat.read(body))
        .isInstanceOf(UnreadableEventException.class)
        .message()
        .hasSizeLessThan(400)
        .doesNotContain("\n");
  }

  @Test
  void oneBadRecordFailsTheMessage() {
    var good = AWS.formatted("");

    assertThatThrownBy(
            () -> NotificationFormat.read(records(good + ",{\"eventSource\":\"aws:s3\"}," + good)))
        .isInstanceOf(UnreadableEventException.class);
  }

  /** Nobody knows whether such a store encodes keys, so both readings are looked for. */
  @ParameterizedTest
  @ValueSource(strings = {"sgws:s3", "rustfs:s3", "AWS:S3", "my store", ""})
  void aRecordOfAnUnknownSourceMayMeanTwoKeys(String source) {
    var event = only(records(AWS.formatted("").replace("aws:s3", source)));

    assertThat(event.kind()).isEqualTo(Kind.CREATED);
    assertThat(event.keys())
        .containsExactly("a/upload_date=1/b c+d%20.csv", "a/upload_date%3D1/b+c%2Bd%2520.csv");
    assertThat(only(records(AWS.formatted("").replace("\"eventSource\":\"aws:s3\",", ""))).keys())
        .isEqualTo(event.keys());
  }

  @Test
  void aPlainKeyOfAnUnknownSourceMeansOneKey() {
    var body = records(AWS.formatted("").replace("aws:s3", "rustfs:s3"));

    assertThat(only(body.replaceFirst("\"key\":\"[^\"]*", "\"key\":\"a/b.csv")).keys())
        .containsExactly("a/b.csv");
  }

  @ParameterizedTest
  @CsvSource({
    "PutObject, CREATED",
    "OBJECT_STORED, CREATED",
    "s3:objectCreated:Put, CREATED",
    "ObjectCreated, CREATED",
    "ObjectDeleted, REMOVED",
    "ObjectTagging:Put, OTHER",
  })
  void anUnknownEventOfAnUnknownSourceIsWorthALook(String name, Kind kind) {
    var body = records(AWS.formatted("").replace("ObjectCreated:Put", name));

    assertThat(only(body.replace("aws:s3", "rustfs:s3")).kind()).isEqualTo(kind);
    assertThat(only(body.replace("\"eventName\":\"" + name + "\",", "")).kind())
        .isEqualTo(Kind.CREATED);
  }

  @Test
  void envelopesAreOpened() throws IOException {
    var json = JsonMapper.builder().build();
    var item = AWS.formatted("v1");
    var inside = records(item);
    var sns = Map.of("Type", "Notification", "Message", inside);
    var envelopes =
        List.of(
            sns,
            Map.of("Records", List.of(Map.of("EventSource", "aws:sns", "Sns", sns))),
            Map.of("Records", List.of(Map.of("eventSource", "aws:sqs", "body", inside))),
            Map.of(
                "Records",
                List.of(Map.of("eventSource", "aws:sqs", "body", json.writeValueAsString(sns)))),
            Map.of("version", "1.0", "requestPayload", json.readTree(inside)),
            Map.of("specversion", "1.0", "data", json.readTree(item)),
            Map.of("detail-type", "Event", "source", "mine", "detail", json.readTree(item)),
            Map.of("detail-type", "Event", "source", "mine", "detail", json.readTree(inside)),
            Map.of("Records", json.readTree(item)),
            List.of(json.readTree(item)),
            List.of(json.readTree(inside)),
            List.of(Map.of("eventSource", "aws:sqs", "body", inside)),
            json.readTree(item.replace("2.1", "3.0")),
            json.readTree(item));

    for (var envelope : envelopes) {
      assertThat(NotificationFormat.read(json.writeValueAsString(envelope)))
          .as(envelope.toString())
          .isEqualTo(NotificationFormat.read(inside))
          .hasSize(1);
    }
  }

  @Test
  void aMessageWithoutRecordsHasNoEvents() {
    assertThat(NotificationFormat.read("{\"Records\":null}")).isEmpty();
    assertThat(NotificationFormat.read("{\"Type\":\"SubscriptionConfirmation\"}")).isEmpty();
  }

  @Test
  void anUnknownSourceIsToldOnce() {
    var notifications = new Notifications("landing");
    var body = records(AWS.formatted("").replace("aws:s3", "rustfs:s3"));

    try (var log = LogLines.ofProgram()) {
      notifications.parse(body);
      notifications.parse(body);
      notifications.parse(records(AWS.formatted("")));
      assertThat(unknown(log))
          .singleElement()
          .asString()
          .contains("\"rustfs:s3\"", "a/upload_date");
      for (int i = 0; i < 50; i++) {
        notifications.parse(body.replace("rustfs", "store" + i));
      }
      assertThat(unknown(log)).hasSize(20);
    }
  }

  @Test
  void deepAndLongMessagesAreRefused() {
    for (var body :
        List.of(
            "[".repeat(256 * 1024),
            "{\"Records\":".repeat(20_000),
            "{\"Records\":[" + " ".repeat(1 << 20) + "]}")) {
      assertThatThrownBy(() -> NotificationFormat.read(body))
          .isInstanceOf(UnreadableEventException.class);
    }
    assertThatThrownBy(() -> NotificationFormat.read(null))
        .isInstanceOf(UnreadableEventException.class);
  }

  /** Escapes that remain after decoding are part of the name. */
  @Property(tries = 500)
  void aKeyIsDecodedExactlyOnce(@ForAll("keysThatLookEncoded") String key) {
    var encoded = "\"key\":\"" + URLEncoder.encode(key, UTF_8);
    var body =
        records(AWS.formatted("")).replaceFirst("\"key\":\"[^\"]*", quoteReplacement(encoded));

    assertThat(only(body).keys()).containsExactly(key);
    assertThat(only(body.replace("aws:s3", "minio:s3")).keys()).containsExactly(key);
    assertThat(only(body.replace("aws:s3", "ceph:s3")).keys())
        .containsExactly(URLEncoder.encode(key, UTF_8));
    if (LandingKey.parse(key) instanceof LandingKey.Valid valid) {
      assertThat(valid.key()).hasToString(key);
      assertThat(LandingKey.hasDotSegment(key)).isFalse();
    }
  }

  @Provide
  static Arbitrary<String> keysThatLookEncoded() {
    var piece =
        Arbitraries.of(
            "%2e",
            "%252e",
            "%25252e",
            "%2F",
            "%255fSUCCESS",
            "%00",
            "..",
            ".",
            "/",
            "+",
            " ",
            "%",
            "a",
            "_SUCCESS",
            "\u00fc",
            "%C3%BC");
    var tail = piece.list().ofMinSize(1).ofMaxSize(6).map(all -> String.join("", all));
    var folder = "sales/orders/upload_date=1700000000/ann/csv/";
    return Arbitraries.of("", folder, folder.replace("ann", "%2e%2e"))
        .flatMap(f -> tail.map(t -> f + t));
  }

  private static List<String> unknown(LogLines log) {
    return log.events().stream()
        .map(event -> event.getMessage().getFormattedMessage())
        .filter(line -> line.contains("unknown source"))
        .toList();
  }

  @Property(tries = 500)
  void anyTextIsParsedOrRefused(@ForAll String body) {
    parseOrRefuse(body);
  }

  @Property(tries = 1000)
  void anyBrokenMessageIsParsedOrRefused(@ForAll("brokenMessages") String body) {
    parseOrRefuse(body);
  }

  @Provide
  static Arbitrary<String> brokenMessages() throws IOException {
    var whole = List.of(records(AWS.formatted("v")), resource("/events/ceph-put-awkward-key.json"));
    var pieces = Arbitraries.of("", "null", "{}", "[]", "\"", "%", "\\ud800", "1e999", "-1", "}");
    return Arbitraries.of(whole)
        .flatMap(
            body ->
                Arbitraries.integers()
                    .between(0, body.length())
                    .list()
                    .ofSize(2)
                    .flatMap(
                        cut ->
                            pieces.map(
                                piece ->
                                    body.substring(0, Math.min(cut.get(0), cut.get(1)))
                                        + piece
                                        + body.substring(Math.max(cut.get(0), cut.get(1))))));
  }

  private void parseOrRefuse(String body) {
    try {
      assertThat(NotificationFormat.read(body)).doesNotContainNull();
    } catch (UnreadableEventException e) {
      assertThat(e).hasMessageNotContaining("\n");
    }
  }

  private ObjectEvent only(String body) {
    var events = NotificationFormat.read(body);
    assertThat(events).hasSize(1);
    return events.get(0);
  }

  private static String records(String items) {
    return "{\"Records\":[" + items + "]}";
  }

  private static String resource(String name) throws IOException {
    try (var in = NotificationsTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
