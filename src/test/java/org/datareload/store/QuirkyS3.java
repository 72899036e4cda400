package org.datareload.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An S3 server in memory that shows what is known of stores in the field, each quirk on demand.
 * Path-style, without versions (each object is listed as the version "null"); it checks no
 * signatures. A bucket exists once it is created or written to.
 */
public final class QuirkyS3 implements AutoCloseable {
  /** What a store may do at every listing, or with every ETag. */
  public enum Quirk {
    TRUNCATED_WITHOUT_TOKEN,
    SAME_TOKEN_AGAIN,
    /** KeyCount is one more than the entries of a page. */
    KEY_COUNT_TOO_HIGH,
    KEY_TWICE_ON_A_PAGE,
    /** A page begins with the last key of the page before. */
    KEY_ON_TWO_PAGES,
    UNSORTED_PAGES,
    /** ETags look like an MD5, are none, and no two objects share one. */
    ETAG_IS_NO_MD5,
    LISTED_ETAG_DIFFERS,
    LISTED_ETAG_IN_UPPER_CASE,
    LISTED_ETAG_ABSENT,
    HEAD_ETAG_IN_UPPER_CASE,
    HEAD_ETAG_ABSENT,
    /** Each ETag is a weak one. */
    ETAG_IS_WEAK,
    /** Each ETag is sent without quotes. */
    ETAG_WITHOUT_QUOTES,
    /** No answer has an ETag. */
    ETAG_ABSENT,
    COPY_RESULT_ETAG_DIFFERS,
    COPY_RESULT_ETAG_ABSENT,
    /** A copy with a condition on its source is not implemented. */
    COPY_CONDITION_REFUSED,
    /** Deletes do not look at their conditions. */
    DELETE_CONDITION_IGNORED,
    LISTED_TIME_ABSENT,
    HEAD_TIME_ABSENT,
    NO_DATE
  }

  /** One request; the key is "" unless it concerns one object. */
  public record Call(String operation, String bucket, String key) {}

  /** An object. The headers, in lower case, are those that it was written with. */
  public record Item(
      String key, byte[] bytes, String etag, Instant modified, Map<String, String> headers) {
    public String text() {
      return new String(bytes, UTF_8);
    }
  }

  public static final int ALWAYS = Integer.MAX_VALUE;
  private static final DateTimeFormatter HTTP_TIME =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter LIST_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;
  private final Map<String, TreeMap<String, Item>> buckets = new HashMap<>();
  private final Map<String, Upload> uploads = new LinkedHashMap<>();
  private final Map<String, Integer> unlisted = new HashMap<>();
  private final Map<String, Integer> counts = new ConcurrentHashMap<>();
  private final Map<String, Map<String, String>> demands = new HashMap<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private final Set<Quirk> quirks = EnumSet.noneOf(Quirk.class);
  private Consumer<Call> listener = call -> {};
  private int pageSize = 1_000;
  private int listingLag;
  private int copyLag;
  private Duration headAhead = Duration.ZERO;
  private Duration clockAhead = Duration.ZERO;

  private record Upload(
      String id,
      String bucket,
      String key,
      Instant initiated,
      Map<String, String> headers,
      TreeMap<Integer, byte[]> parts) {}

  private static final class Refusal extends RuntimeException {
    private final transient Predicate<Request> applies;
    private final int status;
    private final String code;
    private int times;

    Refusal(Predicate<Request> applies, int status, String code, int times) {
      super(code, null, false, false);
      this.applies = applies;
      this.status = status;
      this.code = code;
      this.times = times;
    }
  }

