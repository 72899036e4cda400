package org.datareload.config;

import java.util.function.BiConsumer;
import org.apache.camel.BindToRegistry;

/** Binds components to the names by which routes call them. */
final class Registration {
  private Registration() {}

  /** Binds every public field that is annotated with {@link BindToRegistry} under its name. */
  static void bindAll(Object components, BiConsumer<String, Object> registry) {
    for (var field : components.getClass().getFields()) {
      if (field.isAnnotationPresent(BindToRegistry.class)) {
        try {
          registry.accept(field.getName(), field.get(components));
        } catch (IllegalAccessException notPublic) {
          throw new IllegalStateException(field + " must be public", notPublic);
        }
      }
    }
  }
}
