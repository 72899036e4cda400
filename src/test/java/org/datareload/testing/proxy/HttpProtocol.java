package org.datareload.testing.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/** HTTP/1.1 as S3 and SQS use it: whole requests and whole responses. */
public final class HttpProtocol implements FaultProxy.Protocol {
  private static final String ERROR =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
          + "<Error><Code>%s</Code><Message>injected by the proxy</Message></Error>";
  private static final Set<Fault> ALL = EnumSet.allOf(Fault.class);
  private static final Set<Fault> WITHOUT_ERROR_INSIDE =
      EnumSet.complementOf(EnumSet.of(Fault.ERROR_INSIDE));
  private static final Pattern KEY = Pattern.compile("<Key>(.*?)</Key>");

  @Override
  public void relay(Socket client, Socket server, FaultProxy proxy) throws IOException {
    var fromClient = new BufferedInputStream(client.getInputStream());
    var fromServer = new BufferedInputStream(server.getInputStream());
    for (var request = read(fromClient, client);
        request != null;
        request = read(fromClient, client)) {
      var fault = proxy.next(kind(request), possible(request));
      var replacement = fault == null ? null : replacement(fault, request);
      if (replacement != null) {
        proxy.count(fault);
        client.getOutputStream().write(replacement.bytes());
        continue;
      }
      if (proxy.blocks(fault, client)) {
        return;
      }
      server.getOutputStream().write(request.bytes());
      var response = HttpMessage.read(fromServer, request.method());
      if (response == null) {
        return;
      }
      if (fault == Fault.RESET_AFTER || fault == Fault.TRUNCATED) {
        proxy.count(fault);
        if (fault == Fault.TRUNCATED) {
          var bytes = response.bytes();
          var half =
              response.body().length == 0 ? 8 : bytes.length - response.body().length / 2 - 1;
          client.getOutputStream().write(Arrays.copyOf(bytes, half));
          return;
        }
        FaultProxy.reset(client);
        return;
      }
      client.getOutputStream().write(response.bytes());
    }
  }

  /** Answers "Expect: 100-continue" itself, so that the body is part of the request. */
  private static HttpMessage read(BufferedInputStream in, Socket client) throws IOException {
    var head = HttpMessage.readHead(in);
    if (head == null) {
      return null;
    }
    if (HttpMessage.header(head, "expect") != null) {
      client.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(UTF_8));
      head = head.replaceFirst("(?i)\r\nexpect:[^\r]*", "");
    }
    return new HttpMessage(head, HttpMessage.readBody(in, head, null));
  }

  private static Set<Fault> possible(HttpMessage request) {
    return replacement(Fault.ERROR_INSIDE, request) == null ? WITHOUT_ERROR_INSIDE : ALL;
  }

  /** The response that replaces the server's, or null. */
  private static HttpMessage replacement(Fault fault, HttpMessage request) {
    if (fault == Fault.ERROR_500) {
      return HttpMessage.response("500 Internal Server Error", ERROR.formatted("InternalError"));
    }
    if (fault == Fault.SLOW_DOWN) {
      return HttpMessage.response("503 Slow Down", ERROR.formatted("SlowDown"));
    }
    if (fault != Fault.ERROR_INSIDE) {
      return null;
    }
    if (request.header("x-amz-copy-source") != null
        || (request.method().equals("POST") && request.target().contains("uploadId="))) {
      return HttpMessage.response("200 OK", ERROR.formatted("InternalError"));
    }
    if (request.method().equals("POST") && request.target().contains("?delete")) {
      var key = KEY.matcher(new String(request.body(), UTF_8));
      return key.find() ? HttpMessage.response("200 OK", deleteError(key.group(1))) : null;
    }
    return null;
  }

  private static String deleteError(String key) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<DeleteResult><Error><Key>"
        + key
        + "</Key><Code>InternalError</Code><Message>injected by the proxy</Message></Error>"
        + "</DeleteResult>";
  }

  /** The S3 operation where the method alone does not name it. */
  private static String kind(HttpMessage request) {
    var target = request.target();
    var method = request.method();
    if (target.contains("uploadId=")) {
      return switch (method) {
        case "PUT" -> "UploadPartCopy";
        case "POST" -> "CompleteMultipartUpload";
        case "DELETE" -> "AbortMultipartUpload";
        default -> "ListParts";
      };
    }
    if (target.matches(".*[?&]uploads(=?&.*|=?)")) {
      return method.equals("POST") ? "CreateMultipartUpload" : "ListMultipartUploads";
    }
    if (request.header("x-amz-copy-source") != null) {
      return "CopyObject";
    }
    return target.contains("?delete") ? "DeleteObjects" : method;
  }
}
