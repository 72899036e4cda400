package org.datareload.api;

class RandomRequestsOnPostgresTest extends RandomRequests {
  RandomRequestsOnPostgresTest() {
    super(TestServer.onPostgres(), 3_000);
  }
}
