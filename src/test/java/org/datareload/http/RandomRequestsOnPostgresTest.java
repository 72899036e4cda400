package org.datareload.http;

class RandomRequestsOnPostgresTest extends RandomRequests {
  RandomRequestsOnPostgresTest() {
    super(TestServer.onPostgres(), 3_000);
  }
}
