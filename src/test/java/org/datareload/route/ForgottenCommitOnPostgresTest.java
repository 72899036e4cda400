package org.datareload.route;

import org.datareload.testing.TestDatabases;

final class ForgottenCommitOnPostgresTest extends ForgottenCommitContract {
  ForgottenCommitOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
