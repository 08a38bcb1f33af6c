"""From bytes to readable text: decode, undo escapes, clean, squeeze. Knows nothing about errors."""
