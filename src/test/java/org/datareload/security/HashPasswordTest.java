package org.datareload.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HashPasswordTest {
  @TempDir Path folder;

  @Test
  void makesHashesForTheUsersFile() throws IOException {
    var in = System.in;
    var out = System.out;
    var written = new ByteArrayOutputStream();
    try {
      System.setIn(new ByteArrayInputStream("pass wörd\nnot this\n".getBytes(UTF_8)));
      System.setOut(new PrintStream(written, true, UTF_8));
      HashPassword.main(new String[0]);
    } finally {
      System.setIn(in);
      System.setOut(out);
    }

    var line = "user.ana.password=" + written.toString(UTF_8);
    var file = Files.writeString(folder.resolve("users"), line);
    assertThat(Users.read(file).find("ana")).isPresent();
  }
}
