package org.datareload.config;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A port that the program listens on: free before it starts, and answering while it runs. */
record ListenPort(String host, int port, String hostProperty, String portProperty) {
  private static final int TIMEOUT_MILLIS = 2_000;

  /**
   * The web server only logs that it cannot listen, and the program would live without serving.
   *
   * @throws SettingsException where the port is taken, or the host is not one of this machine
   */
  void requireFree() {
    var address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new SettingsException(hostProperty, "names no address: " + host + " is not known");
    }
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(address.getAddress(), 0));
    } catch (IOException notHere) {
      throw new SettingsException(
          hostProperty,
          "must be an address of this machine, not "
              + host
              + ": "
              + SettingsException.line(notHere));
    }
    try (var socket = new ServerSocket()) {
      socket.bind(address);
    } catch (IOException taken) {
      throw new SettingsException(
          portProperty,
          "cannot be used: %s port %d: %s; stop what listens there, or choose another port"
              .formatted(host, port, SettingsException.line(taken)));
    }
  }

  /**
   * @throws SettingsException if nothing listens
   */
  void requireListening() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
    } catch (IOException silent) {
      throw new SettingsException(
          portProperty,
          "cannot be used: nothing listens at %s port %d: %s"
              .formatted(host, port, SettingsException.line(silent)));
    }
  }
}
