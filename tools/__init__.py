"""Scripts for developers; nothing here is needed by a running installation."""
