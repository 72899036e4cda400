package org.datareload.route;

import org.datareload.TestDatabases;

final class ForgottenCommitOnPostgresTest extends ForgottenCommitContract {
  ForgottenCommitOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
