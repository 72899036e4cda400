package org.datareload.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.datareload.testing.Ports;
import org.junit.jupiter.api.Test;

class ListenPortTest {
  private static final String LOOPBACK = "127.0.0.1";

  private static ListenPort port(String host, int port) {
    return new ListenPort(host, port, "reload.http.host", "reload.http.port");
  }

  @Test
  void aFreePortIsFreeAndNothingListens() {
    var free = port(LOOPBACK, Ports.free());

    assertThatCode(free::requireFree).doesNotThrowAnyException();
    assertThatThrownBy(free::requireListening)
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("nothing listens");
  }

  @Test
  void aTakenPortIsNamed() throws Exception {
    try (var taken = new ServerSocket(Ports.free(), 1, InetAddress.getByName(LOOPBACK))) {
      var port = port(LOOPBACK, taken.getLocalPort());

      assertThatThrownBy(port::requireFree)
          .isInstanceOf(SettingsException.class)
          .hasMessageStartingWith("reload.http.port ")
          .hasMessageContaining(Integer.toString(taken.getLocalPort()));
      assertThatCode(port::requireListening).doesNotThrowAnyException();
    }
  }

  @Test
  void aHostOfAnotherMachineIsNamed() {
    assertThatThrownBy(port("192.0.2.1", Ports.free())::requireFree)
        .hasMessageStartingWith("reload.http.host ");
    assertThatThrownBy(port("no-such-host.invalid", Ports.free())::requireFree)
        .hasMessageStartingWith("reload.http.host ");
  }
}
