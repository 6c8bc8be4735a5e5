"""What is done with a question sheet without any table: reading, checking and showing answers."""
