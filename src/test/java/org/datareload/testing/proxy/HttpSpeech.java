package org.datareload.testing.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/** HTTP/1.1 as S3 and SQS speak it: whole requests and whole answers. */
public final class HttpSpeech implements FaultProxy.Speech {
  private static final String ERROR =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
          + "<Error><Code>%s</Code><Message>made by the proxy</Message></Error>";
  private static final Set<Fault> ALL = EnumSet.allOf(Fault.class);
  private static final Set<Fault> WITH_NOTHING_INSIDE =
      EnumSet.complementOf(EnumSet.of(Fault.ERROR_INSIDE));
  private static final Pattern KEY = Pattern.compile("<Key>(.*?)</Key>");

  @Override
  public void relay(Socket client, Socket server, FaultProxy proxy) throws IOException {
    var fromClient = new BufferedInputStream(client.getInputStream());
    var fromServer = new BufferedInputStream(server.getInputStream());
    for (var request = read(fromClient, client);
        request != null;
        request = read(fromClient, client)) {
      var fault = proxy.next(S3Kinds.of(request), possible(request));
      var made = fault == null ? null : made(fault, request);
      if (made != null) {
        proxy.strikes(fault);
        client.getOutputStream().write(made.bytes());
        continue;
      }
      if (proxy.keepsAway(fault, client)) {
        return;
      }
      server.getOutputStream().write(request.bytes());
      var answer = HttpMessage.read(fromServer, request.method());
      if (answer == null) {
        return;
      }
      if (fault == Fault.RESET_AFTER || fault == Fault.TRUNCATED) {
        proxy.strikes(fault);
        if (fault == Fault.TRUNCATED) {
          var bytes = answer.bytes();
          var half = answer.body().length == 0 ? 8 : bytes.length - answer.body().length / 2 - 1;
          client.getOutputStream().write(Arrays.copyOf(bytes, half));
          return;
        }
        FaultProxy.reset(client);
        return;
      }
      client.getOutputStream().write(answer.bytes());
    }
  }

  /** The client is let go on at once where it asks, so that the body is here, too. */
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
    return made(Fault.ERROR_INSIDE, request) == null ? WITH_NOTHING_INSIDE : ALL;
  }

  /** What is answered in the server's stead, or null. */
  private static HttpMessage made(Fault fault, HttpMessage request) {
    if (fault == Fault.ERROR_500) {
      return HttpMessage.answer("500 Internal Server Error", ERROR.formatted("InternalError"));
    }
    if (fault == Fault.SLOW_DOWN) {
      return HttpMessage.answer("503 Slow Down", ERROR.formatted("SlowDown"));
    }
    if (fault != Fault.ERROR_INSIDE) {
      return null;
    }
    if (request.header("x-amz-copy-source") != null
        || (request.method().equals("POST") && request.target().contains("uploadId="))) {
      return HttpMessage.answer("200 OK", ERROR.formatted("InternalError"));
    }
    if (request.method().equals("POST") && request.target().contains("?delete")) {
      var key = KEY.matcher(new String(request.body(), UTF_8));
      return key.find() ? HttpMessage.answer("200 OK", refused(key.group(1))) : null;
    }
    return null;
  }

  private static String refused(String key) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<DeleteResult><Error><Key>"
        + key
        + "</Key><Code>InternalError</Code><Message>made by the proxy</Message></Error>"
        + "</DeleteResult>";
  }
}
