package org.datareload.demo;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.util.List;

/** An SMTP server in this process, on 127.0.0.1, that keeps received mails in memory. */
public final class EmbeddedMail implements AutoCloseable {
  private final GreenMail server;

  private EmbeddedMail(int port) {
    this.server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.start();
  }

  /**
   * @param port 0 for a free port
   */
  public static EmbeddedMail start(int port) {
    return new EmbeddedMail(port);
  }

  public int port() {
    return server.getSmtp().getPort();
  }

  /** The mails received so far, one for each recipient. */
  public List<MimeMessage> received() {
    return List.of(server.getReceivedMessages());
  }

  @Override
  public void close() {
    server.stop();
  }
}
