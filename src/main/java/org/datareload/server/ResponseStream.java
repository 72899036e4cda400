package org.datareload.server;

import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream of a response, if it has one. The web server closes a stream that was sent to its end
 * only, so this closes it where the client goes before.
 */
final class ResponseStream {
  private static final Logger LOG = LoggerFactory.getLogger(ResponseStream.class);

  private InputStream stream;
  private boolean isOver;

  static ResponseStream of(RoutingContext context) {
    var response = new ResponseStream();
    context.addEndHandler(ended -> response.end());
    return response;
  }

  /** Closes the stream when the response is over, which it may be already. */
  synchronized void closeAtEnd(InputStream opened) {
    stream = opened;
    if (isOver) {
      close();
    }
  }

  private synchronized void end() {
    isOver = true;
    close();
  }

  private void close() {
    try {
      if (stream != null) {
        stream.close();
      }
    } catch (IOException failed) {
      LOG.warn("The stream of a response cannot be closed", failed);
    }
  }
}
