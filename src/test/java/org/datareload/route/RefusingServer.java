package org.datareload.route;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mail server with a given greeting and a given response to each recipient, or none at all. */
public final class RefusingServer implements AutoCloseable {
  private final ServerSocket server;
  private final String greeting;
  private final Map<String, String> answers;
  private final List<String> taken = new CopyOnWriteArrayList<>();

  /** A server that greets and then stays silent if the greeting has no line end. */
  public RefusingServer(String greeting) throws IOException {
    this(greeting, greeting.endsWith("\r\n") ? Map.of() : null);
  }

  /**
   * @param answers the response to RCPT TO by address, 250 for others; null for silence
   */
  public RefusingServer(Map<String, String> answers) throws IOException {
    this(answers == null ? "" : "220 ready\r\n", answers);
  }

  private RefusingServer(String greeting, Map<String, String> answers) throws IOException {
    this.greeting = greeting;
    this.server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
    this.answers = answers;
    var thread = new Thread(this::serve, "refusing-server");
    thread.setDaemon(true);
    thread.start();
  }

  public int port() {
    return server.getLocalPort();
  }

  /** The recipients of all accepted messages, in order. */
  List<String> taken() {
    return List.copyOf(taken);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (var client = server.accept()) {
        talk(client);
      } catch (IOException e) {
        // the client went, or the test is over
      }
    }
  }

  private void talk(Socket client) throws IOException {
    var in =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
    client.getOutputStream().write(greeting.getBytes(StandardCharsets.US_ASCII));
    var recipients = new ArrayList<String>();
    boolean message = false;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      message = message && !line.equals(".");
      if (answers != null && !message) {
        String answer = answer(line);
        message = answer.startsWith("354");
        if (line.startsWith("RCPT TO:") && answer.startsWith("250")) {
          recipients.add(recipient(line));
        } else if (line.equals(".")) {
          taken.addAll(recipients);
        }
        say(client, answer);
      }
    }
  }

  private String answer(String line) {
    if (line.startsWith("RCPT TO:")) {
      return answers.getOrDefault(recipient(line), "250 ok");
    }
    return line.startsWith("DATA") ? "354 go on" : line.startsWith("QUIT") ? "221 bye" : "250 ok";
  }

  private static String recipient(String line) {
    return line.substring(9, line.indexOf('>'));
  }

  private static void say(Socket client, String answer) throws IOException {
    client.getOutputStream().write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }
}
