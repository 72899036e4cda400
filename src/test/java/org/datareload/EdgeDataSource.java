package org.datareload;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.sql.DataSource;

/** A database whose connections pass an edge at each commit, be it called or automatic. */
final class EdgeDataSource {
  private EdgeDataSource() {}

  static DataSource of(DataSource pool, Edge edge) {
    return proxy(
        DataSource.class,
        (self, method, arguments) -> {
          if (!method.getName().equals("getConnection")) {
            return call(pool, method, arguments);
          }
          pass(edge.touch());
          return connection((Connection) call(pool, method, arguments), edge);
        });
  }

  private static Connection connection(Connection real, Edge edge) {
    return proxy(
        Connection.class,
        (self, method, arguments) -> {
          switch (method.getName()) {
            case "commit":
              return write(edge, "COMMIT", () -> call(real, method, arguments));
            case "setAutoCommit":
              if (arguments[0].equals(false)) {
                pass(edge.begin());
              }
              return call(real, method, arguments);
            case "prepareStatement":
              var sql = (String) arguments[0];
              var statement = (PreparedStatement) call(real, method, arguments);
              var reads = sql.stripLeading().startsWith("SELECT");
              return reads ? statement : statement(statement, real, edge);
            case "close":
              return close(real, method);
            default:
              return call(real, method, arguments);
          }
        });
  }

  /** A write outside of a transaction is one of its own. */
  private static PreparedStatement statement(
      PreparedStatement real, Connection connection, Edge edge) {
    return proxy(
        PreparedStatement.class,
        (self, method, arguments) ->
            method.getName().startsWith("execute") && connection.getAutoCommit()
                ? write(edge, "UPDATE", () -> call(real, method, arguments))
                : call(real, method, arguments));
  }

  /** What a dead process had begun is undone: its connections break. */
  private static Object close(Connection real, Method close) throws Throwable {
    if (!real.getAutoCommit()) {
      real.rollback();
      real.setAutoCommit(true);
    }
    return call(real, close, null);
  }

  private interface Write {
    Object run() throws Throwable;
  }

  private static Object write(Edge edge, String name, Write write) throws Throwable {
    pass(edge.before(name));
    var result = write.run();
    pass(edge.after(name));
    return result;
  }

  private static void pass(CompletableFuture<Void> gate) throws Throwable {
    try {
      gate.join();
    } catch (CompletionException e) {
      throw e.getCause();
    }
  }

  private static Object call(Object real, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
