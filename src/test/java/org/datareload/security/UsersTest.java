package org.datareload.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsersTest {
  private static final String HASH = HashPassword.hash("a secret", 8);

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void setFile() {
    file = folder.resolve("users.properties");
  }

  @Test
  void readsEachUser() throws IOException {
    var users =
        Users.read(
            UserFiles.write(
                file,
                "ana.b@c",
                "one",
                "user.ana.b@c.mail=ana@example.org",
                "user.ana.b@c.admin=true",
                UserFiles.user("bob", "two")));

    assertThat(users.find("ana.b@c")).contains(new Principal("ana.b@c", "ana@example.org", true));
    assertThat(users.find("bob")).contains(new Principal("bob", null, false));
    assertThat(users.find("eve")).isEmpty();
  }

  @Test
  void reloadsTheFileAndKeepsTheUsersIfItIsInvalid() throws IOException {
    var users = new Users(UserFiles.write(file, "ana", "one"), 0);

    UserFiles.write(file, "bob", "two", "user.bob.admin=true");
    assertThat(users.find("bob")).isPresent();
    assertThat(users.find("ana")).isEmpty();

    Files.writeString(file, "user.bob.password=plain");
    assertThat(users.find("bob")).isPresent();
    Files.delete(file);
    assertThat(users.find("bob")).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "user.ana.password=plain               | user ana: password must be a bcrypt hash",
        "user.ana.mail=ana@example.org         | user ana: password must be a bcrypt hash",
        "user.ana.password=HASH;user.ana.mail=x| user ana: mail is not a mail address",
        "user.ana.password=HASH;user.ana.admin=yes | user ana: admin must be true or false",
        "user.a/b.password=HASH                | user a/b: the id must be",
        "user.ana.colour=red                   | user.ana.colour is not",
        "ana=HASH                              | ana is not",
        "# nobody                              | contains no users",
        "user.ana.password=$2a$04$0123456789012345678901012345678901234567890123456789012 |cost",
      })
  void namesWhatIsInvalidWithoutTheHash(String lines, String message) throws IOException {
    Files.writeString(file, lines.replace("HASH", HASH).replace(';', '\n'));

    assertThatThrownBy(() -> Users.read(file))
        .isInstanceOf(UsersFileException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain(HASH);
  }

  @Test
  void refusesAMissingFile() {
    assertThatThrownBy(() -> Users.read(file))
        .isInstanceOf(UsersFileException.class)
        .hasMessageContaining("users.properties");
  }
}