  public QuirkyS3() {
    server =
        vertx
            .createHttpServer(new HttpServerOptions().setHandle100ContinueAutomatically(true))
            .requestHandler(this::handle)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.actualPort());
  }

  /** Shows these quirks from now on, and no others. */
  public synchronized void show(Quirk... shown) {
    quirks.clear();
    quirks.addAll(List.of(shown));
  }

  /** Refuses the operation, by its S3 name, so many times. */
  public void refuse(String operation, int status, String code, int times) {
    refuse(request -> request.operation().equals(operation), status, code, times);
  }

  /** The same in one bucket only. */
  public void refuse(String bucket, String operation, int status, String code, int times) {
    refuse(
        request -> request.operation().equals(operation) && request.bucket().equals(bucket),
        status,
        code,
        times);
  }

  /** Refuses all requests that are signed with this access key. */
  public void expire(String accessKey) {
    refuse(
        request -> request.header("authorization").contains("Credential=" + accessKey + "/"),
        400,
        "ExpiredToken",
        ALWAYS);
  }

  /** Refuses writes to the bucket without this header, as a bucket policy does. */
  public synchronized void demand(String bucket, String header, String value) {
    demands.computeIfAbsent(bucket, b -> new HashMap<>()).put(header, value);
  }

  private synchronized void refuse(Predicate<Request> applies, int status, String code, int times) {
    refusals.add(new Refusal(applies, status, code, times));
  }

  /** The maximum of entries of a page. */
  public synchronized void pageSize(int entries) {
    pageSize = entries;
  }

  /** Leaves an object out of so many listings after it was written. */
  public synchronized void listingLag(int listings) {
    listingLag = listings;
  }

  /** Leaves a copy out of so many listings after it was made. */
  public synchronized void copyLag(int listings) {
    copyLag = listings;
  }

  /** Sets how much later than in a listing an object's time is in a HEAD. */
  public synchronized void headAhead(Duration by) {
    headAhead = by;
  }

  /** Sets how far the server's clock is ahead of the local one. */
  public synchronized void clockAhead(Duration by) {
    clockAhead = by;
  }

  /** Calls the listener before each request is answered; it may change objects. */
  public synchronized void onCall(Consumer<Call> called) {
    listener = called;
  }

  /** The number of requests of the operation, also of those refused. */
  public int count(String operation) {
    return counts.getOrDefault(operation, 0);
  }

  /** The number of all requests. */
  public int count() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  public synchronized void createBucket(String bucket) {
    buckets.computeIfAbsent(bucket, b -> new TreeMap<>());
  }

  public synchronized Item put(String bucket, String key, String content) {
    return put(bucket, key, content.getBytes(UTF_8), Map.of(), listingLag);
  }

  public synchronized void remove(String bucket, String key) {
    buckets.get(bucket).remove(key);
  }

  /** The object, or null. */
  public synchronized Item get(String bucket, String key) {
    return buckets.get(bucket).get(key);
  }

  public synchronized List<Item> all(String bucket) {
    return List.copyOf(buckets.get(bucket).values());
  }

  /** Opens an upload and returns its id. */
  public synchronized String open(String bucket, String key, Instant initiated) {
    return open(bucket, key, initiated, Map.of());
  }

  public synchronized List<String> openUploads() {
    return uploads.values().stream().map(Upload::key).toList();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private Instant now() {
    return Instant.now().plus(clockAhead);
  }

  private Item put(String bucket, String key, byte[] bytes, Map<String, String> headers, int lag) {
    return put(bucket, key, bytes, md5(bytes), headers, lag);
  }

  private Item put(
      String bucket, String key, byte[] bytes, String etag, Map<String, String> headers, int lag) {
    createBucket(bucket);
    var opaque = UUID.randomUUID().toString().replace("-", "");
    var item =
        new Item(key, bytes, quirks.contains(Quirk.ETAG_IS_NO_MD5) ? opaque : etag, now(), headers);
    buckets.get(bucket).put(key, item);
    unlisted.put(bucket + "/" + key, lag);
    return item;
  }

  private String open(String bucket, String key, Instant initiated, Map<String, String> headers) {
    var id = "upload-" + UUID.randomUUID();
    uploads.put(id, new Upload(id, bucket, key, initiated, headers, new TreeMap<>()));
    return id;
  }

  private void handle(HttpServerRequest http) {
    http.body()
        .onSuccess(
            body -> {
              var response = http.response();
              var request = Request.of(http, body);
              synchronized (this) {
                if (!quirks.contains(Quirk.NO_DATE)) {
                  response.putHeader("Date", HTTP_TIME.format(now()));
                }
                try {
                  answer(request, response);
                } catch (Refusal refused) {
                  response.setStatusCode(refused.status);
                  end(response, "<Error>" + element("Code", refused.code) + "</Error>");
                }
              }
            });
  }

  private void answer(Request request, HttpServerResponse response) {
    var operation = request.operation();
    counts.merge(operation, 1, Integer::sum);
    listener.accept(new Call(operation, request.bucket(), request.key()));
    for (var refusal : refusals) {
      if (refusal.times > 0 && refusal.applies.test(request)) {
        refusal.times--;
        throw refusal;
      }
    }
    if (operation.equals("CreateBucket")) {
      createBucket(request.bucket());
    } else if (!buckets.containsKey(request.bucket())) {
      throw refusal(404, "NoSuchBucket");
    }
    var objects = buckets.get(request.bucket());
    var item = objects.get(request.key());
    var old = item == null ? null : item.etag();
    switch (operation) {
      case "HeadBucket", "CreateBucket" -> end(response, "");
      case "GetBucketVersioning" -> end(response, "<VersioningConfiguration/>");
      case "ListObjectsV2", "ListObjects", "ListObjectVersions" -> end(response, list(request));
      case "ListMultipartUploads" -> end(response, listUploads(request));
      case "HeadObject", "GetObject" -> read(request, required(item), response);
      case "PutObject" -> {
        requireCondition(request, old);
        requireDemands(request);
        var bytes = request.body().getBytes();
        put(request.bucket(), request.key(), bytes, request.kept(), listingLag);
        tag(response, objects.get(request.key()).etag());
        end(response, "");
      }
      case "CopyObject" -> end(response, copy(request));
      case "DeleteObject" -> {
        if (!quirks.contains(Quirk.DELETE_CONDITION_IGNORED)) {
          requireCondition(request, old);
        }
        objects.remove(request.key());
        response.setStatusCode(204).end();
      }
      case "DeleteObjects" -> end(response, deleteAll(request, objects));
      case "CreateMultipartUpload" -> {
        requireDemands(request);
        var id = open(request.bucket(), request.key(), now(), request.kept());
        end(response, "<R>" + element("UploadId", id) + "</R>");
      }
      case "UploadPart", "UploadPartCopy" -> uploadPart(request, response);
      case "ListParts" -> end(response, listParts(upload(request)));
      case "CompleteMultipartUpload" -> end(response, complete(request));
      case "AbortMultipartUpload" -> {
        uploads.remove(upload(request).id());
        response.setStatusCode(204).end();
      }
      case "GetObjectTagging" -> end(response, "<Tagging><TagSet/></Tagging>");
      case "PutObjectTagging" -> end(response, "");
      default -> throw refusal(501, "NotImplemented");
    }
  }

  private String list(Request request) {
    var order = Comparator.<String>naturalOrder();
    if (quirks.contains(Quirk.UNSORTED_PAGES)) {
      order = order.reversed();
    }
    boolean isV2 = request.operation().equals("ListObjectsV2");
    boolean isVersions = request.operation().equals("ListObjectVersions");
    var marker = request.query(isVersions ? "key-marker" : "marker", "");
    var start = isV2 ? request.query("start-after", "") : "";
    var after = request.query("continuation-token", isV2 ? start : marker);
    int least = quirks.contains(Quirk.KEY_ON_TWO_PAGES) ? 0 : 1;
    var byKey = order;
    var left =
        buckets.get(request.bucket()).values().stream()
            .filter(item -> item.key().startsWith(request.query("prefix", "")))
            .filter(item -> isListed(request.bucket() + "/" + item.key()))
            .sorted(Comparator.comparing(Item::key, byKey))
            .filter(item -> after.isEmpty() || byKey.compare(item.key(), after) >= least)
            .toList();
    int size =
        Math.min(pageSize, Integer.parseInt(request.query("max-keys", "1000")))
            + (after.isEmpty() ? 0 : 1 - least);
    var page = left.subList(0, Math.min(size, left.size()));
    var entries = page.stream().map(item -> entry(request, item, isVersions)).collect(joining());
    int count = page.size();
    if (quirks.contains(Quirk.KEY_TWICE_ON_A_PAGE)) {
      entries += entries;
      count *= 2;
    }
    if (quirks.contains(Quirk.KEY_COUNT_TOO_HIGH)) {
      count++;
    }
    boolean truncated = left.size() > page.size();
    var token = truncated ? page.get(page.size() - 1).key() : "";
    if (quirks.contains(Quirk.TRUNCATED_WITHOUT_TOKEN)) {
      token = "";
    } else if (truncated && quirks.contains(Quirk.SAME_TOKEN_AGAIN) && !after.isEmpty()) {
      token = after;
    }
    return "<ListBucketResult>"
        + encoding(request)
        + element("IsTruncated", Boolean.toString(truncated))
        + (isV2 ? element("KeyCount", Integer.toString(count)) : "")
        + (token.isEmpty()
            ? ""
            : isV2
                ? element("NextContinuationToken", escaped(token))
                : element(isVersions ? "NextKeyMarker" : "NextMarker", encoded(request, token)))
        + entries
        + "</ListBucketResult>";
  }

  private boolean isListed(String path) {
    int left = unlisted.merge(path, -1, Integer::sum);
    return left < 0;
  }

  private String entry(Request request, Item item, boolean isVersion) {
    var etag = item.etag();
    if (quirks.contains(Quirk.LISTED_ETAG_DIFFERS)) {
      etag = md5(etag.getBytes(UTF_8));
    } else if (quirks.contains(Quirk.LISTED_ETAG_IN_UPPER_CASE)) {
      etag = etag.toUpperCase(Locale.ROOT);
    }
    var entry =
        element("Key", encoded(request, item.key()))
            + (quirks.contains(Quirk.LISTED_ETAG_ABSENT) ? "" : etagElement(etag))
            + element("Size", Integer.toString(item.bytes().length))
            + (quirks.contains(Quirk.LISTED_TIME_ABSENT)
                ? ""
                : element("LastModified", LIST_TIME.format(item.modified())));
    return isVersion
        ? element("Version", entry + element("VersionId", "null") + element("IsLatest", "true"))
        : element("Contents", entry);
  }

  /** The ETag as the store sends it, or "". */
  private String sent(String etag) {
    if (quirks.contains(Quirk.ETAG_ABSENT)) {
      return "";
    }
    return quirks.contains(Quirk.ETAG_WITHOUT_QUOTES)
        ? etag
        : (quirks.contains(Quirk.ETAG_IS_WEAK) ? "W/" : "") + quoted(etag);
  }

  private String etagElement(String etag) {
    var sent = sent(etag);
    return sent.isEmpty() ? "" : element("ETag", escaped(sent));
  }

  private void tag(HttpServerResponse response, String etag) {
    var sent = sent(etag);
    if (!sent.isEmpty()) {
      response.putHeader("ETag", sent);
    }
  }

  private String listUploads(Request request) {
    var after = request.query("upload-id-marker", "");
    var left =
        uploads.values().stream()
            .filter(upload -> upload.bucket().equals(request.bucket()))
            .filter(upload -> upload.key().startsWith(request.query("prefix", "")))
            .dropWhile(upload -> !after.isEmpty() && !upload.id().equals(after))
            .skip(after.isEmpty() ? 0 : 1)
            .toList();
    var page = left.subList(0, Math.min(pageSize, left.size()));
    boolean truncated = left.size() > page.size();
    var last = page.isEmpty() ? null : page.get(page.size() - 1);
    return "<ListMultipartUploadsResult>"
        + encoding(request)
        + element("IsTruncated", Boolean.toString(truncated))
        + (truncated && !quirks.contains(Quirk.TRUNCATED_WITHOUT_TOKEN)
            ? element("NextKeyMarker", encoded(request, last.key()))
                + element("NextUploadIdMarker", last.id())
            : "")
        + page.stream()
            .map(
                upload ->
                    "<Upload>"
                        + element("Key", encoded(request, upload.key()))
                        + element("UploadId", upload.id())
                        + element("Initiated", LIST_TIME.format(upload.initiated()))
                        + "</Upload>")
            .collect(joining())
        + "</ListMultipartUploadsResult>";
  }

  private void read(Request request, Item item, HttpServerResponse response) {
    requireCondition(request, item.etag());
    boolean isHead = request.method().equals("HEAD");
    if (!isHead || !quirks.contains(Quirk.HEAD_ETAG_ABSENT)) {
      boolean isUpper = isHead && quirks.contains(Quirk.HEAD_ETAG_IN_UPPER_CASE);
      tag(response, isUpper ? item.etag().toUpperCase(Locale.ROOT) : item.etag());
    }
    if (!quirks.contains(Quirk.HEAD_TIME_ABSENT)) {
      response.putHeader("Last-Modified", HTTP_TIME.format(item.modified().plus(headAhead)));
    }
    item.headers().forEach(response::putHeader);
    var range = Pattern.compile("bytes=(\\d+)-(\\d+)").matcher(request.header("range"));
    var bytes = item.bytes();
    if (range.matches()) {
      int first = Integer.parseInt(range.group(1));
      if (first >= bytes.length) {
        throw refusal(416, "InvalidRange");
      }
      int end = (int) Math.min(bytes.length, Long.parseLong(range.group(2)) + 1);
      bytes = Arrays.copyOfRange(bytes, first, end);
      response.setStatusCode(206);
    }
    if (isHead) {
      response.putHeader("Content-Length", Integer.toString(bytes.length)).end();
    } else {
      response.end(Buffer.buffer(bytes));
    }
  }

  private String copy(Request request) {
    var source = source(request);
    requireDemands(request);
    var headers = new HashMap<>(source.headers());
    headers.putAll(request.kept());
    var copy =
        put(
            request.bucket(),
            request.key(),
            source.bytes(),
            source.etag(),
            headers,
            Math.max(listingLag, copyLag));
    var etag =
        quirks.contains(Quirk.COPY_RESULT_ETAG_DIFFERS)
            ? md5(copy.etag().getBytes(UTF_8))
            : copy.etag();
    return "<CopyObjectResult>"
        + (quirks.contains(Quirk.COPY_RESULT_ETAG_ABSENT) ? "" : etagElement(etag))
        + element("LastModified", LIST_TIME.format(copy.modified().truncatedTo(ChronoUnit.SECONDS)))
        + "</CopyObjectResult>";
  }

  private Item source(Request request) {
    var path = decoded(request.header("x-amz-copy-source").replaceFirst("^/", ""));
    int slash = path.indexOf('/');
    var bucket = buckets.getOrDefault(path.substring(0, slash), new TreeMap<>());
    var source = required(bucket.get(path.substring(slash + 1)));
    var condition = request.header("x-amz-copy-source-if-match");
    if (quirks.contains(Quirk.COPY_CONDITION_REFUSED) && !condition.isEmpty()) {
      throw refusal(501, "NotImplemented");
    }
    require(condition, source.etag());
    return source;
  }

  private String deleteAll(Request request, Map<String, Item> objects) {
    var xml = request.body().toString(UTF_8);
    var entries = Pattern.compile("<Object>(.*?)</Object>", Pattern.DOTALL).matcher(xml);
    return "<DeleteResult>"
        + entries
            .results()
            .map(
                entry -> {
                  var key = text(entry.group(1), "Key");
                  var item = objects.get(key);
                  var etag = text(entry.group(1), "ETag");
                  var named = element("Key", escaped(key));
                  if (!etag.isEmpty()
                      && !quirks.contains(Quirk.DELETE_CONDITION_IGNORED)
                      && item != null
                      && !bare(etag).equals(item.etag())) {
                    return "<Error>" + named + element("Code", "PreconditionFailed") + "</Error>";
                  }
                  objects.remove(key);
                  return "<Deleted>" + named + "</Deleted>";
                })
            .collect(joining())
        + "</DeleteResult>";
  }

  private void uploadPart(Request request, HttpServerResponse response) {
    var upload = upload(request);
    var bytes = request.body().getBytes();
    boolean isCopy = request.operation().equals("UploadPartCopy");
    if (isCopy) {
      var range = request.header("x-amz-copy-source-range").replace("bytes=", "").split("-");
      bytes =
          Arrays.copyOfRange(
              source(request).bytes(), Integer.parseInt(range[0]), Integer.parseInt(range[1]) + 1);
    }
    upload.parts().put(Integer.parseInt(request.query("partNumber", "")), bytes);
    response.putHeader("ETag", quoted(md5(bytes)));
    var etag = element("ETag", escaped(quoted(md5(bytes))));
    end(response, isCopy ? "<CopyPartResult>" + etag + "</CopyPartResult>" : "");
  }

  private static String listParts(Upload upload) {
    return "<ListPartsResult>"
        + element("IsTruncated", "false")
        + upload.parts().entrySet().stream()
            .map(
                part ->
                    "<Part>"
                        + element("PartNumber", part.getKey().toString())
                        + element("Size", Integer.toString(part.getValue().length))
                        + element("ETag", escaped(quoted(md5(part.getValue()))))
                        + "</Part>")
            .collect(joining())
        + "</ListPartsResult>";
  }

  private String complete(Request request) {
    var upload = upload(request);
    var whole = Buffer.buffer();
    upload.parts().values().forEach(whole::appendBytes);
    var sums = Buffer.buffer();
    upload.parts().values().forEach(part -> sums.appendString(md5(part)));
    var etag = md5(sums.getBytes()) + "-" + upload.parts().size();
    uploads.remove(upload.id());
    var made =
        put(
            upload.bucket(),
            upload.key(),
            whole.getBytes(),
            etag,
            upload.headers(),
            Math.max(listingLag, copyLag));
    return "<CompleteMultipartUploadResult>"
        + etagElement(made.etag())
        + "</CompleteMultipartUploadResult>";
  }

  private Upload upload(Request request) {
    var upload = uploads.get(request.query("uploadId", ""));
    if (upload == null || !upload.key().equals(request.key())) {
      throw refusal(404, "NoSuchUpload");
    }
    return upload;
  }

  private void requireDemands(Request request) {
    demands
        .getOrDefault(request.bucket(), Map.of())
        .forEach(
            (header, value) -> {
              if (!request.header(header).equals(value)) {
                throw refusal(403, "AccessDenied");
              }
            });
  }

  /**
   * @param etag of the object at the key, or null
   */
  private static void requireCondition(Request request, String etag) {
    if (request.header("if-none-match").equals("*") && etag != null) {
      throw refusal(412, "PreconditionFailed");
    }
    if (!request.header("if-match").isEmpty() && etag == null) {
      throw refusal(404, "NoSuchKey");
    }
    require(request.header("if-match"), etag);
  }

  private static void require(String ifMatch, String etag) {
    if (!ifMatch.isEmpty() && !bare(ifMatch).equals(etag)) {
      throw refusal(412, "PreconditionFailed");
    }
  }

  private static Item required(Item item) {
    if (item == null) {
      throw refusal(404, "NoSuchKey");
    }
    return item;
  }

  private static Refusal refusal(int status, String code) {
    return new Refusal(request -> true, status, code, 1);
  }

  private static void end(HttpServerResponse response, String xml) {
    response.end(xml);
  }

  private static String encoding(Request request) {
    var type = request.query("encoding-type", "");
    return type.isEmpty() ? "" : element("EncodingType", type);
  }

  private static String encoded(Request request, String key) {
    return request.query("encoding-type", "").isEmpty()
        ? escaped(key)
        : URLEncoder.encode(key, UTF_8);
  }

  private static String element(String name, String content) {
    return "<" + name + ">" + content + "</" + name + ">";
  }

  private static String text(String xml, String element) {
    var match = Pattern.compile("<" + element + ">(.*?)</" + element + ">").matcher(xml);
    return match.find()
        ? match
            .group(1)
            .replace("&quot;", "\"")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&apos;", "'")
            .replace("&amp;", "&")
        : "";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }

  private static String quoted(String etag) {
    return '"' + etag + '"';
  }

  private static String bare(String etag) {
    return etag.replace("\"", "");
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** A request, its key and query decoded, its headers in lower case. */
  private record Request(
      String method,
      String bucket,
      String key,
      Map<String, String> query,
      Map<String, String> headers,
      Buffer body) {
    private static final List<String> KEPT =
        List.of(
            "content-type",
            "cache-control",
            "x-amz-acl",
            "x-amz-storage-class",
            "x-amz-server-side-encryption",
            "x-amz-server-side-encryption-aws-kms-key-id");

    static Request of(HttpServerRequest http, Buffer body) {
      var path = http.path().substring(1).split("/", 2);
      var query = http.query() == null ? "" : http.query();
      return new Request(
          http.method().name(),
          decoded(path[0]),
          path.length == 1 ? "" : decoded(path[1]),
          Stream.of(query.split("&"))
              .map(part -> part.split("=", 2))
              .collect(toMap(p -> p[0], p -> p.length == 1 ? "" : decoded(p[1]), (a, b) -> b)),
          http.headers().entries().stream()
              .collect(
                  toMap(
                      e -> e.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue, (a, b) -> b)),
          body);
    }

    String query(String name, String otherwise) {
      return query.getOrDefault(name, otherwise);
    }

    /** The header, or "". */
    String header(String name) {
      return headers.getOrDefault(name, "");
    }

    /** The headers that an object keeps. */
    Map<String, String> kept() {
      return headers.entrySet().stream()
          .filter(e -> KEPT.contains(e.getKey()) || e.getKey().startsWith("x-amz-meta-"))
          .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The operation by its S3 name, or "". */
    String operation() {
      boolean isUpload = query.containsKey("uploadId");
      boolean isCopy = headers.containsKey("x-amz-copy-source");
      boolean isTagging = query.containsKey("tagging");
      if (key.isEmpty()) {
        return switch (method) {
          case "HEAD" -> "HeadBucket";
          case "PUT" -> "CreateBucket";
          case "POST" -> "DeleteObjects";
          case "GET" ->
              query.containsKey("versions")
                  ? "ListObjectVersions"
                  : query.containsKey("uploads")
                      ? "ListMultipartUploads"
                      : query.containsKey("versioning")
                          ? "GetBucketVersioning"
                          : query.containsKey("list-type") ? "ListObjectsV2" : "ListObjects";
          default -> "";
        };
      }
      return switch (method) {
        case "HEAD" -> "HeadObject";
        case "GET" -> isUpload ? "ListParts" : isTagging ? "GetObjectTagging" : "GetObject";
        case "DELETE" -> isUpload ? "AbortMultipartUpload" : "DeleteObject";
        case "POST" -> isUpload ? "CompleteMultipartUpload" : "CreateMultipartUpload";
        case "PUT" ->
            isTagging
                ? "PutObjectTagging"
                : (isUpload ? "UploadPart" : isCopy ? "" : "PutObject")
                    + (!isCopy ? "" : isUpload ? "Copy" : "CopyObject");
        default -> "";
      };
    }
  }
}
