package org.datareload.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

/**
 * Command that hashes a password for the users file: reads the password from the first line of
 * standard input and prints the hash.
 */
public final class HashPassword {
  private static final int COST = 12;

  private HashPassword() {}

  public static void main(String[] args) throws IOException {
    var password = new BufferedReader(new InputStreamReader(System.in, UTF_8)).readLine();
    if (password == null || !Passwords.isValid(password)) {
      System.err.println(
          "The first line of standard input must be a password of 1 to "
              + Passwords.MAX_BYTES
              + " bytes");
      System.exit(2);
    }
    System.out.println(hash(password, COST));
  }

  static String hash(String password, int cost) {
    return new String(BCrypt.withDefaults().hash(cost, password.getBytes(UTF_8)), UTF_8);
  }
}
