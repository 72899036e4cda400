package org.datareload.route;

import org.datareload.config.TestDatabases;

final class ForgottenCommitOnPostgresTest extends ForgottenCommitContract {
  ForgottenCommitOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
